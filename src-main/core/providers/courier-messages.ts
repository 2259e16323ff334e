/** What is said between the program and what talks to the services for it: see courier-worker.ts. */

export interface SendMessage {
  readonly type: 'send';
  readonly id: number;
  /** Requests of one service share their connections; see {@link CloseMessage}. */
  readonly line: number;
  readonly origin: string;
  readonly path: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | null;
  readonly connectMs: number;
  readonly headersMs: number;
  readonly idleMs: number;
  readonly maxBodyBytes: number;
  /** Where the answer is written as it arrives. */
  readonly recordPath: string | null;
}
/** The answer is not wanted any more: its socket is closed. */
export interface AbortMessage {
  readonly type: 'abort';
  readonly id: number;
}
/** Enough has been read: what is left is passed over if it is little, so that the connection can be used again. */
export interface LeaveMessage {
  readonly type: 'leave';
  readonly id: number;
}
/** The line's connections are closed. */
export interface CloseMessage {
  readonly type: 'close';
  readonly line: number;
}
export type ToCourier = SendMessage | AbortMessage | LeaveMessage | CloseMessage;

export type AnswerHeaders = Readonly<Record<string, string | readonly string[]>>;

/** An error, without its class: those do not pass between processes. */
export interface CourierFault {
  readonly name: string;
  readonly code: string;
  readonly message: string;
}

export type FromCourier =
  | { readonly type: 'head'; readonly id: number; readonly status: number; readonly headers: AnswerHeaders }
  | { readonly type: 'chunk'; readonly id: number; readonly bytes: Uint8Array }
  | { readonly type: 'end'; readonly id: number }
  /** Longer than `maxBodyBytes`; given up. */
  | { readonly type: 'overlong'; readonly id: number }
  | { readonly type: 'closed'; readonly line: number }
  | { readonly type: 'failed'; readonly id: number; readonly fault: CourierFault };
