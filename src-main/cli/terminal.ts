import type { OnProgress, Progress } from '#core/ports.ts';

/** Where a command writes. Results go to `out`; notes, progress and failures to `err`. Tests pass their own. */
export interface Terminal {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly isInteractive: boolean;
  readonly isJson: boolean;
  readonly widthColumns: number;
}

const BAR_COLUMNS = 28;
const PLAIN_INTERVAL_MS = 1_000;

/**
 * Shows progress as a bar on a terminal, as one line a second otherwise, and as JSON lines with `--json`.
 * Call `finish` before writing anything else, so that a bar is never left half on the line.
 */
export class ProgressDisplay {
  readonly #terminal: Terminal;
  readonly #nowMs: () => number;
  #isBarShown = false;
  #lastStage = '';
  #lastShownMs = 0;

  constructor(terminal: Terminal, nowMs: () => number = () => performance.now()) {
    this.#terminal = terminal;
    this.#nowMs = nowMs;
  }

  readonly show: OnProgress = (progress) => {
    const isNewStage = progress.stage !== this.#lastStage;
    const isComplete = progress.total > 0 && progress.done >= progress.total;
    const elapsedMs = this.#nowMs() - this.#lastShownMs;
    const intervalMs = this.#terminal.isInteractive && !this.#terminal.isJson ? 60 : PLAIN_INTERVAL_MS;
    if (!isNewStage && !isComplete && elapsedMs < intervalMs) return;
    if (isNewStage) this.finish();
    this.#lastStage = progress.stage;
    this.#lastShownMs = this.#nowMs();
    if (this.#terminal.isJson) this.#terminal.err(`${JSON.stringify({ progress })}\n`);
    else if (this.#terminal.isInteractive) this.#showBar(progress);
    else this.#terminal.err(`${plainLine(progress)}\n`);
  };

  /** Leaves the cursor at the start of a fresh line. */
  finish(): void {
    if (!this.#isBarShown) return;
    this.#terminal.err('\n');
    this.#isBarShown = false;
  }

  #showBar(progress: Progress): void {
    const share = progress.total > 0 ? Math.min(1, progress.done / progress.total) : 0;
    const filled = Math.round(share * BAR_COLUMNS);
    const bar = '█'.repeat(filled) + '░'.repeat(BAR_COLUMNS - filled);
    const percent = `${Math.floor(share * 100)}`.padStart(3);
    const text = `${progress.stage.padEnd(12)} ${bar} ${percent} % ${progress.note ?? ''}`;
    this.#terminal.err(`\r\u001b[2K${text.slice(0, this.#terminal.widthColumns - 1)}`);
    this.#isBarShown = true;
  }
}

function plainLine(progress: Progress): string {
  const share = progress.total > 0 ? ` ${Math.floor((progress.done / progress.total) * 100)} %` : '';
  return `${progress.stage}${share}${progress.note ? ` ${progress.note}` : ''}`;
}
