/** An episode of lines that are tones, in a library: long enough to be cut into several segments. */
import type { SpeechBounds } from '#core/library/assets.ts';
import { decodeAsset, putAsset } from '#core/library/decoded-audio.ts';
import type { Library } from '#core/library/library.ts';
import type { EpisodeDocument } from '#shared/document/episode-document.ts';
import type { AssetId } from '#shared/ids.ts';
import type { Asset, MediaIndex, Take } from '#shared/media.ts';
import { episodeOf, heading, line, takeId } from '../unit/document/sample-episode.ts';
import { toneWav } from './small-wav.ts';

export interface ToneShow {
  readonly document: EpisodeDocument;
  readonly media: MediaIndex;
}

export interface ToneWishes {
  /** Of these lines, another take: louder, longer, whatever the tone is then. */
  readonly changed?: ReadonlyMap<
    number,
    { readonly seconds: number; readonly frequencyHz: number; readonly gainDb?: number }
  >;
  readonly lines?: number;
  /** Before every so many lines. */
  readonly chapterEvery?: number;
}

/** Lines of 2 to 4 s between two voices, 4 s on average with their gaps. */
export async function toneShow(library: Library, wishes: ToneWishes = {}): Promise<ToneShow> {
  const { changed, lines = 36, chapterEvery } = wishes;
  const assets = new Map<AssetId, Asset>();
  const takes = new Map<string, Take>();
  const blocks = [];
  for (let n = 0; n < lines; n++) {
    const change = changed?.get(n);
    const { seconds, frequencyHz } = change ?? { seconds: 2 + ((n * 37) % 20) / 10, frequencyHz: 180 + 11 * n };
    const bytes = toneWav({ seconds, frequencyHz, silenceSeconds: 0.1 });
    const { asset, speech } = await decodeAsset(library, (await putAsset(library, { bytes, extension: 'wav' })).id);
    assets.set(asset.id, asset);
    const name = change ? `other${n}` : `take${n}`;
    takes.set(takeId(name), takeOf(name, asset, speech));
    if (chapterEvery !== undefined && n % chapterEvery === 0) blocks.push(heading(`Chapter ${n / chapterEvery + 1}`));
    blocks.push(line(`l${n}`, n % 2 === 0 ? 'anna' : 'bert', { takeId: takeId(name), gainDb: change?.gainDb ?? 0 }));
  }
  return { document: episodeOf(blocks), media: { take: (id) => takes.get(id), asset: (id) => assets.get(id) } };
}

function takeOf(name: string, asset: Asset, speech: SpeechBounds): Take {
  return {
    id: takeId(name),
    requestHash: asset.id as never,
    provider: 'test' as never,
    voiceId: 'voice',
    text: name,
    segments: [
      {
        assetId: asset.id,
        requestHash: asset.id as never,
        durationSamples: asset.durationSamples,
        speechStartSample: speech.speechStartSample,
        speechEndSample: speech.speechEndSample,
        runIndex: 0,
      },
    ],
    cues: [],
    billedCharacters: 0,
    cost: 0,
    createdAtMs: 0,
  };
}
