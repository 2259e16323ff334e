/** What the components of ui/ say by themselves. */
export const UI_EN = {
  close: 'Close',
  cancel: 'Cancel',
  ok: 'OK',
  save: 'Save',
  showList: 'Show the list',
  nothingFound: 'Nothing found',
  moreCount: '{{count}} more',
  fewer: 'Fewer',
  lineStates: {
    silent: 'Nothing to say',
    missing: 'Not spoken yet',
    stale: 'Stale',
    ready: 'Ready',
    blocked: 'Cannot be spoken',
    queued: 'Queued',
    generating: 'Being spoken',
    failed: 'Failed',
    damaged: 'Damaged',
  },
} as const;
