import { describe, expect, test } from 'vitest';
import { kindOfStatus } from '#core/providers/error-kinds.ts';
import { faultOf } from '#core/providers/service-fault.ts';
import type { ProviderErrorKind } from '#shared/errors.ts';

const MINIMAX: readonly (readonly [number, ProviderErrorKind])[] = [
  [1000, 'server'],
  [1001, 'timeout'],
  [1002, 'rate_limited'],
  [1004, 'auth'],
  [1008, 'quota'],
  [1013, 'server'],
  [1024, 'server'],
  [1026, 'content_blocked'],
  [1027, 'content_blocked'],
  [1028, 'quota'],
  [1030, 'quota'],
  [1033, 'server'],
  [1039, 'rate_limited'],
  [1041, 'rate_limited'],
  [1042, 'invalid_request'],
  [1043, 'invalid_request'],
  [1044, 'invalid_request'],
  [2013, 'invalid_request'],
  [20132, 'voice_not_found'],
  [2037, 'invalid_request'],
  [2038, 'permission'],
  [2039, 'invalid_request'],
  [2042, 'permission'],
  [2045, 'rate_limited'],
  [2048, 'invalid_request'],
  [2049, 'auth'],
  [2054, 'voice_not_found'],
  [2056, 'quota'],
  [2061, 'model_unavailable'],
  [4711, 'provider_error'],
];

describe('kinds of failures', () => {
  test.each(MINIMAX)('[PRV8] MiniMax code %i is %s, at the top and inside `output`', (code, kind) => {
    const base_resp = { status_code: code, status_msg: 'as the service puts it' };
    const expected = { kind, code: String(code), message: 'as the service puts it', requestId: 'trace' };
    expect(faultOf({ base_resp, trace_id: 'trace' }, 'request-id')).toEqual(expected);
    expect(faultOf({ output: { base_resp, trace_id: 'trace' } }, 'request-id')).toEqual(expected);
    expect(faultOf({ base_resp: { ...base_resp, status_code: String(code) } }, 'request-id')?.kind).toBe(kind);
  });

  test.each([
    [{ base_resp: { status_code: 0, status_msg: 'success' } }],
    [{ base_resp: { status_code: '0' }, data: null }],
    [{ output: { base_resp: { status_code: 0 } }, code: '', message: '' }],
    [{ code: 'Success', output: {} }],
    [{ code: 200, output: {} }],
    [{ error: null, choices: [] }],
    ['text'],
    [null],
    [[1]],
  ])('[PRV7] %j reports no failure', (body) => {
    expect(faultOf(body, 'reason')).toBeNull();
  });

  test.each<[unknown, ProviderErrorKind, number]>([
    [{ error: { code: 'auth_error', message: 'm', type: 'invalid_request_error' } }, 'auth', 401],
    [{ error: { code: 'param_error', message: 'm' } }, 'invalid_request', 400],
    [{ error: { code: 'invalid_messages', message: 'm' } }, 'invalid_request', 400],
    [{ error: { code: 'sensitive_check_error', message: 'm' } }, 'content_blocked', 400],
    [{ error: { code: 'model_error', message: 'No permission to use the model' } }, 'model_unavailable', 400],
    [{ error: { code: 'tokens_too_long', message: 'm' } }, 'invalid_request', 400],
    [{ error: { code: 'rate_limit', message: 'm' } }, 'rate_limited', 429],
    [{ error: { code: 'internal_error', message: 'm' } }, 'server', 500],
    [{ error: { code: 'model_server_error', message: 'm' } }, 'server', 500],
    [{ error: { code: 'gateway_timeout_error', message: 'm' } }, 'timeout', 504],
    [
      {
        error: {
          code: 'forbidden',
          type: 'permission_error',
          message: 'Access forbidden: api key quota exceeded, key_id=1',
        },
      },
      'quota',
      403,
    ],
    [{ error: { code: 'forbidden', type: 'permission_error', message: 'no' } }, 'permission', 403],
    [{ error: { message: 'not here' } }, 'model_unavailable', 404],
    [{ error: 'just a sentence' }, 'server', 500],
  ])('[PRV8] the gateways: %j is %s', (body, kind, status) => {
    expect(faultOf(body, 'request-id', status)?.kind).toBe(kind);
  });

  test('[PRV8] the gateways put the id of the request into `param`, MiMo the reason', () => {
    const error = { message: 'Param Incorrect', param: 'Unknown voice: alloy', code: '400' };
    expect(faultOf({ error }, 'request-id')?.requestId).toBe('Unknown voice: alloy');
    expect(faultOf({ error }, 'reason')).toMatchObject({
      message: 'Param Incorrect: Unknown voice: alloy',
      requestId: undefined,
    });
  });

  test.each<[string, string, ProviderErrorKind, number]>([
    ['InvalidApiKey', 'm', 'auth', 401],
    ['AccessDenied', 'm', 'permission', 403],
    ['Model.AccessDenied', 'm', 'permission', 403],
    ['AccessDenied.Unpurchased', 'm', 'permission', 403],
    ['ModelNotFound', 'm', 'model_unavailable', 404],
    ['Throttling', 'm', 'rate_limited', 429],
    ['Throttling.RateQuota', 'm', 'rate_limited', 429],
    ['Throttling.AllocationQuota', 'Allocated quota exceeded, please increase your quota limit.', 'rate_limited', 429],
    ['InvalidParameter', 'm', 'invalid_request', 400],
    ['InvalidParameter.DataInspection', 'm', 'invalid_request', 400],
    ['DataInspectionFailed', 'm', 'content_blocked', 400],
    ['Arrearage', 'm', 'quota', 400],
    ['InternalError', 'm', 'server', 500],
    ['InternalError.Timeout', 'm', 'server', 500],
    ['SomethingNew', 'm', 'invalid_request', 400],
  ])('[PRV8] Alibaba: %s is %s', (code, message, kind, status) => {
    expect(faultOf({ code, message, request_id: 'r' }, 'request-id', status)).toEqual({
      kind,
      code,
      message,
      requestId: 'r',
    });
  });

  test('[PRV8] a code in words under HTTP 200 that nobody knows is kept', () => {
    expect(faultOf({ code: 'SomethingNew', message: 'm' }, 'request-id')).toMatchObject({
      kind: 'provider_error',
      code: 'SomethingNew',
    });
  });

  test.each<[string, ProviderErrorKind]>([
    ['Unknown voice: alloy. Available voices: [mimo_default, 冰糖]', 'voice_not_found'],
    ['messages must contain an assistant role for TTS model', 'invalid_request'],
    ['user message content must not be empty for voice design model', 'invalid_request'],
    ['audio must not be empty for voice clone model', 'invalid_request'],
    ['Unsupported audio format: opus', 'invalid_request'],
    ['invalid audio format, only mp3/flac/m4a/wav/ogg are supported', 'invalid_request'],
    ['messages must not be empty', 'invalid_request'],
    ['Not supported model mimo-v1', 'model_unavailable'],
  ])('[PRV54] MiMo: %j is %s', (param, kind) => {
    const error = { code: '400', message: 'Param Incorrect', param, type: '' };
    expect(faultOf({ error }, 'reason', 400)?.kind).toBe(kind);
    expect(faultOf({ error }, 'reason')?.kind).toBe(kind);
  });

  test('[PRV8] a bad key at MiMo is `auth` also under HTTP 200', () => {
    const error = {
      message: 'Invalid API Key',
      param: 'Please provide valid API Key',
      code: '401',
      type: 'invalid_key',
    };
    expect(faultOf({ error }, 'reason')?.kind).toBe('auth');
  });

  test.each<[number, ProviderErrorKind]>([
    [400, 'invalid_request'],
    [401, 'auth'],
    [402, 'quota'],
    [403, 'permission'],
    [408, 'timeout'],
    [421, 'content_blocked'],
    [422, 'invalid_request'],
    [429, 'rate_limited'],
    [500, 'server'],
    [503, 'server'],
    [504, 'timeout'],
  ])('[PRV8] HTTP %i on its own is %s', (status, kind) => {
    expect(kindOfStatus(status)).toBe(kind);
  });
});
