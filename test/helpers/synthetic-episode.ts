import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocateMedia } from '#core/serving/serve-media.ts';
import type { Output } from '#shared/contract/contract.ts';
import type { ProjectSummary } from '#shared/contract/values.ts';
import { blocksOf, documentOf, type EpisodeDocument, speakersOf } from '#shared/document/episode-document.ts';
import type { EpisodeRecord, SpokenBlock } from '#shared/document/records.ts';
import { AssetId, EpisodeId, ProjectId, ProviderId, RequestHash, TakeId } from '#shared/ids.ts';
import type { Asset, Take, TakeSegment } from '#shared/media.ts';
import { PeakPyramidBuilder } from '#shared/mix/peak-pyramid.ts';
import { spokenRunsOf } from '#shared/script/inline.ts';
import { parseScript } from '#shared/script/parse-script.ts';
import { msToSamples, type Samples, samples, secondsToSamples, ZERO_SAMPLES } from '#shared/units.ts';

const MS_PER_CHARACTER = 62;

export interface SyntheticEpisode {
  /** As `episodes.open` answers it. */
  readonly opened: Output<'episodes.open'>;
  readonly project: ProjectSummary;
  readonly locateMedia: LocateMedia;
}

/**
 * The sample script in which every line has been spoken by a tone: as long as the words would take, and as loud as
 * syllables are. For tests of what is in front of the core, where no voice is needed.
 */
export async function createSyntheticEpisode(folder: string, scriptPath: string): Promise<SyntheticEpisode> {
  let nextId = 0;
  const newId = (): string => `r${nextId++}`;
  const { document } = parseScript(await readFile(scriptPath, 'utf8'), { newId, fileName: scriptPath });
  const sounds = new SoundMaker(folder);
  const spoken = await speak(document, sounds);
  const projectId = ProjectId.parse('project-1');
  const id = EpisodeId.parse('episode-1');
  return {
    opened: {
      episode: { id, projectId, title: 'The Night Ferry', revision: 1, shelf: 'active' },
      records: [...spoken.document.records.values()],
      defaults: {},
      media: { takes: spoken.takes, assets: sounds.assets },
      undoState: { undo: null, redo: null },
    },
    project: {
      id: projectId,
      name: 'Lectern samples',
      kind: 'podcast',
      language: 'en',
      shelf: 'active',
      createdAtMs: 0,
    },
    locateMedia: (kind, assetId) => Promise.resolve(join(folder, `${assetId}.${kind}`)),
  };
}

async function speak(document: EpisodeDocument, sounds: SoundMaker) {
  const takes: Take[] = [];
  const records = new Map<string, EpisodeRecord>(document.records);
  const cast = speakersOf(document);
  for (const block of blocksOf(document)) {
    if (block.type === 'line' || (block.type === 'heading' && block.isSpoken)) {
      const voice = block.type === 'line' ? cast.findIndex(({ id }) => id === block.speakerId) : 0;
      const take = await takeFor(block, voice, sounds);
      takes.push(take);
      records.set(block.id, { ...block, takeId: take.id });
    }
  }
  for (const record of records.values()) {
    if (record.type !== 'clip' && record.type !== 'cue') continue;
    const assetId = await sounds.make(secondsToSamples(20), 2, (time, channel) => 0.2 * hum(time, 90 + 30 * channel));
    records.set(record.id, { ...record, assetId });
  }
  return { document: documentOf(records.values()), takes };
}

async function takeFor(block: SpokenBlock, voice: number, sounds: SoundMaker): Promise<Take> {
  const segments: TakeSegment[] = [];
  for (const [runIndex, run] of spokenRunsOf(block.text).runs.entries()) {
    const durationSamples = msToSamples(run.length * MS_PER_CHARACTER + 200);
    const assetId = await sounds.make(durationSamples, 1, (time) => syllables(time) * hum(time, 140 + 45 * voice));
    segments.push({
      assetId,
      requestHash: hashOf(`${block.id}/${runIndex}`),
      durationSamples,
      speechStartSample: ZERO_SAMPLES,
      speechEndSample: durationSamples,
      runIndex,
    });
  }
  return {
    id: TakeId.parse(`take-${block.id}`),
    requestHash: hashOf(block.id),
    provider: ProviderId.parse('flite'),
    voiceId: 'slt',
    text: block.text,
    segments,
    cues: [],
    billedCharacters: 0,
    cost: 0,
    createdAtMs: 0,
  };
}

function hashOf(text: string): RequestHash {
  return RequestHash.parse(createHash('sha256').update(text).digest('hex'));
}

function hum(time: number, hertz: number): number {
  const phase = 2 * Math.PI * hertz * time;
  return 0.6 * Math.sin(phase) + 0.25 * Math.sin(2 * phase) + 0.15 * Math.sin(3 * phase);
}

/** Loud four times a second, with words of about two syllables. */
function syllables(time: number): number {
  const word = time % 0.62 < 0.5 ? 1 : 0.05;
  return 0.45 * word * (0.55 + 0.45 * Math.sin(2 * Math.PI * 4 * time));
}

class SoundMaker {
  readonly assets: Asset[] = [];
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  async make(
    durationSamples: Samples,
    channels: 1 | 2,
    sampleAt: (time: number, channel: number) => number,
  ): Promise<AssetId> {
    const pcm = new Float32Array(durationSamples * channels);
    const step = 1 / secondsToSamples(1);
    for (let frame = 0; frame < durationSamples; frame++) {
      for (let channel = 0; channel < channels; channel++)
        pcm[frame * channels + channel] = sampleAt(frame * step, channel);
    }
    const bytes = new Uint8Array(pcm.buffer);
    const id = AssetId.parse(createHash('sha256').update(bytes).digest('hex'));
    if (this.assets.some((asset) => asset.id === id)) return id;
    const peaks = new PeakPyramidBuilder();
    peaks.push(pcm, channels);
    await mkdir(this.#folder, { recursive: true });
    await writeFile(join(this.#folder, `${id}.pcm`), bytes);
    await writeFile(join(this.#folder, `${id}.peaks`), peaks.finish());
    this.assets.push({
      id,
      byteLength: bytes.length,
      format: 'wav',
      sampleRateHz: secondsToSamples(1),
      channels,
      durationSamples: samples(durationSamples),
      loudnessLufs: -20,
      peakDbfs: -6,
      createdAtMs: 0,
    });
    return id;
  }
}
