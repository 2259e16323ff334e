import type { ErrorTexts } from './error-text.ts';

export const ERROR_TEXTS_EN: ErrorTexts = {
  codes: {
    'invalid-input': { title: 'This cannot be read', advice: 'Correct what the message names, then try again.' },
    'invalid-command': {
      title: 'This change is not possible',
      advice: 'Nothing was changed. Reload the episode and try again.',
    },
    'not-found': { title: 'Not found', advice: 'It may have been removed. Reload and look again.' },
    conflict: { title: 'Changed elsewhere', advice: 'Another window changed this first. Reload to see its version.' },
    'ffmpeg-missing': { title: 'ffmpeg is missing', advice: 'Install ffmpeg, or choose its program file in Settings.' },
    'ffmpeg-failed': {
      title: 'ffmpeg failed',
      advice: 'The message ends with what ffmpeg said. The source file may be damaged.',
    },
    'unsupported-audio': {
      title: 'This audio cannot be used',
      advice: 'Use WAV, MP3, FLAC, M4A, Ogg or Opus, mono or stereo.',
    },
    'truncated-audio': {
      title: 'This audio is cut short',
      advice: 'The file is shorter than it says. Fetch or export it again.',
    },
    'missing-audio': { title: 'Audio is missing', advice: 'Find the file again, or speak the line again.' },
    'export-incomplete': {
      title: 'Not everything can be exported',
      advice: 'Speak or relink what the list names, or export a draft.',
    },
    'disk-full': {
      title: 'The disk is full',
      advice: 'Free some space, then try again. Nothing that was saved is lost.',
    },
    'file-unreadable': { title: 'A file cannot be read', advice: 'Check that it exists and that you may read it.' },
    'file-unwritable': {
      title: 'A file cannot be written',
      advice: 'Choose another folder, or change its permissions.',
    },
    'library-locked': { title: 'The library is in use', advice: 'Close the other Lectern, then start this one again.' },
    'library-newer': {
      title: 'The library is from a newer Lectern',
      advice: 'Update Lectern. The library was not touched.',
    },
    'library-damaged': {
      title: 'The library is damaged',
      advice: 'Restore the last backup. The damaged file is kept.',
    },
    cancelled: { title: 'Cancelled', advice: 'It stopped because you asked.' },
    internal: { title: 'Something went wrong', advice: 'This is a fault in Lectern. The log has the details.' },
  },
  kinds: {
    validation: {
      title: 'The service does not offer this',
      advice: 'Change the option that the message names. Nothing was sent.',
    },
    auth: { title: 'The key was refused', advice: 'Check the key of this connection.' },
    permission: { title: 'The key may not do this', advice: 'Ask for access to this model, or choose another.' },
    quota: { title: 'No credit left', advice: 'Top up the account, then try again.' },
    rate_limited: { title: 'Too many requests', advice: 'Wait a little. Lectern tries again by itself.' },
    invalid_request: { title: 'The service refused the request', advice: 'The message says what it did not accept.' },
    voice_not_found: { title: 'The voice does not exist', advice: 'Choose another voice for this speaker.' },
    model_unavailable: { title: 'The model is not available', advice: 'Choose another model, or try again later.' },
    content_blocked: {
      title: 'The text was blocked',
      advice: 'The service does not speak this text. Change it, or use another voice.',
    },
    timeout: { title: 'The service did not answer in time', advice: 'Try again. Nothing was saved.' },
    server: { title: 'The service has a fault', advice: 'Try again later.' },
    network: {
      title: 'The service cannot be reached',
      advice: 'Check the connection. The built-in voice works without one.',
    },
    aborted: { title: 'The request was stopped', advice: 'Try again when you want it.' },
    protocol: { title: 'The answer cannot be understood', advice: 'Check the base address of this connection.' },
    empty_audio: { title: 'The service sent no sound', advice: 'Try again, or change the text.' },
    truncated_stream: { title: 'The audio broke off', advice: 'Try again. What came was not used.' },
    download_failed: { title: 'The audio could not be fetched', advice: 'Try again.' },
    provider_error: { title: 'The service failed', advice: 'The message has what it said.' },
    empty_result: { title: 'The service sent nothing', advice: 'Try again, or change the request.' },
    unsupported_operation: { title: 'The service cannot do this', advice: 'Choose another connection for it.' },
  },
};
