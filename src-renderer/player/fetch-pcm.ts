import { AppError } from '#shared/errors.ts';
import { mediaUrl } from '#shared/media-url.ts';
import { Unreachable } from '../shell/unreachable.ts';
import type { FetchPcm } from './pcm-cache.ts';

const NOTHING = new ArrayBuffer(0);

/** Fetches by range from the page's own origin. Throws AppError `missing-audio` when it is not there, and Unreachable. */
export const fetchPcm: FetchPcm = async (assetId, firstByte, endByte) => {
  const headers = { Range: `bytes=${firstByte}-${endByte - 1}` };
  const response = await fetch(mediaUrl('pcm', assetId), { headers }).catch((cause: unknown) => {
    throw new Unreachable(cause);
  });
  if (response.status === 206) return response.arrayBuffer();
  // Past the end of the audio: a clip that is longer than its sound.
  if (response.status === 416) return NOTHING;
  throw new AppError({
    code: 'missing-audio',
    message: `The audio ${assetId.slice(0, 12)}… cannot be read (${response.status}).`,
    details: { assetId, httpStatus: response.status },
  });
};
