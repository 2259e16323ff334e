/** `export-writer.ts HOME OUTPUT`: exports a made-up show of a minute and a half, whose sounds are in the library afterwards. */
import { exportEpisode } from '#core/export/export-episode.ts';
import { presetNamed } from '#core/export/presets.ts';
import { closeLibrary } from '#core/library/library.ts';
import { packagedFfmpeg } from '../helpers/audio-ffmpeg.ts';
import { openTestLibrary } from '../helpers/temporary-library.ts';
import { toneShow } from '../helpers/tone-show.ts';

const [home = '', outputPath = ''] = process.argv.slice(2);
const library = await openTestLibrary(home);
const { gains, loudness } = await exportEpisode(library, await packagedFfmpeg(), {
  ...(await toneShow(library, { lines: 26 })),
  outputPath,
  preset: presetNamed('apple-podcasts'),
  rememberAs: 'the show',
  onProgress: ({ stage, done }) => process.stdout.write(`${stage} ${done}\n`),
});
await closeLibrary(library);
process.stdout.write(`${JSON.stringify({ gains, loudness })}\n`);
