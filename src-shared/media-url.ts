import type { AssetId } from './ids.ts';

/**
 * Where the studio's page finds audio, on every shell: a path of its own origin. One origin means no CORS, so no
 * page of another origin can read it even where a scheme would let it.
 */
export const MEDIA_PATH = '/media/';
/** `pcm`: interleaved little-endian float32 at the project rate, no header. `peaks`: the peak pyramid. */
export type MediaKind = 'pcm' | 'peaks';

export function mediaUrl(kind: MediaKind, assetId: AssetId): string {
  return `${MEDIA_PATH}${kind}/${assetId}`;
}
