/** The identity of a request: equal hash, same speech, never paid for twice. */
import { createHash } from 'node:crypto';
import { RequestHash } from '#shared/ids.ts';
import type { UtteranceRequest } from '../providers/speech-provider.ts';

/** Part of every hash. Raised only when the same fields come to mean other audio, which makes everything stale. */
const VERSION = 1;

/**
 * JSON with its keys in the order of their code units, no blanks, and without undefined fields. Text is not
 * normalised: a voice may read two spellings of one letter differently, and ids are other ids.
 * Throws TypeError for what JSON cannot say (NaN, Infinity, functions).
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object') {
    const fields = Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`);
    return `{${fields.join(',')}}`;
  }
  throw new TypeError(`A ${typeof value} that JSON cannot say is no part of a request`);
}

/** The canonical text of a request, as it is hashed and kept. */
export function canonicalRequest(request: UtteranceRequest): string {
  return canonicalJson({ version: VERSION, ...request });
}

export function requestHash(request: UtteranceRequest): RequestHash {
  return hashOf(canonicalRequest(request));
}

/** Of a whole line: which requests in which order speak which of its runs. The pauses between runs are no part of it. */
export function lineHash(
  utterances: readonly { readonly runIndex: number; readonly requestHash: RequestHash }[],
): RequestHash {
  const line = utterances.map(({ runIndex, requestHash: hash }) => [runIndex, hash]);
  return hashOf(canonicalJson({ version: VERSION, line }));
}

function hashOf(text: string): RequestHash {
  return RequestHash.parse(createHash('sha256').update(text, 'utf8').digest('hex'));
}
