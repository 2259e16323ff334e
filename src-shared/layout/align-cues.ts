import type { TakeCue } from '../media.ts';
import type { SpeechPiece } from './speech-pieces.ts';

type Stretch = Pick<SpeechPiece, 'durationSamples' | 'sourceStartSample' | 'segmentIndex'>;

/** How many letters further on a cue's words may be found: the service may have read a respelling, or left something out. */
const MOST_SKIPPED_LETTERS = 30;

/**
 * Finds the words of a service's cues in the text from `start` on, in order. Answers pairs of text offset and sample,
 * counted through the pieces put end to end. Cues whose words are not there (a respelling), or whose sound has been
 * cut away, are left out.
 */
export function alignCues(
  text: string,
  start: number,
  pieces: readonly Stretch[],
  cues: readonly TakeCue[],
): readonly (readonly [offset: number, sample: number])[] {
  const { letters, offsets } = lettersOf(text, start);
  const found: (readonly [number, number])[] = [];
  let position = 0;
  for (const cue of inOrderOf(pieces, cues)) {
    const wanted = lettersOf(cue.text, 0).letters;
    if (wanted === '') continue;
    const index = letters.indexOf(wanted, position);
    if (index < 0 || index - position > MOST_SKIPPED_LETTERS) continue;
    const from = sampleOf(pieces, cue.segmentIndex, cue.startSample);
    const to = sampleOf(pieces, cue.segmentIndex, cue.endSample);
    position = index + wanted.length;
    if (from === null || to === null) continue;
    found.push([withOpening(text, offsets[index]!), from], [withClosing(text, offsets[position - 1]! + 1), to]);
  }
  return found;
}

function withOpening(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && /[\p{Ps}\p{Pi}]/u.test(text[start - 1]!)) start -= 1;
  return start;
}

function withClosing(text: string, offset: number): number {
  let end = offset;
  while (end < text.length && /[\p{Po}\p{Pe}\p{Pf}]/u.test(text[end]!)) end += 1;
  return end;
}

/** Letters and digits only, in one case, each with its offset: punctuation and spacing differ between services. */
function lettersOf(text: string, start: number): { readonly letters: string; readonly offsets: readonly number[] } {
  let letters = '';
  const offsets: number[] = [];
  for (let offset = start; offset < text.length; offset += 1) {
    const unit = text[offset]!;
    if (!/[\p{L}\p{N}\ud800-\udfff]/u.test(unit)) continue;
    const folded = unit.toLowerCase();
    // Folding that changes the length would put the offsets out of step.
    letters += folded.length === 1 ? folded : unit;
    offsets.push(offset);
  }
  return { letters, offsets };
}

function inOrderOf(pieces: readonly Stretch[], cues: readonly TakeCue[]): readonly TakeCue[] {
  const rank = new Map<number | null, number>();
  pieces.forEach((piece, index) => {
    if (!rank.has(piece.segmentIndex)) rank.set(piece.segmentIndex, index);
  });
  return cues
    .filter((cue) => rank.has(cue.segmentIndex))
    .sort((a, b) => rank.get(a.segmentIndex)! - rank.get(b.segmentIndex)! || a.startSample - b.startSample);
}

/** Where a sample of a segment is in the pieces put end to end; the nearest edge where it was trimmed away; null where the segment is not heard. */
function sampleOf(pieces: readonly Stretch[], segmentIndex: number, sourceSample: number): number | null {
  let before = 0;
  let nearest: number | null = null;
  for (const piece of pieces) {
    if (piece.segmentIndex === segmentIndex) {
      const into = sourceSample - piece.sourceStartSample;
      if (into >= 0 && into <= piece.durationSamples) return before + into;
      nearest = into < 0 ? (nearest ?? before) : before + piece.durationSamples;
    }
    before += piece.durationSamples;
  }
  return nearest;
}
