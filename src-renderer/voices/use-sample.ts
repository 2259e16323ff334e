/** A recording that is to be copied: brought to the core, decoded for the eye, and checked as it would be sent. */
import { useEffect, useRef, useState } from 'react';
import type { FileId } from '#shared/contract/files.ts';
import type { VoiceSampleCheck } from '#shared/contract/voices.ts';
import { AppError, Cancelled } from '#shared/errors.ts';
import { PROJECT_RATE_HZ } from '#shared/units.ts';
import { useStudio } from '../app/studio-context.ts';

export interface Sample {
  readonly file: File;
  readonly fileId: FileId;
  /** null: this browser cannot decode it; the core may. Then all of it is used. */
  readonly audio: AudioBuffer | null;
}

/** In seconds. */
export interface Part {
  readonly from: number;
  readonly to: number;
}

const CHECK_AFTER_MS = 300;

export function useSample(provider: string) {
  const { host, client, failures } = useStudio();
  const [sample, setSample] = useState<Sample | null>(null);
  const [part, setPart] = useState<Part>({ from: 0, to: 0 });
  const [check, setCheck] = useState<VoiceSampleCheck | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const turn = useRef(0);

  /** Throws what the core says. */
  const take = async (file: File): Promise<void> => {
    setCheck(null);
    setError(null);
    const [{ fileId }, audio] = await Promise.all([host.upload(file), decode(file)]);
    setSample({ file, fileId, audio });
    setPart({ from: 0, to: audio?.duration ?? 0 });
  };
  const trim = sample?.audio ? trimOf(part, sample.audio.duration) : undefined;
  const trimKey = trim ? `${trim.startMs} ${trim.endMs}` : '';

  // biome-ignore lint/correctness/useExhaustiveDependencies: `trimKey` is `trim`
  useEffect(() => {
    const mine = ++turn.current;
    if (!sample || provider === '') return undefined;
    const timer = setTimeout(() => {
      client.call('voices.checkSample', { provider, fileId: sample.fileId, ...(trim ? { trim } : {}) }).then(
        (result) => {
          if (mine !== turn.current) return;
          setCheck(result);
          setError(null);
        },
        (thrown: unknown) => {
          if (mine !== turn.current) return;
          setCheck(null);
          if (thrown instanceof AppError) setError(thrown);
          else if (!(thrown instanceof Cancelled)) failures.report(thrown);
        },
      );
    }, CHECK_AFTER_MS);
    return () => clearTimeout(timer);
  }, [client, failures, provider, sample, trimKey]);

  return { sample, take, part, setPart, trim, check, error };
}

/** undefined: all of it. */
function trimOf({ from, to }: Part, duration: number): { startMs: number; endMs: number } | undefined {
  if (from <= 0 && to >= duration) return undefined;
  return { startMs: Math.round(from * 1000), endMs: Math.round(to * 1000) };
}

async function decode(file: File): Promise<AudioBuffer | null> {
  const context = new OfflineAudioContext(1, 1, PROJECT_RATE_HZ);
  // Not every browser decodes what the core does.
  return context.decodeAudioData(await file.arrayBuffer()).catch(() => null);
}
