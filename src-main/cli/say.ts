import { resolve } from 'node:path';
import { createIngestAudio } from '#core/audio/ingest-audio.ts';
import { readRecording } from '#core/connections/voice-samples.ts';
import { say } from '#core/episode/say.ts';
import type { VoiceBinding } from '#shared/document/records.ts';
import { AppError } from '#shared/errors.ts';
import { ProviderId } from '#shared/ids.ts';
import { clockOf } from './clock.ts';
import { flagOption, type OptionValues, type RunCommand, textOption } from './command.ts';

export const run: RunCommand = async ({ core, signal, workingDirectory }, [text = ''], options) => {
  const voices = await core.voices();
  const provider = textOption(options, 'provider') ?? voices.defaultVoice.provider;
  const design = textOption(options, 'design');
  const sample = textOption(options, 'sample');
  const sampleId =
    sample === undefined ? undefined : core.samples.add(await readRecording(resolve(workingDirectory, sample)));
  const model = textOption(options, 'model');
  const style = textOption(options, 'style');
  const voice: VoiceBinding = {
    provider: ProviderId.parse(provider),
    // '' lets the options decide: a design or a sample has no voice of that name.
    voiceId: textOption(options, 'voice') ?? '',
    ...(model === undefined ? {} : { model }),
    ...(style === undefined ? {} : { style }),
    options: {
      ...voiceOptions(options),
      ...(design === undefined ? {} : { design }),
      ...(sampleId === undefined ? {} : { sample: sampleId }),
    },
  };
  const value = await say(
    { voices, ingest: createIngestAudio(core.ffmpeg), ffmpeg: core.ffmpeg, newId: core.ports.newId, home: core.home },
    {
      text,
      voice,
      outputPath: resolve(workingDirectory, textOption(options, 'output') ?? ''),
      isRaw: flagOption(options, 'raw'),
      isStreamed: flagOption(options, 'stream'),
      signal,
    },
  );
  return { value, text: `${value.file} (${clockOf(value.durationMs)})`, warnings: value.warnings };
};

function voiceOptions(options: OptionValues): NonNullable<VoiceBinding['options']> {
  const text = textOption(options, 'options');
  if (text === undefined) return {};
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) {
      return parsed as NonNullable<VoiceBinding['options']>;
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new AppError({
    code: 'invalid-input',
    message: `--options takes a JSON object, such as '{"speed":1.1}', not ${text}.`,
    details: { option: 'options', value: text },
  });
}
