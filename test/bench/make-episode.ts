import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Core, createCore } from '#core/app.ts';
import { attachSounds } from '#core/episode/attach-sounds.ts';
import { readScript } from '#core/episode/read-script.ts';
import { speakEpisode } from '#core/episode/speak-episode.ts';
import { createEpisode } from '#core/library/episodes.ts';
import { createProject } from '#core/library/projects.ts';
import { EpisodeId, ProjectId } from '#shared/ids.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const WORDS =
  'the a night ferry harbour light water rain window letter brother sister morning captain engine bridge river salt stone ' +
  'garden kitchen table winter summer road train station paper silver quiet broken open early late slow careful small old ' +
  'walked waited listened answered carried turned looked remembered forgot crossed opened closed wrote said asked knew and but so';
const OPENING_MUSIC = '![bed](bed.flac){track=music under loop for=60s fade-out=4s}\n';
/** Measured: a benched line of this many words lasts 4.5 s with its gap, so that 800 make an hour. */
const WORDS_PER_LINE = 8;

export function openCoreAt(home: string): Core {
  return createCore({ home, environment: process.env, program: 'the bench' });
}

export interface EpisodeWishes {
  /** So many different lines, said again in another order: speaking them is not what is measured. Default: all are. */
  readonly distinctLines?: number;
  /** Under all of it (the default), or a minute of it at the beginning of each chapter. */
  readonly bed?: 'throughout' | 'chapters';
}

/** An episode like an audiobook's: three voices, a chapter every fifty lines, a bed, ducked. */
export async function makeEpisode(
  folder: string,
  lines: number,
  { distinctLines = lines, bed = 'throughout' }: EpisodeWishes = {},
): Promise<{ home: string; episodeId: EpisodeId }> {
  mkdirSync(folder, { recursive: true });
  copyFileSync(
    join(ROOT, 'resources', 'samples', 'the-night-ferry', 'sounds', 'night-music.flac'),
    join(folder, 'bed.flac'),
  );
  const script = join(folder, 'bench.md');
  writeFileSync(script, scriptOf(lines, distinctLines, bed));
  const home = join(folder, 'library');
  const core = openCoreAt(home);
  try {
    const library = await core.library();
    const read = await readScript({ path: script }, { newId: core.ports.newId });
    const { document } = await attachSounds(library, read.document, { folder, scriptName: 'bench.md' });
    const spoken = await speakEpisode(library, document, { voices: await core.voices() });
    const projectId = ProjectId.parse('bench');
    const episodeId = EpisodeId.parse('bench');
    createProject(library.db, { id: projectId, name: 'Bench', kind: 'audiobook', language: 'en', createdAtMs: 0 });
    createEpisode(library.db, { id: episodeId, projectId, document: spoken.document, createdAtMs: 0 });
    return { home, episodeId };
  } finally {
    await core.close();
  }
}

/** Far from its neighbours' (Wellons' lowbias32). */
function shuffled(line: number): number {
  let x = line;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d);
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}

function scriptOf(lines: number, distinctLines: number, bed: EpisodeWishes['bed']): string {
  const words = WORDS.split(' ');
  let state = 0;
  const next = (limit: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % limit;
  };
  const parts = [
    '---\ntitle: Bench\nkind: audiobook\ncast:\n  ANNA: flite/slt\n  BEN: flite/rms\n  CARL: flite/awb\ntracks:\n  music: { gain: -6dB, duck: 12dB }\n---\n',
    '# Chapter 1\n',
    bed === 'chapters' ? OPENING_MUSIC : '![bed](bed.flac){track=music under loop}\n',
  ];
  for (let line = 0; line < lines; line++) {
    if (line > 0 && line % 50 === 0) {
      parts.push(`# Chapter ${line / 50 + 1}\n`);
      if (bed === 'chapters') parts.push(OPENING_MUSIC);
    }
    const number = line < distinctLines ? line : shuffled(line) % distinctLines;
    state = number * 7919 + 20_261_121;
    const text = Array.from({ length: WORDS_PER_LINE }, () => words[next(words.length)]).join(' ');
    parts.push(`${['ANNA', 'BEN', 'CARL'][next(3)]}: ${text} ${number}.\n`);
  }
  return parts.join('\n');
}
