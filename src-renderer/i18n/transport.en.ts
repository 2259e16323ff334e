export const TRANSPORT_EN = {
  play: 'Play',
  pause: 'Pause',
  stop: 'Stop',
  previousLine: 'Previous line',
  nextLine: 'Next line',
  position: 'Position',
  duration: 'Length',
  level: 'Output level',
  decibels: '{{level}} dBFS',
  silent: 'silent',
} as const;

export const TRANSPORT_ACTIONS_EN = {
  playback: { toggle: 'Play or pause', stop: 'Stop', start: 'Go to the start', end: 'Go to the end' },
} as const;
