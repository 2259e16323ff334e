import { open, rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createIngestAudio } from '#core/audio/ingest-audio.ts';
import { locateDecoded } from '#core/library/decoded-audio.ts';
import { closeLibrary, type Library } from '#core/library/library.ts';
import { withTakes } from '#core/library/line-takes.ts';
import { openMediaIndex } from '#core/library/media-index.ts';
import { speakBlocks } from '#core/synthesis/speak.ts';
import type { Voices } from '#core/synthesis/speech-request.ts';
import { createFliteProvider } from '#core/voices/flite.ts';
import type { EpisodeDocument } from '#shared/document/episode-document.ts';
import { layOut } from '#shared/layout/lay-out.ts';
import type { PlacedClip } from '#shared/layout/layout.ts';
import { msToSamples, samplesToSeconds } from '#shared/units.ts';
import { smallEpisode, voice } from '../../helpers/small-episode.ts';
import { openTestLibrary, temporaryFolder } from '../../helpers/temporary-library.ts';

const flite = createFliteProvider();
const voices: Voices = { providers: [flite], defaultVoice: voice('flite/slt') };
let home: string;
let library: Library;
beforeAll(async () => {
  home = await temporaryFolder();
  const ingest = createIngestAudio(async () => {
    throw new Error('WAV needs no ffmpeg');
  });
  library = await openTestLibrary(home, { ingest });
});
afterAll(async () => {
  await closeLibrary(library);
  await flite.close();
  await rm(home, { recursive: true });
});

async function speak(document: EpisodeDocument) {
  const result = await speakBlocks(library, document, voices);
  expect(result.failures).toEqual([]);
  const spoken = withTakes(
    document,
    Array.from(result.takes, ([id, take]) => [id, take.id] as const),
  ).document;
  return { result, spoken, layout: layOut(spoken, openMediaIndex(library.db)) };
}

/** Mean power of a stretch of a clip's decoded audio, mono. */
async function powerOf(clip: PlacedClip, startSample: number, lengthSamples: number): Promise<number> {
  const file = await open(locateDecoded(library, clip.assetId!).path);
  const bytes = Buffer.alloc(lengthSamples * 4);
  const { bytesRead } = await file.read(bytes, 0, bytes.length, startSample * 4);
  await file.close();
  let sum = 0;
  for (let offset = 0; offset < bytesRead; offset += 4) sum += bytes.readFloatLE(offset) ** 2;
  return sum / lengthSamples;
}

const cast = { MARA: voice('flite/slt'), TOM: voice('flite/kal', { options: { speed: 1.2 } }) };
const lines = [
  { text: 'The last ferry left at nine. <#0.80#> It was already ten past.', by: 'MARA' },
  { text: 'I did wait. I waited until the rain got in.', by: 'TOM' },
  { text: 'You said you would wait.', by: 'MARA' },
];

test('[VOX24] a pause of 0.80 s lies between the neighbouring samples of speech as stored', async () => {
  const { layout, result } = await speak(smallEpisode(lines, { cast }));
  expect(result.spoken).toBe(3);
  const [first, second] = layout.clips.filter((clip) => clip.recordId === 'b0') as [PlacedClip, PlacedClip];
  expect(second.startSample - (first.startSample + first.durationSamples)).toBe(msToSamples(800));
  // What is left out before and after the speech is the engine's silence, what is kept begins and ends with speech.
  const edge = msToSamples(60);
  const speech = await powerOf(first, first.sourceStartSample, first.durationSamples);
  expect(await powerOf(first, 0, Math.max(1, first.sourceStartSample - edge))).toBeLessThan(speech / 1000);
  expect(samplesToSeconds(first.durationSamples)).toBeGreaterThan(1.2);
  expect(layout.blocks.some((block) => block.isEstimated)).toBe(false);
});

test('[VOX24] speaking again asks nothing and lays out the same; one changed line asks once', async () => {
  const before = await speak(smallEpisode(lines, { cast }));
  expect(before.result).toMatchObject({ spoken: 0, reused: 3, spent: [] });
  const changed = smallEpisode([lines[0]!, { ...lines[1]!, text: 'I did wait.' }, lines[2]!], { cast });
  const after = await speak(changed);
  expect(after.result).toMatchObject({ spoken: 1, reused: 2 });
  const clipOf = ({ layout }: typeof before, id: string) => layout.clips.filter((clip) => clip.recordId === id);
  expect(clipOf(after, 'b0')).toEqual(clipOf(before, 'b0'));
  // What comes after the shorter line moves forward and is otherwise the same.
  const [was] = clipOf(before, 'b2');
  const [is] = clipOf(after, 'b2');
  expect({ ...is, startSample: 0 }).toEqual({ ...was, startSample: 0 });
  expect(is!.startSample).toBeLessThan(was!.startSample);
});

test('[VOX24] every word of a line has a time within the stretch that is heard', async () => {
  const { result } = await speak(smallEpisode(lines, { cast }));
  for (const take of result.takes.values()) {
    expect(take.cues.map((cue) => cue.text).join(' ')).toBe(take.text);
    for (const cue of take.cues) {
      const segment = take.segments[cue.segmentIndex]!;
      // Flite's times are those of its sounds; quiet beginnings lie a little before what counts as speech.
      expect(cue.startSample).toBeGreaterThan(segment.speechStartSample - msToSamples(120));
      expect(cue.endSample).toBeLessThan(segment.speechEndSample + msToSamples(120));
    }
  }
});
