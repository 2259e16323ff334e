/** Draws the cover of the sample episode: `npm run cover`. The same pixels every time; a test compares them with the committed file. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodePng } from './sample-cover/png.ts';
import { COVER_SIZE_PX, drawSampleCover } from './sample-cover/sample-cover.ts';

const PATH = join(import.meta.dirname, '../../resources/samples/the-night-ferry/cover.png');

const file = encodePng(drawSampleCover(), COVER_SIZE_PX, COVER_SIZE_PX);
writeFileSync(PATH, file);
console.log(`cover.png  ${(file.length / 1e6).toFixed(2)} MB`);
