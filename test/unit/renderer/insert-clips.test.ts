import { expect, test } from 'vitest';
import { applyCommands } from '#shared/document/commands.ts';
import { documentOf, type EpisodeDocument, tracksOf } from '#shared/document/episode-document.ts';
import { newEpisode } from '#shared/document/new-episode.ts';
import type { Clip } from '#shared/document/records.ts';
import { AssetId, RecordId } from '#shared/ids.ts';
import { layOut } from '#shared/layout/lay-out.ts';
import type { MediaIndex } from '#shared/media.ts';
import { parseScript } from '#shared/script/parse-script.ts';
import type { ClipSound } from '../../../src-renderer/library/clip-sounds.ts';
import { insertSounds } from '../../../src-renderer/library/insert-clips.ts';

let count = 0;
const newId = (): string => `new-${++count}`;
const NOTHING: MediaIndex = { take: () => undefined, asset: () => undefined };
const sound = (letter: string, kind: ClipSound['kind']): ClipSound => ({
  assetId: AssetId.parse(letter.repeat(64)),
  title: letter,
  kind,
  durationSamples: 48_000,
});

function inserted(
  document: EpisodeDocument,
  sounds: readonly ClipSound[],
  atSample: number,
  trackId: string | null = null,
) {
  const layout = layOut(document, NOTHING);
  const place = { atSample, trackId: trackId === null ? null : RecordId.parse(trackId) };
  const { commands, ids } = insertSounds({ document, layout }, sounds, place, newId);
  const after = applyCommands(document, commands).document;
  return { after, clips: ids.map((id) => after.records.get(id) as Clip), layout: layOut(after, NOTHING) };
}

const script = parseScript('---\ncast:\n  MARA: flite/slt\n---\n\nMARA: One.\n\nMARA: Two.\n', {
  newId,
  fileName: 'x.md',
});

test('[BRW4] sounds are hung on the nearest block, one behind the other, on the track that suits them', () => {
  const { clips, after } = inserted(script.document, [sound('a', 'take'), sound('b', 'music')], 24_000);
  const kindOf = (clip: Clip) => tracksOf(after).find(({ id }) => id === clip.trackId)?.kind;
  expect(clips.map(kindOf)).toEqual(['effects', 'music']);
  expect(clips.every(({ anchor }) => 'blockId' in anchor)).toBe(true);
  expect(clips.map(({ title, assetId }) => [title, assetId?.[0]])).toEqual([
    ['a', 'a'],
    ['b', 'b'],
  ]);
});

test('[BRW4] an empty episode takes them at the time itself', () => {
  const empty = newEpisode({ title: 'E', language: 'en', kind: 'podcast', newId });
  const { clips } = inserted(empty, [sound('a', 'effect'), sound('b', 'effect')], 96_000);
  expect(clips.map(({ offsetSamples }) => offsetSamples)).toEqual([96_000, 144_000]);
});

test('[BRW4] where they are dropped counts, but on no track of voices; a track that is missing is made', () => {
  const empty = newEpisode({ title: 'E', language: 'en', kind: 'podcast', newId });
  const dialogue = tracksOf(empty).find(({ kind }) => kind === 'dialogue')!;
  const music = tracksOf(empty).find(({ kind }) => kind === 'music')!;
  expect(inserted(empty, [sound('a', 'effect')], 0, music.id).clips[0]!.trackId).toBe(music.id);
  expect(inserted(empty, [sound('a', 'effect')], 0, dialogue.id).clips[0]!.trackId).not.toBe(dialogue.id);
  const bare = documentOf(
    [...empty.records.values()].filter((record) => record.type !== 'track' || record.kind === 'dialogue'),
  );
  const { after, clips } = inserted(bare, [sound('a', 'effect'), sound('b', 'effect')], 0);
  expect(tracksOf(after).map(({ kind }) => kind)).toEqual(['dialogue', 'effects']);
  expect(new Set(clips.map(({ trackId }) => trackId)).size).toBe(1);
});
