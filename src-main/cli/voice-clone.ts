import { basename, resolve } from 'node:path';
import { cloneVoice } from '#core/connections/make-voice.ts';
import { readConsent } from '#core/connections/voice-consent.ts';
import { readRecording } from '#core/connections/voice-samples.ts';
import { AppError } from '#shared/errors.ts';
import { flagOption, type RunCommand, textOption } from './command.ts';
import { TRIAL_TEXT, voiceAnswer, voiceMaker } from './voice-answer.ts';

export const run: RunCommand = async (context, _parameters, options) => {
  const { core, workingDirectory } = context;
  const at = (name: string): string => resolve(workingDirectory, textOption(options, name) ?? '');
  const name = textOption(options, 'name') ?? '';
  // Without consent nothing else is even read.
  const consentBytes = await readRecording(at('consent'));
  const consent = readConsent(consentBytes, {
    fileName: basename(at('consent')),
    who: textOption(options, 'speaker') ?? name,
    nowMs: core.ports.nowMs(),
  });
  const sample = textOption(options, 'sample') ?? '';
  const promptText = textOption(options, 'promptText');
  const hasPrompt = textOption(options, 'prompt') !== undefined;
  if (hasPrompt !== (promptText !== undefined)) {
    throw new AppError({ code: 'invalid-input', message: '--prompt and --prompt-text go together.' });
  }
  const model = textOption(options, 'model');
  const voiceId = textOption(options, 'id');
  const maker = await voiceMaker(context, options);
  const isAlibaba = maker.connection.kind === 'dashscope';
  // Alibaba makes no voice without trying it, with a model of its own choice.
  const text = textOption(options, 'text') ?? (isAlibaba ? TRIAL_TEXT : undefined);
  const previewModel = model ?? (isAlibaba ? undefined : maker.service.defaultModel);
  const made = await cloneVoice(maker, {
    name,
    language: textOption(options, 'language') ?? '',
    sample: /^https?:\/\//i.test(sample)
      ? { url: sample }
      : { bytes: await readRecording(at('sample')), fileName: basename(sample) },
    ...(voiceId === undefined ? {} : { voiceId }),
    ...(hasPrompt && promptText !== undefined
      ? { prompt: { bytes: await readRecording(at('prompt')), fileName: basename(at('prompt')), text: promptText } }
      : {}),
    ...(text === undefined ? {} : { previewText: text }),
    ...(text === undefined || previewModel === undefined ? {} : { previewModel }),
    reducesNoise: flagOption(options, 'reduceNoise'),
    normalizesVolume: flagOption(options, 'normalizeVolume'),
    consent,
    consentBytes,
  });
  return voiceAnswer(context, made, options);
};
