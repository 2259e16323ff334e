export const SCRIPT_EN = {
  list: 'Lines',
  empty: 'This episode has no lines yet.',
  lineNumber: 'Line {{number}}',
  narrator: 'Narrator',
  pauseToken: 'Pause {{seconds}} s',
  pauseBlock: 'Pause',
  note: 'Note',
  cue: 'Sound',
  under: 'under the speech',
  underUntil: 'under the speech, until “{{until}}”',
  spokenHeading: 'spoken',
  chapter: 'Chapter',
  states: { ready: 'Ready', missing: 'Not spoken yet' },
} as const;

export const SCRIPT_ACTIONS_EN = { line: { previous: 'Previous line', next: 'Next line' } } as const;
