import type { Utterance, UtteranceRequest } from './speech-provider.ts';

type Call = { readonly signal?: AbortSignal };

/** A task that goes on at the service while nobody waits. Its parts are separate so that it survives a restart. */
export interface LongText {
  /** Longest text, in UTF-16 units. */
  readonly maxTextLength: number;
  start(request: UtteranceRequest, options?: Call): Promise<LongTextTask>;
  status(taskId: string, options?: Call): Promise<LongTextStatus>;
  /** The finished audio; kept by the service for nine hours. */
  fetch(task: Pick<LongTextTask, 'fileId' | 'billedCharacters'>, options?: Call): Promise<Utterance>;
}

export interface LongTextTask {
  /** Digits beyond 2^53: text, never a number. */
  readonly taskId: string;
  readonly fileId: string;
  readonly billedCharacters: number;
}

export interface LongTextStatus {
  readonly state: 'processing' | 'success' | 'failed' | 'expired';
  /** Of the result; may differ from the one the task began with, and then this one counts. */
  readonly fileId?: string;
}
