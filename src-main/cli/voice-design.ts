import { designVoice } from '#core/connections/make-voice.ts';
import { type RunCommand, textOption } from './command.ts';
import { TRIAL_TEXT, voiceAnswer, voiceMaker } from './voice-answer.ts';

export const run: RunCommand = async (context, _parameters, options) => {
  const voiceId = textOption(options, 'id');
  const made = await designVoice(await voiceMaker(context, options), {
    name: textOption(options, 'name') ?? '',
    language: textOption(options, 'language') ?? '',
    description: textOption(options, 'description') ?? '',
    previewText: textOption(options, 'text') ?? TRIAL_TEXT,
    ...(voiceId === undefined ? {} : { voiceId }),
  });
  return voiceAnswer(context, made, options);
};
