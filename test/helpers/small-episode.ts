import { documentOf, type EpisodeDocument } from '#shared/document/episode-document.ts';
import { newEpisode } from '#shared/document/new-episode.ts';
import { orderKeysBetween } from '#shared/document/order-key.ts';
import type {
  EpisodeRecord,
  EpisodeSettings,
  Heading,
  Line,
  Speaker,
  SpokenBlock,
  VoiceBinding,
} from '#shared/document/records.ts';
import { ProviderId, RecordId } from '#shared/ids.ts';

/** `voice('fake/anna')` */
export function voice(name: string, rest: Partial<VoiceBinding> = {}): VoiceBinding {
  const [provider = '', voiceId = ''] = name.split('/');
  return { provider: ProviderId.parse(provider), voiceId, ...rest };
}

type SmallLine = Omit<Partial<Line>, 'speakerId'> & { readonly text: string; readonly by?: string };
type SmallHeading = Pick<Heading, 'isSpoken'> & { readonly heading: string };

/** An episode with blocks `b0`, `b1` …, and speakers whose ids are their names. */
export function smallEpisode(
  blocks: readonly (SmallLine | SmallHeading)[],
  options: {
    readonly cast?: Readonly<Record<string, VoiceBinding | undefined>>;
    readonly settings?: Partial<EpisodeSettings>;
  } = {},
): EpisodeDocument {
  let count = 0;
  const empty = newEpisode({ title: 'Small', language: 'en', kind: 'podcast', newId: () => `t${count++}` });
  const trackId = RecordId.parse('t0');
  const cast = Object.entries(options.cast ?? {});
  const castOrder = orderKeysBetween(null, null, cast.length);
  const order = orderKeysBetween(null, null, blocks.length);
  const speakers = cast.map(
    ([name, binding], index): Speaker => ({
      type: 'speaker',
      id: RecordId.parse(name),
      order: castOrder[index]!,
      name,
      trackId,
      ...(binding ? { voice: binding } : {}),
    }),
  );
  const records = blocks.map((block, index): EpisodeRecord => {
    const place = { id: RecordId.parse(`b${index}`), order: order[index]! };
    if ('heading' in block)
      return { type: 'heading', ...place, level: 1, text: block.heading, isSpoken: block.isSpoken };
    const { by, ...fields } = block;
    return { type: 'line', ...place, gainDb: 0, speakerId: by === undefined ? null : RecordId.parse(by), ...fields };
  });
  const settings = [...empty.records.values()].map((record) =>
    record.type === 'episode' ? { ...record, ...options.settings } : record,
  );
  return documentOf([...settings, ...speakers, ...records]);
}

export function blockOf(document: EpisodeDocument, id: string): SpokenBlock {
  return document.records.get(RecordId.parse(id)) as SpokenBlock;
}
