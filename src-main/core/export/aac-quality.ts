import { Master } from '#shared/mix/master.ts';
import { PcmFileReader } from '../audio/pcm-file-reader.ts';
import { locateDecoded } from '../library/decoded-audio.ts';
import type { Library } from '../library/library.ts';
import { isMp4 } from './export-format.ts';
import { ExportMemory } from './export-memory.ts';
import type { CoderSettings } from './join/segment-coder.ts';
import { settleAacQuality } from './join/settle-aac-quality.ts';
import type { Programme, ProgrammePart } from './programme.ts';
import { PartMixers } from './segments/part-sound.ts';

interface Wanted {
  readonly settings: CoderSettings;
  readonly programme: Pick<Programme, 'plan'>;
  readonly part: Pick<ProgrammePart, 'sound' | 'durationSamples'>;
  readonly cacheFolder: string;
  /** What it is remembered under: another number would make other bytes of every segment. */
  readonly rememberAs: string | undefined;
  readonly signal: AbortSignal | undefined;
}

/**
 * The quality at which AAC has its preset's bit rate with this sound, found once; undefined for other formats. The mix
 * says it as well as the master does: quality follows the kind of sound, hardly its level.
 */
export async function aacQualityFor(library: Library, wanted: Wanted): Promise<number | undefined> {
  const { settings, programme, part, cacheFolder, rememberAs, signal } = wanted;
  if (!isMp4(settings.format)) return undefined;
  const memory = new ExportMemory(cacheFolder);
  const { channels, encodedAs } = settings;
  const name = rememberAs === undefined ? undefined : JSON.stringify(['aac quality', rememberAs, channels, encodedAs]);
  const known = name === undefined ? null : memory.recallNumber(name);
  if (known !== null) return known;
  const reader = new PcmFileReader((assetId) => locateDecoded(library, assetId));
  try {
    const mix = new PartMixers(programme.plan, reader).sourceOf(part.sound);
    const chain = { gainDb: 0, ceilingDbtp: Number.POSITIVE_INFINITY, isMono: channels === 1 };
    const { durationSamples } = part;
    const sound = { source: new Master(mix, chain), durationSamples };
    const { aacQuality } = await settleAacQuality(settings, sound, signal ? { signal } : {});
    if (name !== undefined && aacQuality !== undefined) await memory.rememberNumber(name, aacQuality);
    return aacQuality;
  } finally {
    reader.close();
  }
}
