/** Frames as event streams, in every way the standard allows and some services use. */

import type { FakeAnswer } from './fake-server.ts';
import type { Fault } from './faults.ts';

export type Framing = 'plain' | 'dashscope';

/** `frames` are JSON values, or text that stands for itself (`[DONE]`). */
export function eventStream(frames: readonly unknown[], framing: Framing, fault: Fault | undefined): FakeAnswer {
  const as = fault?.kind === 'framing' ? fault.as : undefined;
  const end = as === 'crlf' ? '\r\n' : as === 'cr' ? '\r' : '\n';
  const pieces = frames.map((frame, index) => {
    const data = typeof frame === 'string' ? frame : JSON.stringify(frame);
    const lines = framing === 'dashscope' ? dashscopeLines(frame, data, index) : [`data: ${data}`];
    const withComment = as === 'comments' ? [': keep-alive', '', ...lines] : lines;
    const isLast = index === frames.length - 1;
    return as === 'no-last-blank-line' && isLast
      ? withComment.join(end)
      : withComment.map((line) => `${line}${end}`).join('') + end;
  });
  if (as === 'bom') pieces[0] = `\uFEFF${pieces[0] ?? ''}`;
  const type = as === 'mislabelled' ? 'application/json' : 'text/event-stream;charset=UTF-8';
  return { headers: { 'content-type': type, 'cache-control': 'no-cache' }, pieces };
}

/** No blank after the colon, and the status of each event as a comment. */
function dashscopeLines(frame: unknown, data: string, index: number): string[] {
  const isError = typeof frame === 'object' && frame !== null && 'code' in frame && !('output' in frame);
  return [
    `id:${index + 1}`,
    `event:${isError ? 'error' : 'result'}`,
    `:HTTP_STATUS/${isError ? 400 : 200}`,
    `data:${data}`,
  ];
}

/** Puts a failing frame first, in the middle or last, and takes the rest away after it. */
export function withFailure(frames: readonly unknown[], failure: unknown, at: 'first' | 'middle' | 'last'): unknown[] {
  const place = at === 'first' ? 0 : at === 'middle' ? Math.floor(frames.length / 2) : frames.length - 1;
  return [...frames.slice(0, place), failure];
}
