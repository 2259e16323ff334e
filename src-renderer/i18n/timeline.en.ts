export const TIMELINE_EN = {
  tracks: 'Tracks and clips',
  ruler: 'Time ruler',
  scroll: 'Visible part of the episode',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  fit: 'Show the whole episode',
  resize: 'Height of the timeline',
  lineClip: '{{speaker}}, line {{number}}, {{duration}} s, starts at {{start}}',
  soundClip: '{{title}}, {{duration}} s, starts at {{start}}',
  headingClip: 'Chapter title “{{title}}”, {{duration}} s, starts at {{start}}',
  notSpoken: 'not spoken yet',
  missingSound: 'sound missing',
  kinds: { dialogue: 'Dialogue', music: 'Music', effects: 'Effects' },
  muted: 'muted',
} as const;

export const TIMELINE_ACTIONS_EN = {
  view: { zoomIn: 'Zoom in', zoomOut: 'Zoom out', fit: 'Show the whole episode' },
} as const;
