/** Server-sent events out of a body, by the standard, and with what the services do beside it. */
import { createParser } from 'eventsource-parser';
import type { Fail } from './provider-error.ts';

export interface ServerEvent {
  /** '' when the service names none. */
  readonly event: string;
  readonly data: string;
  /** From a comment `:HTTP_STATUS/400`, which Alibaba writes into events. */
  readonly httpStatus?: number;
  /** The body ended inside this event's last line, so its data may be cut. */
  readonly isCut: boolean;
}

/** Sixteen minutes of MiMo's speech arrive as one line of 64 MB; beyond that it is an endless line. */
export const MAX_LINE_CHARACTERS = 64 * 1024 * 1024;

/**
 * Reads events as they complete. A last event without its blank line is delivered too (several gateways leave it out).
 * Lines are gathered in pieces and joined once, so that a line of tens of megabytes costs no more than its length.
 * Throws ProviderError `protocol` for a line above `maxLineCharacters`, and what reading the body throws.
 */
export async function* readEvents(
  body: AsyncIterable<Uint8Array>,
  options: { readonly fail: Fail; readonly maxLineCharacters?: number },
): AsyncGenerator<ServerEvent, void, undefined> {
  const maximum = options.maxLineCharacters ?? MAX_LINE_CHARACTERS;
  const decoder = new TextDecoder();
  const events: ServerEvent[] = [];
  let httpStatus: number | undefined;
  let isLastLineOpen = false;
  let isAtEnd = false;
  let isOverlong = false;

  const parser = createParser({
    maxBufferSize: maximum,
    onEvent: ({ event, data }) => {
      const isCut = isAtEnd && isLastLineOpen;
      events.push({ event: event ?? '', data, isCut, ...(httpStatus === undefined ? {} : { httpStatus }) });
      httpStatus = undefined;
    },
    onComment: (comment) => {
      const status = /^\s*HTTP_STATUS\/(\d{3})\s*$/.exec(comment)?.[1];
      if (status !== undefined) httpStatus = Number(status);
    },
    onError: (error) => {
      // Unknown fields are to be ignored, says the standard; only the size cap stops a stream.
      isOverlong ||= error.type === 'max-buffer-size-exceeded';
    },
  });
  const feed = (text: string): void => {
    if (text === '') return;
    isLastLineOpen = !/[\r\n]$/.test(text);
    parser.feed(text);
    if (isOverlong) {
      const message = `a single line of the stream is longer than ${maximum} characters; it was given up.`;
      throw options.fail({ kind: 'protocol', phase: 'stream', message });
    }
  };

  for await (const chunk of body) {
    feed(decoder.decode(chunk, { stream: true }));
    while (events.length > 0) yield events.shift() as ServerEvent;
  }
  feed(decoder.decode());
  isAtEnd = true;
  parser.feed('\n\n');
  yield* events;
}
