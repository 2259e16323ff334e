/** What goes wrong at a speech service, as one class, and which of it is worth another try. */
import { AppError, type ProviderErrorKind } from '#shared/errors.ts';
import { excerptOf, type Redact } from './redact.ts';

export type ProviderPhase = 'validate' | 'connect' | 'headers' | 'body' | 'stream' | 'download';

/** Audio that had arrived when a stream broke. Kept aside and marked; never the line's audio. */
export interface PartialAudio {
  readonly bytes: Uint8Array;
  readonly format: string;
}

/** `once`: a second failure of this kind says that a third request would fail too. */
export type Retryability = 'never' | 'once' | 'always';

const RETRYABILITY: Readonly<Record<ProviderErrorKind, Retryability>> = {
  validation: 'never',
  auth: 'never',
  permission: 'never',
  quota: 'never',
  rate_limited: 'always',
  invalid_request: 'never',
  voice_not_found: 'never',
  model_unavailable: 'never',
  content_blocked: 'never',
  timeout: 'always',
  server: 'always',
  network: 'always',
  aborted: 'never',
  protocol: 'never',
  empty_audio: 'once',
  // Only when nothing was delivered: what was delivered has been paid for, and would be paid for again.
  truncated_stream: 'always',
  download_failed: 'never',
  provider_error: 'never',
  empty_result: 'once',
  unsupported_operation: 'never',
};

export function retryabilityOf(kind: ProviderErrorKind): Retryability {
  return RETRYABILITY[kind];
}

export interface ProviderErrorInit {
  readonly kind: ProviderErrorKind;
  /** A sentence that says what is wrong and what to do; the service's name is put before it. */
  readonly message: string;
  readonly phase: ProviderPhase;
  readonly httpStatus?: number | undefined;
  /** The service's own code, as text. */
  readonly providerCode?: string | undefined;
  readonly requestId?: string | undefined;
  /** From `Retry-After`. */
  readonly retryAfterMs?: number | undefined;
  readonly partialAudio?: PartialAudio | undefined;
  /** Where that is kept by now. */
  readonly partialFile?: string | undefined;
  /** Of an answer in words, part of which had been delivered: asking again would be billed again. */
  readonly isRetryable?: false | undefined;
}

export class ProviderError extends AppError {
  override readonly name: string = 'ProviderError';
  readonly kind: ProviderErrorKind;
  // Private fields are not enumerable: bytes belong neither in a log nor in JSON.
  readonly #provider: string;
  readonly #init: ProviderErrorInit;

  /** `init.message` is taken as it is; {@link createFail} is what names the service and removes keys. */
  constructor(provider: string, init: ProviderErrorInit) {
    const hasPartialAudio = init.partialAudio !== undefined && init.partialAudio.bytes.length > 0;
    super({
      code: 'provider-error',
      message: init.message,
      isRetryable:
        init.isRetryable ??
        (RETRYABILITY[init.kind] !== 'never' && !(init.kind === 'truncated_stream' && hasPartialAudio)),
      details: {
        kind: init.kind,
        provider,
        phase: init.phase,
        ...(init.httpStatus === undefined ? {} : { httpStatus: init.httpStatus }),
        ...(init.providerCode === undefined ? {} : { providerCode: init.providerCode }),
        ...(init.requestId === undefined ? {} : { requestId: init.requestId }),
        ...(hasPartialAudio ? { hasPartialAudio } : {}),
        ...(init.partialFile === undefined ? {} : { partialFile: init.partialFile }),
      },
    });
    this.kind = init.kind;
    this.#provider = provider;
    this.#init = init;
  }

  get partialAudio(): PartialAudio | undefined {
    const audio = this.#init.partialAudio;
    return audio === undefined || audio.bytes.length === 0 ? undefined : audio;
  }

  /** From `Retry-After`. */
  get retryAfterMs(): number | undefined {
    return this.#init.retryAfterMs;
  }

  /** The same failure, known better: as another kind, or with the audio that had arrived before it. */
  with(changes: Pick<Partial<ProviderErrorInit>, 'kind' | 'partialAudio' | 'isRetryable'>): ProviderError {
    return new ProviderError(this.#provider, { ...this.#init, ...changes });
  }

  /** The same failure, saying where what had arrived can be heard. */
  keptAt(path: string): ProviderError {
    return new ProviderError(this.#provider, {
      ...this.#init,
      message: `${this.message} What had arrived by then is kept as ${path}.`,
      partialFile: path,
    });
  }
}

/** Makes the errors of one connection: names it, and lets no key through in any text. */
export interface Fail {
  (init: ProviderErrorInit): ProviderError;
  /** Of what a service sent, for a message. Keys go before it is cut, or half of one would stay. */
  excerpt(text: string, length?: number): string;
}

/** What to do about a failure the service reported, where that is always the same. */
const ADVICE: Partial<Readonly<Record<ProviderErrorKind, string>>> = {
  auth: 'Check the key',
  permission: 'Check what the account may do in the console of the service',
  quota: 'Check the balance and the plan of the account',
  rate_limited: 'Wait a little, or lower how many requests run at once',
  voice_not_found: 'Choose another voice, or refresh the list',
  model_unavailable: 'Choose another model',
  content_blocked: 'Change the text',
};

export interface FailInit {
  readonly id: string;
  /** For people. */
  readonly name: string;
  readonly redact: Redact;
  /** Instead of or beside the usual advice. */
  readonly advice?: Partial<Readonly<Record<ProviderErrorKind, string>>>;
}

export function createFail({ id, name, redact, advice }: FailInit): Fail {
  const excerpt = (text: string, length?: number): string => excerptOf(redact(text), length);
  const fail = (init: ProviderErrorInit): ProviderError => {
    const hint = init.phase === 'validate' ? undefined : { ...ADVICE, ...advice }[init.kind];
    const message = `${name}: ${init.message}${hint === undefined ? '' : ` ${hint}.`}`;
    return new ProviderError(id, {
      ...init,
      message: excerpt(message, 1000),
      providerCode: init.providerCode === undefined ? undefined : excerpt(init.providerCode, 100),
      requestId: init.requestId === undefined ? undefined : excerpt(init.requestId, 200),
    });
  };
  return Object.assign(fail, { excerpt });
}
