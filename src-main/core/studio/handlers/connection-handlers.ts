import { CONNECTION_METHODS } from '#shared/contract/connections.ts';
import type { Handlers } from '#shared/contract/contract.ts';
import { pending } from '../pending.ts';
import type { StudioParts } from '../studio-parts.ts';

export function connectionHandlers(_parts: StudioParts): Pick<Handlers, keyof typeof CONNECTION_METHODS> {
  return pending(CONNECTION_METHODS);
}
