export const APP_EN = {
  app: { name: 'Lectern', loading: 'Opening the library…', language: 'Language', skipToScript: 'Skip to the script' },
  regions: { projects: 'Projects', script: 'Script', timeline: 'Timeline', transport: 'Transport' },
  projects: { empty: 'No projects yet', openSample: 'Open the sample episode', noEpisodes: 'No episodes' },
  firstRun: {
    title: 'Making the sample episode',
    explanation: 'Lectern speaks it with its built-in voices. Nothing leaves this computer.',
    step: '{{done}} of {{total}}',
    cancel: 'Cancel',
    stages: {
      sounds: 'Reading the sounds',
      decode: 'Preparing the audio',
      speak: 'Speaking the lines',
      other: 'Working',
    },
  },
  header: {
    lines_one: '{{count}} line',
    lines_other: '{{count}} lines',
    missing_one: '{{count}} line not spoken',
    missing_other: '{{count}} lines not spoken',
  },
  errors: {
    tryAgain: 'Try again',
    dismiss: 'Dismiss',
    unreachableTitle: 'The studio is not running',
    unreachableAdvice: 'Start Lectern again and open the new link it gives you. Nothing that was saved is lost.',
    noPlayer: 'Playing is not possible here',
  },
} as const;

export const APP_ACTIONS_EN = {
  region: { next: 'Next part of the window', previous: 'Previous part of the window' },
} as const;
