/** Hearing: an answer in words about a piece of audio. */

export interface UnderstandingRequest {
  readonly model: string;
  /** What to say about the audio. */
  readonly prompt: string;
  /** A file, or a public https URL the service fetches itself. */
  readonly audio: { readonly bytes: Uint8Array } | { readonly url: string };
  readonly maxCompletionTokens?: number;
}

export interface UnderstandingUsage {
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly audioTokens: number;
}

export interface Understanding {
  readonly text: string;
  /** The model put its answer where its reasoning belongs; it may be thinking aloud. */
  readonly isFromReasoning: boolean;
  readonly usage?: UnderstandingUsage;
  readonly requestId?: string;
  /** `audio_ignored`, `truncated_by_length`. */
  readonly warnings: readonly string[];
}

export interface AudioUnderstanding {
  readonly defaultModel: string;
  /**
   * Throws ProviderError `validation` (format, size, empty prompt, model not in the connection), `empty_result`, and
   * what any call throws.
   */
  understand(
    request: UnderstandingRequest,
    options?: { readonly signal?: AbortSignal; readonly isStreamed?: boolean },
  ): Promise<Understanding>;
}
