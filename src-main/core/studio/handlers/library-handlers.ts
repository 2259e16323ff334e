import type { Handlers } from '#shared/contract/contract.ts';
import { LIBRARY_METHODS } from '#shared/contract/library.ts';
import { pending } from '../pending.ts';
import type { StudioParts } from '../studio-parts.ts';

export function libraryHandlers(_parts: StudioParts): Pick<Handlers, keyof typeof LIBRARY_METHODS> {
  return pending(LIBRARY_METHODS);
}
