/** What every client of a service shares: who it is, how it fails, and a plain call that answers in JSON. */
import type { FormData } from 'undici';
import type { ProviderId } from '#shared/ids.ts';
import type { Download } from './download.ts';
import type { ServiceHttp } from './http.ts';
import { type AnswerContext, faultError, jsonOrUndefined, openAnswer, type ServiceAnswer } from './service-answer.ts';
import { asObject, faultOf, type JsonObject } from './service-fault.ts';

export interface ServiceContext extends AnswerContext {
  readonly id: ProviderId;
  /** For people. */
  readonly name: string;
  readonly http: ServiceHttp;
  readonly download: Download;
}

export interface JsonCall {
  readonly method?: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: JsonObject;
  /** Sent as multipart instead. */
  readonly form?: FormData;
  readonly signal?: AbortSignal | undefined;
}

export interface JsonAnswer {
  readonly body: JsonObject;
  readonly requestId: string | undefined;
}

/** Sends and reads an answer that reports no failure. Throws ProviderError and Cancelled. */
export function callJson(context: ServiceContext, call: JsonCall): Promise<JsonAnswer> {
  const body = call.form ?? (call.body === undefined ? undefined : JSON.stringify(call.body));
  return context.http.exchange(
    {
      method: call.method ?? 'POST',
      path: call.path,
      headers: {
        Accept: 'application/json',
        ...(typeof body === 'string' ? { 'Content-Type': 'application/json' } : {}),
        ...call.headers,
      },
      ...(body === undefined ? {} : { body }),
      signal: call.signal,
    },
    async (answer) => wholeAnswer(await openAnswer(answer, context), context),
  );
}

/** A stream where none was asked for can only be a failure in stream's clothing. */
async function wholeAnswer(answer: ServiceAnswer, context: ServiceContext): Promise<JsonAnswer> {
  const { requestId } = answer;
  if (answer.kind === 'events') {
    for await (const event of answer.events) {
      const fault = faultOf(jsonOrUndefined(event.data), context.paramIs);
      if (fault !== null) throw faultError(fault, context, { phase: 'body', requestId });
    }
    throw context.fail({
      kind: 'protocol',
      phase: 'body',
      requestId,
      message: 'answered with a stream nobody asked for.',
    });
  }
  const body = asObject(answer.body);
  if (body !== undefined) return { body, requestId };
  throw context.fail({ kind: 'protocol', phase: 'body', requestId, message: 'the answer is JSON, but no object.' });
}
