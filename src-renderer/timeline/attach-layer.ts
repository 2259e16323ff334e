import type { Studio } from '../app/studio.ts';
import type { StudioState } from '../app/studio-state.ts';
import { CanvasLayer } from './canvas-layer.ts';
import { Palette, watchTheme } from './palette.ts';

export interface Surface {
  readonly context: CanvasRenderingContext2D;
  readonly palette: Palette;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly pixelRatio: number;
}

export interface LayerOptions {
  draw(surface: Surface): void;
  /** Which changes of the studio are seen on this layer. Theme and size always are. */
  isSeen(state: StudioState, before: StudioState): boolean;
  onResize?(widthPx: number): void;
}

/** Keeps a canvas drawn as the studio is. */
export function attachLayer(
  canvas: HTMLCanvasElement,
  studio: Studio,
  options: LayerOptions,
): { invalidate(): void; dispose(): void } {
  let palette = new Palette(canvas);
  const layer = new CanvasLayer(
    canvas,
    (context, widthPx, heightPx, pixelRatio) => options.draw({ context, palette, widthPx, heightPx, pixelRatio }),
    options.onResize?.bind(options),
  );
  const endings = [
    studio.store.subscribe((state, before) => {
      if (options.isSeen(state, before)) layer.invalidate();
    }),
    watchTheme(() => {
      palette = new Palette(canvas);
      layer.invalidate();
    }),
  ];
  return {
    invalidate: () => layer.invalidate(),
    dispose() {
      for (const end of endings) end();
      layer.dispose();
    },
  };
}
