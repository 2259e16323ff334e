import { resolve } from 'node:path';
import { createIngestAudio } from '#core/audio/ingest-audio.ts';
import type { NewVoice, VoiceMaker } from '#core/connections/make-voice.ts';
import { say } from '#core/episode/say.ts';
import type { KeptVoice } from '#core/library/kept-voices.ts';
import { writeFileSafely } from '#core/library/safe-file.ts';
import { type CommandContext, type CommandResult, type OptionValues, textOption } from './command.ts';

export const TRIAL_TEXT = 'The last ferry left at nine. Nobody had waited for anybody that year.';

/** Throws `not-found` where there is no such connection, or no key for it. */
export async function voiceMaker({ core, signal }: CommandContext, options: OptionValues): Promise<VoiceMaker> {
  const id = textOption(options, 'provider') ?? '';
  const { connection } = await core.connections.named(id);
  return { library: await core.library(), connection, service: await core.connections.service(id), signal };
}

/** The answer to making a voice, after its trial has been written where one was asked for. */
export async function voiceAnswer(
  context: CommandContext,
  { voice, preview, warnings }: NewVoice,
  options: OptionValues,
): Promise<CommandResult> {
  const output = textOption(options, 'output');
  const path = output === undefined ? undefined : resolve(context.workingDirectory, output);
  if (path !== undefined) await writeTrial(context, voice, preview, path, textOption(options, 'text') ?? TRIAL_TEXT);
  const cast = `${voice.provider}/${voice.id}`;
  return {
    value: { voice: voiceValue(voice), ...(path === undefined ? {} : { file: path }), warnings },
    text: `${voice.name} can be cast as ${cast}`,
    warnings,
  };
}

export function voiceValue({ consent, ...voice }: KeptVoice) {
  return { ...voice, ...(consent === undefined ? {} : { consent }) };
}

async function writeTrial(
  { core, signal }: CommandContext,
  voice: KeptVoice,
  preview: NewVoice['preview'],
  path: string,
  text: string,
): Promise<void> {
  if (preview !== undefined) {
    await writeFileSafely(path, preview.bytes, { signal });
    return;
  }
  await say(
    {
      voices: await core.voices(),
      ingest: createIngestAudio(core.ffmpeg),
      ffmpeg: core.ffmpeg,
      newId: core.ports.newId,
      home: core.home,
    },
    {
      text,
      voice: { provider: voice.provider, voiceId: voice.id },
      outputPath: path,
      isRaw: false,
      isStreamed: false,
      signal,
    },
  );
}
