import { blocksOf, type EpisodeDocument, settingsOf, speakersOf, tracksOf } from '#shared/document/episode-document.ts';
import type { Anchor, Clip, Marker } from '#shared/document/records.ts';

/**
 * An episode without what a script does not say (ids, order keys, takes, trims of takes): references become places.
 * Equal episodes are equal values.
 */
export function canonicalEpisode(document: EpisodeDocument): unknown {
  const blocks = blocksOf(document);
  const names = new Map<string, string>();
  for (const [kind, records] of [
    ['track', tracksOf(document)],
    ['speaker', speakersOf(document)],
    ['block', blocks],
  ] as const) {
    for (const [index, { id }] of records.entries()) names.set(id, `${kind} ${index}`);
  }
  const beside = [...document.records.values()].filter((record) => record.type === 'clip' || record.type === 'marker');
  const place = (anchor: Anchor): number =>
    'atSample' in anchor
      ? -1
      : 2 * blocks.findIndex(({ id }) => id === anchor.blockId) + (anchor.edge === 'end' ? 1 : 0);
  const sorted = (type: 'clip' | 'marker') =>
    beside
      .filter((record): record is Clip | Marker => record.type === type)
      .toSorted((a, b) => place(a.anchor) - place(b.anchor));
  const records = [
    settingsOf(document),
    ...tracksOf(document),
    ...speakersOf(document),
    ...blocks,
    ...sorted('clip'),
    ...sorted('marker'),
  ];
  return records.map((record) =>
    JSON.parse(
      JSON.stringify(record, (key, value: unknown) => {
        if (key === 'id' || key === 'order' || key === 'takeId' || key === 'parts') return undefined;
        if (key === 'trackId' || key === 'blockId' || key === 'speakerId') return names.get(String(value)) ?? value;
        return value;
      }),
    ),
  );
}
