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
  speed: 'Speed',
  shuttling: 'Playing at {{rate}}×',
  volume: 'Volume',
  loudness: 'Loudness since playing began here: momentary, short-term, integrated, true peak. Press to begin anew.',
  modes: 'Ways of editing',
  loop: 'Loop',
  ripple: 'Ripple',
  snap: 'Snap',
  follow: 'Follow the playhead',
} as const;

export const TRANSPORT_ACTIONS_EN = {
  playback: {
    toggle: 'Play or pause',
    stop: 'Stop',
    start: 'Go to the start',
    end: 'Go to the end',
    backwards: 'Play backwards, again faster',
    pause: 'Pause',
    forwards: 'Play forwards, again faster',
    loop: 'Loop the range or selection',
  },
} as const;
