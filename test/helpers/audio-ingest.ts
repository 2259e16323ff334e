/** Ingests files in a folder of its own and reads back what was written. */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AudioFacts, IngestTargets } from '#core/audio/audio-facts.ts';
import type { FfmpegLocation } from '#core/audio/ffmpeg-location.ts';
import { createIngestAudio } from '#core/audio/ingest-audio.ts';

export interface Ingested {
  readonly facts: AudioFacts;
  /** One array per channel, at the project rate. */
  readonly channels: readonly Float32Array[];
  readonly peaks: Uint8Array;
}

export class IngestBench {
  readonly folder: string;
  readonly targets: IngestTargets;

  constructor(folder: string) {
    this.folder = folder;
    this.targets = { pcmPath: join(folder, 'out.pcm'), peaksPath: join(folder, 'out.peaks') };
  }

  static async open(): Promise<IngestBench> {
    return new IngestBench(await mkdtemp(join(tmpdir(), 'lectern-ingest-')));
  }

  close(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  async write(name: string, bytes: Uint8Array): Promise<string> {
    await writeFile(this.path(name), bytes);
    return this.path(name);
  }

  /** `ffmpeg` null: asking for it is an error of the test. */
  async ingest(path: string, ffmpeg: FfmpegLocation | null = null, signal?: AbortSignal): Promise<Ingested> {
    const ingest = createIngestAudio(() =>
      ffmpeg ? Promise.resolve(ffmpeg) : Promise.reject(new Error('ffmpeg was asked for')),
    );
    const facts = await ingest(path, this.targets, signal ? { signal } : {});
    const bytes = await readFile(this.targets.pcmPath);
    const interleaved = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
    const channels = Array.from({ length: facts.channels }, (_, c) =>
      interleaved.filter((_sample, i) => i % facts.channels === c),
    );
    return { facts, channels, peaks: await readFile(this.targets.peaksPath) };
  }

  /** The error of an ingestion that must fail; both targets must be absent afterwards. */
  async refusal(path: string, ffmpeg: FfmpegLocation | null = null, signal?: AbortSignal): Promise<unknown> {
    const error = await this.ingest(path, ffmpeg, signal).then(
      () => new Error('it was accepted'),
      (caught: unknown) => caught,
    );
    const left = Object.values(this.targets).filter((target: string) => existsSync(target));
    return left.length > 0 ? new Error(`left behind: ${left.join(', ')}`) : error;
  }
}
