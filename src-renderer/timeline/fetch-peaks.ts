import { AppError } from '#shared/errors.ts';
import { mediaUrl } from '#shared/media-url.ts';
import type { FetchPeaks } from './peaks-store.ts';

export const fetchPeaks: FetchPeaks = async (assetId) => {
  const response = await fetch(mediaUrl('peaks', assetId));
  if (!response.ok) throw new AppError({ code: 'missing-audio', message: `No waveform of ${assetId}` });
  return new Uint8Array(await response.arrayBuffer());
};
