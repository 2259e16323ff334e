/** Search-or-run, and the sheet of keys. */
export const PALETTE_EN = {
  title: 'Search or run',
  placeholder: 'An action, an episode, a line, a speaker…',
  results: 'Results',
  nothing: 'Nothing found for “{{query}}”',
  groups: { actions: 'Actions', episodes: 'Episodes', lines: 'Lines', speakers: 'Speakers' },
  lineOf: '{{speaker}}, line {{number}}',
  speakerLines_one: '{{count}} line',
  speakerLines_other: '{{count}} lines',
} as const;

export const KEY_SHEET_EN = {
  title: 'Keyboard shortcuts',
  hint: 'Other keys can be chosen in the settings.',
  change: 'Change keys…',
  /** By the first part of the actions' ids. */
  groups: {
    playback: 'Playback',
    line: 'Lines',
    script: 'Script',
    history: 'History',
    view: 'Timeline view',
    clip: 'Clips',
    marker: 'Markers',
    edit: 'Ways of editing',
    region: 'Window',
    app: 'Anywhere',
    go: 'Screens',
    panel: 'Panels',
    project: 'Projects',
    speech: 'Speech',
    episode: 'Episode',
    library: 'Library',
    voices: 'Voices',
  },
} as const;
