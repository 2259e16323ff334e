import { blendVoice } from '#core/connections/make-voice.ts';
import { AppError } from '#shared/errors.ts';
import { listOption, type RunCommand, textOption } from './command.ts';
import { voiceAnswer, voiceMaker } from './voice-answer.ts';

export const run: RunCommand = async (context, _parameters, options) => {
  const made = await blendVoice(await voiceMaker(context, options), {
    name: textOption(options, 'name') ?? '',
    language: textOption(options, 'language') ?? '',
    parts: listOption(options, 'part').map(partOf),
  });
  return voiceAnswer(context, made, options);
};

/** The id is the service's, byte for byte; the last `=` ends it. */
function partOf(text: string): { readonly voice: string; readonly weight: number } {
  const at = text.lastIndexOf('=');
  const weight = Number(text.slice(at + 1));
  if (at > 0 && Number.isInteger(weight)) return { voice: text.slice(0, at), weight };
  throw new AppError({
    code: 'invalid-input',
    message: `--part takes VOICE=WEIGHT, such as male-qn-qingse=70, not "${text}".`,
    details: { option: 'part', value: text },
  });
}
