/** Reads the JSON frames of a streamed answer up to its end, whoever streams it. */
import type { ServerEvent } from './event-stream.ts';
import { ProviderError } from './provider-error.ts';
import { type AnswerContext, faultError, jsonOrUndefined } from './service-answer.ts';
import { asObject, faultOf, type JsonObject } from './service-fault.ts';

export interface FrameRules {
  /** True for the frame by which the service says that the answer is complete. Throws for one that makes no sense. */
  readFrame(frame: JsonObject): boolean;
  /** `[DONE]` completes an answer (OpenAI's way), or is passed over. */
  readonly doneEnds: boolean;
  /** Stop at the end frame, or read on for what follows it. */
  readonly stopsAtEnd: boolean;
  readonly requestId: string | undefined;
  /** A failure, with what had arrived before it. */
  onFailure(error: ProviderError): ProviderError;
}

/**
 * Throws ProviderError as the frames say, `protocol` for a frame that is not JSON, `truncated_stream` when the stream
 * ends before the service said it was complete.
 */
export async function readFrames(
  events: AsyncIterable<ServerEvent>,
  context: AnswerContext,
  rules: FrameRules,
): Promise<void> {
  let isComplete = false;
  try {
    for await (const event of events) {
      if (event.data.trim() === '[DONE]') {
        isComplete ||= rules.doneEnds;
        if (isComplete) return;
        continue;
      }
      const frame = frameOf(event, context, rules.requestId);
      if (frame === undefined) continue;
      if (rules.readFrame(frame)) isComplete = true;
      if (isComplete && rules.stopsAtEnd) return;
    }
    if (!isComplete) throw truncated(context, rules.requestId);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    // What breaks after the last word has been said breaks nothing.
    if (!isComplete) throw rules.onFailure(error);
  }
}

/** undefined for an event without data, which keeps a connection alive and says nothing. */
function frameOf(event: ServerEvent, context: AnswerContext, requestId: string | undefined): JsonObject | undefined {
  if (event.data.trim() === '') return undefined;
  const frame = asObject(jsonOrUndefined(event.data));
  if (frame === undefined) {
    if (event.isCut) throw truncated(context, requestId);
    const message = `a frame of the stream is not JSON (${context.fail.excerpt(event.data, 80)}).`;
    throw context.fail({ kind: 'protocol', phase: 'stream', requestId, message });
  }
  const httpStatus = event.httpStatus !== undefined && event.httpStatus >= 400 ? event.httpStatus : undefined;
  const isError = event.event === 'error' || httpStatus !== undefined;
  const fault =
    faultOf(frame, context.paramIs, httpStatus) ??
    (isError ? { kind: 'provider_error' as const, message: context.fail.excerpt(event.data) } : null);
  if (fault === null) return frame;
  throw faultError(fault, context, { phase: 'stream', requestId, ...(httpStatus === undefined ? {} : { httpStatus }) });
}

function truncated(context: AnswerContext, requestId: string | undefined): ProviderError {
  const message = 'the stream ended before the answer was complete.';
  return context.fail({ kind: 'truncated_stream', phase: 'stream', requestId, message });
}
