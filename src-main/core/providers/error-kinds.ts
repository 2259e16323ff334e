/** Which kind of failure a status or a service's own code means. Sources: the services' error tables. */
import type { ProviderErrorKind } from '#shared/errors.ts';

/** MiniMax `base_resp.status_code`, from its error table; 1028, 1030, 2054 and 2061 are known from clients only. */
const MINIMAX_CODES: Readonly<Record<string, ProviderErrorKind>> = {
  1000: 'server',
  1001: 'timeout',
  1002: 'rate_limited',
  1004: 'auth',
  1008: 'quota',
  1013: 'server',
  1024: 'server',
  1026: 'content_blocked',
  1027: 'content_blocked',
  1028: 'quota',
  1030: 'quota',
  1033: 'server',
  1039: 'rate_limited',
  1041: 'rate_limited',
  1042: 'invalid_request',
  1043: 'invalid_request',
  1044: 'invalid_request',
  2013: 'invalid_request',
  2037: 'invalid_request',
  2038: 'permission',
  2039: 'invalid_request',
  2042: 'permission',
  2045: 'rate_limited',
  2048: 'invalid_request',
  2049: 'auth',
  2054: 'voice_not_found',
  2056: 'quota',
  2061: 'model_unavailable',
  20132: 'voice_not_found',
};

/** Any non-zero code that is not in the table is kept verbatim as `provider_error`. */
export function kindOfMinimaxCode(code: string): ProviderErrorKind {
  return MINIMAX_CODES[code] ?? 'provider_error';
}

/** Codes in words: the ModelVerse gateways' and Alibaba's, with the latter's dotted families. */
const NAMED_CODES: readonly (readonly [RegExp, ProviderErrorKind])[] = [
  [/^(auth_error|invalid_key|invalid_?api_?key|authentication_error|unauthorized)$/i, 'auth'],
  [/^(arrearage|insufficient_(quota|balance)|insufficientbalance)$/i, 'quota'],
  [/^(model\.)?accessdenied(\.|$)|^(permission_error|forbidden)$/i, 'permission'],
  [/^model_?not_?found$|^model_error$|^modelnotfound$/i, 'model_unavailable'],
  [/^throttling(\.|$)|^(rate_limit|rate_limit_exceeded|rate_limit_error|toomanyrequests)$/i, 'rate_limited'],
  [/^datainspectionfailed|^data_inspection_failed|^(sensitive_check_error|content_filter)$/i, 'content_blocked'],
  [/^(gateway_timeout_error|requesttimeout|timeout)(\.|$)/i, 'timeout'],
  [/^internalerror(\.|$)|^(internal_error|model_server_error|server_error|serviceunavailable)$/i, 'server'],
  [/^invalidparameter(\.|$)|^(param_error|invalid_messages|websearch_error|tokens_too_long)$/i, 'invalid_request'],
];

export function kindOfNamedCode(code: string): ProviderErrorKind | undefined {
  return NAMED_CODES.find(([pattern]) => pattern.test(code))?.[1];
}

/** An HTTP status of 400 or more on its own. */
export function kindOfStatus(status: number): ProviderErrorKind {
  if (status === 401) return 'auth';
  if (status === 402) return 'quota';
  if (status === 403) return 'permission';
  // The address is right, or a web page would have come: there is no such model behind it.
  if (status === 404) return 'model_unavailable';
  if (status === 408 || status === 504) return 'timeout';
  if (status === 421) return 'content_blocked';
  if (status === 429) return 'rate_limited';
  return status >= 500 ? 'server' : 'invalid_request';
}

/**
 * A failure said in words, as `{code, message}` with or without an HTTP status of 400 or more. The code decides,
 * then what the sentence gives away, then the status; a failure nobody knows is `provider_error`.
 */
export function kindOfNamedFailure(code: string, message: string, httpStatus: number | undefined): ProviderErrorKind {
  const byCode = kindOfNamedCode(code) ?? kindOfStatusCode(code);
  // The gateways answer `forbidden` for an exhausted key, and say so only in the sentence.
  if ((byCode === undefined || byCode === 'permission') && /quota exceeded|insufficient balance/i.test(message))
    return 'quota';
  // MiMo's code is always the HTTP status again: the sentence knows more.
  if (byCode === undefined || byCode === 'invalid_request') {
    if (/\bunknown voice\b/i.test(message)) return 'voice_not_found';
    if (/\bnot supported model\b|\bmodel\b.{0,80}\b(?:not found|not exist|does not exist)\b/i.test(message))
      return 'model_unavailable';
  }
  return byCode ?? (httpStatus === undefined ? 'provider_error' : kindOfStatus(httpStatus));
}

/** Codes that are HTTP statuses written as text. */
function kindOfStatusCode(code: string): ProviderErrorKind | undefined {
  return /^[45]\d\d$/.test(code) ? kindOfStatus(Number(code)) : undefined;
}
