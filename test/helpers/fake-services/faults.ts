/** What a fake service can be told to do wrong. One word for each thing the real ones have been seen to do. */

export type Fault =
  /** Any answer of one's own; `body` may be JSON, event-stream framing or a web page. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** Silence, a reset or an orderly close: instead of an answer, or when half of one has been sent. */
  | { readonly kind: 'stall' | 'reset' | 'close'; readonly at: 'start' | 'half' }
  /** A `data:` line that never ends. */
  | { readonly kind: 'endless-line' }
  /** A failure in the service's own shape under HTTP 200: as the whole answer, or as a frame of a stream. */
  | {
      readonly kind: 'code';
      readonly code: string;
      readonly message: string;
      readonly at?: 'whole' | 'first' | 'middle' | 'last';
    }
  /** The stream ends in good order, but without its last frame. */
  | { readonly kind: 'cut-stream' }
  | {
      readonly kind: 'audio';
      readonly as:
        | 'null'
        | 'empty'
        | 'silence'
        | 'undecodable'
        | 'odd-length'
        | 'text'
        | 'short'
        | 'open-header'
        | 'no-header';
    }
  /** The last frame of a stream: all there is, the same again, or other bytes for the same words. */
  | { readonly kind: 'aggregate'; readonly as: 'only' | 'repeats' | 'differs' }
  | { readonly kind: 'id3-in-stream' }
  | { readonly kind: 'odd-pcm-pieces' }
  | { readonly kind: 'riff-in-pcm' }
  /** A whole answer where a stream was asked for. */
  | { readonly kind: 'json-for-stream' }
  /** What the address of a result leads to. */
  | { readonly kind: 'result'; readonly as: 'expired' | 'page' | 'json' | 'cut' | 'private' | 'other-field' }
  | { readonly kind: 'subtitles'; readonly as: 'missing' | 'broken' | 'expired' }
  | { readonly kind: 'framing'; readonly as: 'crlf' | 'cr' | 'bom' | 'comments' | 'no-last-blank-line' | 'mislabelled' }
  /** Of the understanding model. */
  | { readonly kind: 'words'; readonly as: 'reasoning-only' | 'nothing' | 'audio-ignored' | 'length' };

/** Decides for each call, in the order calls arrive. `sequence` counts from 1 within one service. */
export type FaultPlan = (call: { readonly sequence: number; readonly path: string }) => Fault | undefined;

export const NO_FAULTS: FaultPlan = () => undefined;

/** These, one call each; then none. */
export function faultsInTurn(...faults: readonly (Fault | undefined)[]): FaultPlan {
  const left = [...faults];
  return () => left.shift();
}

export function always(fault: Fault): FaultPlan {
  return () => fault;
}

/** A share of all calls, the same ones in every run. */
export function someFaults(share: number, seed: number, faults: readonly Fault[]): FaultPlan {
  let state = seed >>> 0;
  const next = (): number => {
    // mulberry32
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return () => (next() < share ? faults[Math.floor(next() * faults.length)] : undefined);
}
