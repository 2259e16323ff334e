import { blocksOf, type EpisodeDocument, narratorOf, settingsOf, speakerOf } from '../document/episode-document.ts';
import type { SpokenBlock } from '../document/records.ts';
import type { RecordId } from '../ids.ts';
import type { MediaIndex } from '../media.ts';
import { type Samples, samplesToSeconds, subtractSamples } from '../units.ts';
import { breakCaptions, type CaptionText, type TimedWord } from './break-captions.ts';
import { COMFORTABLE_CPS, FASTEST_CPS, LEAST_GAP_SAMPLES, LINE_WIDTH, SHORTEST_SAMPLES } from './caption-limits.ts';
import { timedTextOf } from './caption-times.ts';
import { captionWordsOf, widthOf } from './caption-words.ts';
import type { Layout, PlacedBlock } from './layout.ts';
import { readingSpeedCps, timeCaptions } from './time-captions.ts';

export interface CaptionWarning {
  readonly rule: 'reading-speed' | 'duration' | 'gap';
  /** Signs a second, seconds, milliseconds. */
  readonly value: number;
  readonly limit: number;
  /** Beyond what can be read; the others only ask for a look. */
  readonly isError: boolean;
}

export interface Caption {
  /** The line or heading whose words these are. */
  readonly blockId: RecordId;
  /** Whole milliseconds, as all caption files have them. */
  readonly startSample: Samples;
  readonly endSample: Samples;
  /** null: nobody in the cast. */
  readonly speaker: string | null;
  /** Another voice than in the caption before; formats that write the name into the text do so here. */
  readonly isNewSpeaker: boolean;
  /** One or two. */
  readonly lines: readonly string[];
  readonly warnings: readonly CaptionWarning[];
}

interface Voice {
  readonly block: SpokenBlock;
  readonly placed: PlacedBlock;
  readonly speaker: string | null;
}

/**
 * The captions of an episode, in order, never two at once and never past the end of the audio. Words only: pauses and
 * sounds are left out. The rules (two lines of 42 or 16, 1 to 7 s, 20 signs a second, 83 ms between) are in
 * test/SPEC.md, section CHP; where the speech leaves no room for them the caption carries a warning.
 */
export function captionsOf(document: EpisodeDocument, layout: Layout, media: MediaIndex): readonly Caption[] {
  const voices = voicesOf(document, layout);
  const isCast = new Set(voices.map((voice) => voice.speaker)).size > 1;
  // Of the last voice that is read: a line of sounds alone has no caption, and names nobody.
  let lastSpeaker: string | null | undefined;
  const spans = voices.flatMap((voice, index) => {
    const isOverlapped = overlaps(voice, voices[index - 1]) || overlaps(voice, voices[index + 1]);
    const isChange = voice.speaker !== lastSpeaker;
    const label = isCast && voice.speaker !== null && (isChange || isOverlapped) ? captionLabel(voice.speaker) : '';
    const texts = captionTextsOf(voice, media, settingsOf(document).language, widthOf(label), isOverlapped);
    if (texts.length > 0) lastSpeaker = voice.speaker;
    return texts.map((text) => ({ ...text, voice }));
  });
  spans.sort((a, b) => a.startSample - b.startSample);

  const times = timeCaptions(spans, layout.durationSamples);
  const captions: Caption[] = [];
  spans.forEach(({ voice, lines, width }, index) => {
    const time = times[index];
    if (!time) return;
    const last = captions.at(-1);
    captions.push({
      blockId: voice.block.id,
      ...time,
      speaker: voice.speaker,
      isNewSpeaker: isCast && voice.speaker !== null && voice.speaker !== last?.speaker,
      lines,
      warnings: warningsOf(time, width, last),
    });
  });
  return captions;
}

/** `Name: `, cut to half a line so that a long name leaves room for words. */
export function captionLabel(speaker: string): string {
  const most = LINE_WIDTH / 2;
  const name = speaker.replace(/\s+/gu, ' ');
  if (widthOf(`${name}: `) <= most) return `${name}: `;
  let cut = '';
  for (const sign of name) {
    if (widthOf(`${cut}${sign}…: `) > most) break;
    cut += sign;
  }
  return `${cut}…: `;
}

function voicesOf(document: EpisodeDocument, layout: Layout): readonly Voice[] {
  const narrator = narratorOf(document)?.name ?? null;
  return blocksOf(document).flatMap((block): Voice[] => {
    if (block.type !== 'line' && !(block.type === 'heading' && block.isSpoken)) return [];
    const placed = layout.blockById.get(block.id);
    if (!placed) throw new Error(`The layout is of another document: it lacks the block "${block.id}"`);
    if (placed.endSample <= placed.startSample) return [];
    const isNamed = block.type === 'line' && block.speakerId !== null;
    return [{ block, placed, speaker: isNamed ? (speakerOf(document, block)?.name ?? null) : narrator }];
  });
}

function overlaps(voice: Voice, other: Voice | undefined): boolean {
  if (!other) return false;
  return voice.placed.startSample < other.placed.endSample && other.placed.startSample < voice.placed.endSample;
}

function captionTextsOf(
  { block, placed }: Voice,
  media: MediaIndex,
  language: string,
  labelWidth: number,
  isLabelOnAll: boolean,
): readonly CaptionText[] {
  const timed = timedTextOf(block, media);
  const words = captionWordsOf(timed.text, language).map(
    (word): TimedWord => ({
      ...word,
      startSample: placed.startSample + timed.startOf(word.start),
      endSample: placed.startSample + timed.endOf(word.end),
    }),
  );
  return breakCaptions(words, labelWidth, isLabelOnAll);
}

function warningsOf(time: Pick<Caption, 'startSample' | 'endSample'>, width: number, last: Caption | undefined) {
  const warnings: CaptionWarning[] = [];
  const speed = readingSpeedCps(width, time);
  if (speed > COMFORTABLE_CPS) {
    const isError = speed > FASTEST_CPS;
    warnings.push({ rule: 'reading-speed', value: speed, limit: isError ? FASTEST_CPS : COMFORTABLE_CPS, isError });
  }
  const durationSamples = subtractSamples(time.endSample, time.startSample);
  if (durationSamples < SHORTEST_SAMPLES) {
    const [value, limit] = [samplesToSeconds(durationSamples), samplesToSeconds(SHORTEST_SAMPLES)];
    warnings.push({ rule: 'duration', value, limit, isError: false });
  }
  const gapSamples = last ? subtractSamples(time.startSample, last.endSample) : LEAST_GAP_SAMPLES;
  if (gapSamples < LEAST_GAP_SAMPLES) {
    const [value, limit] = [samplesToSeconds(gapSamples) * 1000, samplesToSeconds(LEAST_GAP_SAMPLES) * 1000];
    warnings.push({ rule: 'gap', value, limit, isError: false });
  }
  return warnings;
}
