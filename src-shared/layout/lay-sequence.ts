/** The blocks of an episode one after another: the part of the layout that decides where everything else hangs. */
import { gapsOf } from '../document/default-gaps.ts';
import { blocksOf, type EpisodeDocument, narratorOf, settingsOf, tracksOf } from '../document/episode-document.ts';
import type { Block, Cue, Gaps, SpokenBlock } from '../document/records.ts';
import type { RecordId } from '../ids.ts';
import type { MediaIndex } from '../media.ts';
import { type Samples, samples, ZERO_SAMPLES } from '../units.ts';
import { automaticGap, type Sounding } from './automatic-gap.ts';
import { CutGridWalk } from './cut-grid.ts';
import type { LayoutOptions, PlacedBlock, PlacedClip } from './layout.ts';
import { ownLengthOf, placeSound, stretchOf } from './place-sound.ts';
import { laySpeech } from './speech-pieces.ts';

export interface Sequence {
  /** In reading order. */
  readonly blocks: readonly PlacedBlock[];
  readonly clips: readonly PlacedClip[];
  /** Where the last block ends, and the gap a person has asked for after it. */
  readonly endSample: Samples;
}

/** What a block that is heard asks for around itself. Explicit gaps are undefined where nobody has said one. */
interface Heard extends Sounding {
  readonly gapBeforeSamples: number | undefined;
  readonly gapAfterSamples: number | undefined;
  readonly leadingSamples: number;
  readonly trailingSamples: number;
}

export function laySequence(document: EpisodeDocument, media: MediaIndex, options: LayoutOptions): Sequence {
  const walk = new SequenceWalk(document, media, options);
  for (const block of blocksOf(document)) walk.lay(block);
  return walk.finish();
}

class SequenceWalk {
  readonly #document: EpisodeDocument;
  readonly #media: MediaIndex;
  readonly #laySpeech: typeof laySpeech;
  readonly #gaps: Gaps;
  readonly #narrator: { readonly id: RecordId; readonly trackId: RecordId } | null;
  readonly #dialogueTrackId: RecordId | null;
  readonly #blocks: PlacedBlock[] = [];
  readonly #clips: PlacedClip[] = [];
  /** Latest end of all blocks so far. */
  #end: number;
  /** Start of the block before: reading order is never turned round, however negative a gap. */
  #start: number;
  #previous: Heard | null = null;
  /** Since the previous block that is heard. */
  #hasPause = false;
  #hasHeading = false;
  /** Blocks without a length, which stand where the next block starts. */
  #waiting: RecordId[] = [];
  readonly #grid: CutGridWalk | null;

  constructor(document: EpisodeDocument, media: MediaIndex, options: LayoutOptions) {
    const { headSamples = ZERO_SAMPLES, grid } = options;
    this.#laySpeech = options.laySpeech ?? laySpeech;
    this.#document = document;
    this.#media = media;
    this.#gaps = gapsOf(settingsOf(document));
    this.#narrator = narratorOf(document) ?? null;
    this.#dialogueTrackId = tracksOf(document).find((track) => track.kind === 'dialogue')?.id ?? null;
    this.#end = headSamples;
    this.#start = headSamples;
    this.#grid = grid ? new CutGridWalk(grid, headSamples) : null;
  }

  lay(block: Block): void {
    switch (block.type) {
      case 'line':
        this.#laySpoken(block, block.speakerId);
        break;
      case 'heading':
        if (block.isSpoken) this.#laySpoken(block, null);
        else {
          this.#hasHeading = true;
          this.#waiting.push(block.id);
        }
        break;
      case 'cue':
        this.#layCue(block);
        break;
      case 'pause':
        this.#layPause(block.id, block.durationSamples);
        break;
      case 'note':
        this.#waiting.push(block.id);
        break;
    }
  }

  finish(): Sequence {
    const last = this.#previous;
    const after = last && !this.#hasPause ? (last.gapAfterSamples ?? 0) + last.trailingSamples : 0;
    this.#settleWaiting(Math.max(this.#start, this.#end));
    return { blocks: this.#blocks, clips: this.#clips, endSample: samples(this.#end + Math.max(0, after)) };
  }

  #laySpoken(block: SpokenBlock, speakerId: RecordId | null): void {
    const speech = this.#laySpeech(block, this.#media);
    const isLine = block.type === 'line';
    const { start, automaticGapSamples } = this.#startOf(block.id, {
      kind: block.type,
      speakerId: speakerId ?? this.#narrator?.id ?? null,
      isContinuation: isLine && block.isContinuation === true,
      gapBeforeSamples: isLine ? block.gapBeforeSamples : undefined,
      gapAfterSamples: isLine ? block.gapAfterSamples : undefined,
      leadingSamples: speech.runs.leadingPauseSamples,
      trailingSamples: speech.runs.trailingPauseSamples,
    });
    const trackId = this.#trackOf(speakerId);
    speech.pieces.forEach((piece, index) => {
      this.#clips.push({
        key: index === 0 ? block.id : `${block.id}#${index}`,
        recordId: block.id,
        kind: 'speech',
        trackId,
        assetId: piece.assetId,
        startSample: samples(start + piece.offsetSamples),
        durationSamples: piece.durationSamples,
        sourceStartSample: piece.sourceStartSample,
        gainDb: piece.gainDb,
        fadeInSamples: piece.fadeInSamples,
        fadeOutSamples: piece.fadeOutSamples,
      });
    });
    this.#place(block.id, start, speech.durationSamples, speech.isEstimated, automaticGapSamples);
  }

  #layCue(cue: Cue): void {
    const { start } = this.#startOf(cue.id, {
      kind: 'cue',
      speakerId: null,
      isContinuation: false,
      gapBeforeSamples: undefined,
      gapAfterSamples: undefined,
      leadingSamples: 0,
      trailingSamples: 0,
    });
    const stretchSamples = stretchOf(cue, this.#media);
    // A loop that nobody ends plays once: the sequence has to go on.
    const length = ownLengthOf(cue, stretchSamples) ?? ownLengthOf({ ...cue, isLooped: false }, stretchSamples) ?? 0;
    const span = { startSample: start, endSample: start + length, isCutOff: false, stretchSamples };
    const clips = placeSound(cue, span, this.#media);
    this.#clips.push(...clips);
    this.#place(cue.id, start, length, cue.assetId === undefined || this.#media.asset(cue.assetId) === undefined);
  }

  #layPause(blockId: RecordId, durationSamples: Samples): void {
    const last = this.#previous;
    const after = last && !this.#hasPause ? (last.gapAfterSamples ?? 0) + last.trailingSamples : 0;
    this.#hasPause = true;
    this.#place(blockId, Math.max(this.#start, this.#end + after), durationSamples, false);
  }

  /** Where a block that is heard starts, and what it is followed from then on. */
  #startOf(blockId: RecordId, next: Heard): { readonly start: number; readonly automaticGapSamples: number | null } {
    const previous = this.#previous;
    const pausedAfter = this.#hasPause ? undefined : previous?.gapAfterSamples;
    const isAutomatic = !this.#hasPause && pausedAfter === undefined && next.gapBeforeSamples === undefined;
    const gap = isAutomatic
      ? automaticGap(this.#gaps, previous, next, this.#hasHeading)
      : (pausedAfter ?? 0) + (next.gapBeforeSamples ?? 0);
    const trailing = this.#hasPause ? 0 : (previous?.trailingSamples ?? 0);
    this.#previous = next;
    this.#hasPause = false;
    this.#hasHeading = false;
    const start = Math.max(this.#start, this.#end + gap + trailing + next.leadingSamples);
    return {
      start: this.#grid?.place(blockId, start, isAutomatic) ?? start,
      automaticGapSamples: isAutomatic && previous !== null ? gap : null,
    };
  }

  #place(
    blockId: RecordId,
    start: number,
    durationSamples: number,
    isEstimated: boolean,
    automaticGapSamples: number | null = null,
  ): void {
    this.#settleWaiting(start);
    const end = start + durationSamples;
    this.#blocks.push({
      blockId,
      startSample: samples(start),
      endSample: samples(end),
      isEstimated,
      ...(automaticGapSamples === null ? {} : { automaticGapSamples: samples(automaticGapSamples) }),
    });
    this.#start = start;
    this.#end = Math.max(this.#end, end);
  }

  #settleWaiting(at: number): void {
    const startSample = samples(at);
    for (const blockId of this.#waiting) {
      this.#blocks.push({ blockId, startSample, endSample: startSample, isEstimated: false });
    }
    this.#waiting = [];
  }

  #trackOf(speakerId: RecordId | null): RecordId {
    const speaker = speakerId === null ? this.#narrator : this.#document.records.get(speakerId);
    const trackId = speaker && 'trackId' in speaker ? speaker.trackId : this.#dialogueTrackId;
    if (trackId === null) throw new Error('The episode has no dialogue track to speak on');
    return trackId;
  }
}
