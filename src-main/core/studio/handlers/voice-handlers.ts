import type { Handlers } from '#shared/contract/contract.ts';
import { VOICE_METHODS } from '#shared/contract/voices.ts';
import { pending } from '../pending.ts';
import type { StudioParts } from '../studio-parts.ts';

export function voiceHandlers(_parts: StudioParts): Pick<Handlers, keyof typeof VOICE_METHODS> {
  return pending(VOICE_METHODS);
}
