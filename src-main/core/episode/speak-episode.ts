import { blocksOf, type EpisodeDocument, speakerOf } from '#shared/document/episode-document.ts';
import { AppError } from '#shared/errors.ts';
import type { RecordId } from '#shared/ids.ts';
import type { Take } from '#shared/media.ts';
import { type MaxCost, refuseAbove, SpendingCap } from '../jobs/spending-cap.ts';
import type { Library } from '../library/library.ts';
import { withTakes } from '../library/line-takes.ts';
import type { OnProgress } from '../ports.ts';
import { estimateSpeech } from '../synthesis/estimate.ts';
import { speakBlocks } from '../synthesis/speak.ts';
import type { CostOf } from '../synthesis/speak-utterance.ts';
import type { Voices } from '../synthesis/speech-request.ts';

export interface SpeakEpisodeOptions {
  readonly voices: Voices;
  /** Lines that cannot be spoken are left to the draft's silence. */
  readonly isDraft?: boolean;
  readonly isOffline?: boolean;
  /** Refuses to begin when bringing everything up to date would cost more. */
  readonly maxCost?: MaxCost;
  readonly costOf?: CostOf;
  readonly signal?: AbortSignal;
  readonly onProgress?: OnProgress;
}

export interface SpokenEpisode {
  /** With its takes. */
  readonly document: EpisodeDocument;
  /** Of every line that is up to date now, for `attachTakes`. */
  readonly takes: ReadonlyMap<RecordId, Take>;
  readonly lines: number;
  readonly spoken: number;
  readonly reused: number;
  readonly billedCharacters: number;
  readonly warnings: readonly string[];
}

/**
 * Speaks what is not up to date and points the lines at their takes. Throws the first line's failure, naming the line and how many
 * others failed, unless `isDraft`; `invalid-input` when `maxCost` would be passed. What was spoken by then is kept.
 */
export async function speakEpisode(
  library: Library,
  document: EpisodeDocument,
  options: SpeakEpisodeOptions,
): Promise<SpokenEpisode> {
  const { voices, costOf, maxCost } = options;
  if (maxCost !== undefined) refuseAbove(maxCost, estimateSpeech(library, document, voices, costOf).byConnection);
  const result = await speakBlocks(library, document, voices, {
    // Without all of it there will be no episode: nothing is asked for until every line can be.
    needsAll: options.isDraft !== true,
    ...(options.isOffline === undefined ? {} : { isOffline: options.isOffline }),
    spending: new SpendingCap(costOf, maxCost),
    ...(options.signal ? { signal: options.signal } : {}),
    ...(options.onProgress ? { onProgress: options.onProgress } : {}),
  });
  const nameOf = lineNames(document);
  const failures = result.failures.map(({ blockId, error }) => ({ name: nameOf(blockId), error }));
  const [first] = failures;
  if (first && options.isDraft !== true) throw named(first.name, first.error, failures.length - 1);
  return {
    document: withTakes(document, takeIds(result.takes)).document,
    takes: result.takes,
    lines: result.takes.size + failures.length,
    spoken: result.spoken,
    reused: result.reused,
    billedCharacters: result.spent.reduce((sum, row) => sum + row.billedCharacters, 0),
    warnings: [
      ...failures.map(({ name, error }) => `${name}: ${error.message}`),
      ...merged(result.warnings.map(({ blockId, message }) => ({ name: nameOf(blockId), message }))),
    ],
  };
}

function takeIds(takes: ReadonlyMap<RecordId, Take>): readonly (readonly [RecordId, Take['id']])[] {
  return Array.from(takes, ([recordId, take]) => [recordId, take.id] as const);
}

function named(name: string, error: AppError, others: number): AppError {
  const more = others > 0 ? ` (${others} more ${others === 1 ? 'line' : 'lines'} failed)` : '';
  return new AppError({
    code: error.code,
    message: `${name}: ${error.message}${more}`,
    isRetryable: error.isRetryable,
    details: error.details,
    cause: error,
  });
}

/** `Line 3 (MARA)`, counted as a person reading the script counts. */
function lineNames(document: EpisodeDocument): (id: RecordId) => string {
  const names = new Map<RecordId, string>();
  let lines = 0;
  for (const block of blocksOf(document)) {
    if (block.type === 'heading') names.set(block.id, `Heading "${block.text}"`);
    if (block.type !== 'line') continue;
    lines += 1;
    const speaker = speakerOf(document, block)?.name;
    names.set(block.id, speaker === undefined ? `Line ${lines}` : `Line ${lines} (${speaker})`);
  }
  return (id) => names.get(id) ?? 'A line';
}

/** One sentence for a warning that many lines share. */
function merged(warnings: readonly { readonly name: string; readonly message: string }[]): readonly string[] {
  const names = new Map<string, string[]>();
  for (const { name, message } of warnings) names.set(message, [...(names.get(message) ?? []), name]);
  return Array.from(names, ([message, lines]) =>
    lines.length <= 3 ? `${lines.join(', ')}: ${message}` : `${lines[0]} and ${lines.length - 1} more: ${message}`,
  );
}
