/** Finds the failure inside a service's answer. HTTP 200 proves nothing: three of the five put errors there. */
import type { ProviderErrorKind } from '#shared/errors.ts';
import { idText } from './big-json.ts';
import { kindOfMinimaxCode, kindOfNamedCode, kindOfNamedFailure } from './error-kinds.ts';

export interface ServiceFault {
  readonly kind: ProviderErrorKind;
  readonly message: string;
  readonly code?: string | undefined;
  readonly requestId?: string | undefined;
}

/** What `error.param` holds: MiMo puts the reason there, the ModelVerse gateways the request's id. */
export type ErrorParam = 'reason' | 'request-id';

export type JsonObject = { readonly [key: string]: unknown };

export function asObject(value: unknown): JsonObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}

/** The service's id of a request, wherever it puts it. */
export function requestIdOf(body: unknown): string | undefined {
  const object = asObject(body);
  return (
    idText(object?.trace_id) ??
    idText(object?.request_id) ??
    idText(asObject(object?.output)?.trace_id) ??
    idText(object?.id)
  );
}

/** null when the body reports no failure. `httpStatus` only where it is 400 or more. */
export function faultOf(body: unknown, paramIs: ErrorParam, httpStatus?: number): ServiceFault | null {
  const object = asObject(body);
  if (object === undefined) return null;
  const found = baseRespFault(object) ?? errorFault(object, paramIs, httpStatus) ?? codeFault(object, httpStatus);
  return found === null ? null : { ...found, requestId: found.requestId ?? requestIdOf(object) };
}

/** MiniMax, its gateways, and Alibaba one level down: `{base_resp: {status_code, status_msg}}`. */
function baseRespFault(object: JsonObject): ServiceFault | null {
  const answer = asObject(object.base_resp) ?? asObject(asObject(object.output)?.base_resp);
  const code = idText(answer?.status_code);
  if (code === undefined || code === '0') return null;
  return { kind: kindOfMinimaxCode(code), code, message: textOf(answer?.status_msg) ?? 'no reason given' };
}

/** OpenAI's shape: `{error: {code, message, type, param}}`; a bare sentence in `error` is read too. */
function errorFault(object: JsonObject, paramIs: ErrorParam, httpStatus: number | undefined): ServiceFault | null {
  if (object.error === undefined || object.error === null) return null;
  const error = asObject(object.error) ?? { message: object.error };
  const param = textOf(error.param);
  const said = textOf(error.message);
  const reason = paramIs === 'reason' ? param : undefined;
  const message = [said, reason].filter((part) => part !== undefined).join(': ') || 'no reason given';
  const code = idText(error.code) ?? textOf(error.type);
  const type = textOf(error.type);
  // A type such as `invalid_key` says more than the status repeated in `code`.
  const telling =
    type !== undefined && kindOfNamedCode(code ?? '') === undefined && kindOfNamedCode(type) !== undefined
      ? type
      : code;
  return {
    kind: kindOfNamedFailure(telling ?? '', message, httpStatus),
    code,
    message,
    requestId: paramIs === 'request-id' ? param : undefined,
  };
}

/** Alibaba: `{code: "InvalidParameter", message, request_id}` at the top. Its successes may carry empty ones. */
function codeFault(object: JsonObject, httpStatus: number | undefined): ServiceFault | null {
  const code =
    textOf(object.code) ?? (typeof object.code === 'number' && object.code >= 400 ? String(object.code) : undefined);
  if (code === undefined || /^(200|0|success|ok)$/i.test(code)) return null;
  const message = textOf(object.message) ?? 'no reason given';
  return { kind: kindOfNamedFailure(code, message, httpStatus), code, message };
}
