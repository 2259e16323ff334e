/** How one host wraps MiniMax's fields. */
import type { JsonObject } from './service-fault.ts';
import { asObject } from './service-fault.ts';

export interface MinimaxWire {
  readonly path: string;
  headers(isStreamed: boolean): Readonly<Record<string, string>>;
  body(model: string, fields: JsonObject, isStreamed: boolean): JsonObject;
  /** The object that holds `data`, `extra_info` and `base_resp`. */
  unwrap(answer: JsonObject): JsonObject | undefined;
}

/**
 * The last frame would repeat the whole audio, encoded once more and so not even the same bytes: asked to leave it
 * out, and ignored where it comes all the same.
 */
const STREAM_OPTIONS = { stream_options: { exclude_aggregated_audio: true } };

/** MiniMax itself and the two ModelVerse gateways: everything at the top, a flag for streaming. */
export const FLAT_WIRE: MinimaxWire = {
  path: '/v1/t2a_v2',
  headers: (isStreamed) => ({ Accept: isStreamed ? 'text/event-stream' : 'application/json' }),
  body: (model, fields, isStreamed) => ({
    model,
    ...fields,
    ...(isStreamed ? { stream: true, ...STREAM_OPTIONS } : {}),
  }),
  unwrap: (answer) => answer,
};

/** Alibaba: everything but the model inside `input`, a header for streaming, answers inside `output`. */
export const DASHSCOPE_WIRE: MinimaxWire = {
  path: '/api/v1/services/aigc/multimodal-generation/generation',
  headers: (isStreamed) =>
    isStreamed ? { Accept: 'text/event-stream', 'X-DashScope-SSE': 'enable' } : { Accept: 'application/json' },
  body: (model, fields, isStreamed) => ({ model, input: { ...fields, ...(isStreamed ? STREAM_OPTIONS : {}) } }),
  unwrap: (answer) => asObject(answer.output),
};
