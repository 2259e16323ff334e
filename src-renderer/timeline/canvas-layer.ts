/** A canvas as large as its element, in device pixels, drawn at most once a frame. */
export class CanvasLayer {
  readonly #canvas: HTMLCanvasElement;
  readonly #draw: (context: CanvasRenderingContext2D, widthPx: number, heightPx: number, pixelRatio: number) => void;
  readonly #resizes: ResizeObserver;
  #frame: number | null = null;
  #widthPx = 0;
  #heightPx = 0;

  constructor(
    canvas: HTMLCanvasElement,
    draw: (context: CanvasRenderingContext2D, widthPx: number, heightPx: number, pixelRatio: number) => void,
    onResize: (widthPx: number) => void = () => {},
  ) {
    this.#canvas = canvas;
    this.#draw = draw;
    this.#resizes = new ResizeObserver(([entry]) => {
      if (!entry) return;
      this.#widthPx = Math.floor(entry.contentRect.width);
      this.#heightPx = Math.floor(entry.contentRect.height);
      onResize(this.#widthPx);
      this.invalidate();
    });
    this.#resizes.observe(canvas);
  }

  invalidate(): void {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null;
      this.#paint();
    });
  }

  dispose(): void {
    this.#resizes.disconnect();
    if (this.#frame !== null) cancelAnimationFrame(this.#frame);
  }

  #paint(): void {
    const context = this.#canvas.getContext('2d');
    if (!context || this.#widthPx === 0) return;
    const pixelRatio = window.devicePixelRatio;
    const width = Math.round(this.#widthPx * pixelRatio);
    const height = Math.round(this.#heightPx * pixelRatio);
    // Setting a size clears the canvas and costs an allocation, even when it is the same.
    if (this.#canvas.width !== width) this.#canvas.width = width;
    if (this.#canvas.height !== height) this.#canvas.height = height;
    context.setTransform(pixelRatio, 0, 0, pixelRatio, 0, 0);
    context.clearRect(0, 0, this.#widthPx, this.#heightPx);
    this.#draw(context, this.#widthPx, this.#heightPx, pixelRatio);
  }
}
