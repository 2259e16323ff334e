import { useEffect, useRef, useSyncExternalStore } from 'react';
import type { AssetId } from '#shared/ids.ts';
import { readPeaks } from '#shared/mix/peak-pyramid.ts';
import { fetchPeaks } from '../timeline/fetch-peaks.ts';
import { Palette, watchTheme } from '../timeline/palette.ts';
import { PeaksStore } from '../timeline/peaks-store.ts';
import type { KnownAssets } from './clip-sounds.ts';
import styles from './clip-waveform.module.css';

/** Of rows that were in sight: walking back draws them at once. */
const MOST_BYTES = 24 * 1024 * 1024;

const listeners = new Set<() => void>();
let arrivals = 0;
const peaks = new PeaksStore(
  fetchPeaks,
  () => {
    arrivals++;
    for (const listener of listeners) listener();
  },
  MOST_BYTES,
);

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Drawn again when audio or colours arrive. */
let theme = 0;
function subscribeTheme(listener: () => void): () => void {
  return watchTheme(() => {
    theme++;
    listener();
  });
}

interface ClipWaveformProps {
  readonly assetIds: readonly AssetId[];
  readonly assets: KnownAssets;
  readonly widthPx: number;
  readonly heightPx: number;
}

/** All of a clip in a small picture; its pieces one behind the other. Says nothing that is not written beside it. */
export function ClipWaveform({ assetIds, assets, widthPx, heightPx }: ClipWaveformProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const arrived = useSyncExternalStore(subscribe, () => arrivals);
  const themed = useSyncExternalStore(subscribeTheme, () => theme);
  const lengths = assetIds.map((id) => assets.get(id)?.durationSamples ?? 0);
  const key = `${assetIds.join()} ${lengths.join()} ${widthPx} ${heightPx}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` is what is drawn, the others say when anew
  useEffect(() => {
    if (canvas.current) draw(canvas.current, assetIds, lengths, { widthPx, heightPx });
  }, [key, arrived, themed]);
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a canvas takes no focus
    <canvas ref={canvas} className={styles.waveform} style={{ width: widthPx, height: heightPx }} aria-hidden="true" />
  );
}

function draw(
  canvas: HTMLCanvasElement,
  assetIds: readonly AssetId[],
  lengths: readonly number[],
  { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
): void {
  const ratio = window.devicePixelRatio;
  canvas.width = Math.round(widthPx * ratio);
  canvas.height = Math.round(heightPx * ratio);
  const context = canvas.getContext('2d');
  const total = lengths.reduce((sum, length) => sum + length, 0);
  if (!context || total === 0) return;
  context.fillStyle = new Palette(canvas).get('--text-soft');
  const middle = canvas.height / 2;
  let left = 0;
  for (const [index, assetId] of assetIds.entries()) {
    const length = lengths[index] ?? 0;
    const width = Math.max(1, Math.round((canvas.width * length) / total));
    const bytes = peaks.get(assetId);
    const [first] = bytes ? readPeaks(bytes, 0, length / width, width) : [];
    for (let x = 0; first && x < width; x++) {
      const top = Math.round(middle - middle * (first.maximums[x] ?? 0));
      const bottom = Math.round(middle - middle * (first.minimums[x] ?? 0));
      context.fillRect(left + x, top, 1, Math.max(1, bottom - top));
    }
    left += width;
  }
}
