import { resolve } from 'node:path';
import { readRecording } from '#core/connections/voice-samples.ts';
import type { SpeechService } from '#core/providers/speech-service.ts';
import { AppError } from '#shared/errors.ts';
import { type CommandContext, flagOption, type RunCommand, textOption } from './command.ts';

/** A command that asks a model about a piece of audio; `question` is asked unless the person has one. */
export function hearing(question: string): RunCommand {
  return async (context, [file = ''], options) => {
    const { signal, workingDirectory } = context;
    const { understanding } = await listenerOf(context, textOption(options, 'provider'));
    const audio = /^https?:\/\//i.test(file)
      ? { url: file }
      : { bytes: await readRecording(resolve(workingDirectory, file)) };
    const { text, isFromReasoning, usage, requestId, warnings } = await understanding.understand(
      {
        model: textOption(options, 'model') ?? understanding.defaultModel,
        prompt: textOption(options, 'prompt') ?? question,
        audio,
      },
      { signal, isStreamed: flagOption(options, 'stream') },
    );
    return {
      value: { text, isFromReasoning, usage: usage ?? null, requestId: requestId ?? null, warnings },
      text,
      warnings: isFromReasoning
        ? [...warnings, 'The answer was found where the model thinks aloud: read it with care.']
        : warnings,
    };
  };
}

type Listener = SpeechService & { readonly understanding: NonNullable<SpeechService['understanding']> };

async function listenerOf({ core }: CommandContext, provider: string | undefined): Promise<Listener> {
  const hears = (service: SpeechService): service is Listener => service.understanding !== undefined;
  const services = await core.connections.services();
  if (provider === undefined) {
    const found = services.find(hears);
    if (found) return found;
    throw new AppError({
      code: 'not-found',
      message:
        'No connection here understands audio. MiMo does: set MIMO_API_KEY, or use `lectern connection add mimo`.',
    });
  }
  const named = await core.connections.service(provider);
  if (hears(named)) return named;
  throw new AppError({
    code: 'provider-error',
    message: `${named.name} does not understand audio. MiMo does.`,
    details: { kind: 'unsupported_operation', provider },
  });
}
