import type { Handlers } from '#shared/contract/contract.ts';
import { SOUND_METHODS } from '#shared/contract/sounds.ts';
import { pending } from '../pending.ts';
import type { StudioParts } from '../studio-parts.ts';

export function soundHandlers(_parts: StudioParts): Pick<Handlers, keyof typeof SOUND_METHODS> {
  return pending(SOUND_METHODS);
}
