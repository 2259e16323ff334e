import { Play, Square } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VoiceSampleCheck } from '#shared/contract/voices.ts';
import { ErrorCallout } from '../app/error-callout.tsx';
import { Button } from '../ui/button.tsx';
import { Callout } from '../ui/callout.tsx';
import { NumberField } from '../ui/number-field.tsx';
import styles from './making.module.css';
import { SampleView } from './sample-view.tsx';
import type { Part, useSample } from './use-sample.ts';

interface SamplePartsProps {
  readonly sampling: ReturnType<typeof useSample>;
}

/** The recording to look at, to trim and to hear, and what the check says of it. */
export function SampleParts({ sampling: { sample, part, setPart, check, error } }: SamplePartsProps) {
  const { t } = useTranslation();
  if (!sample) return null;
  return (
    <>
      <p className={styles.soft}>{sample.file.name}</p>
      {sample.audio && (
        <>
          <SampleView audio={sample.audio} {...part} onChange={(from, to) => setPart({ from, to })} />
          <div className={styles.row}>
            <NumberField
              label={t('voices.cloning.from')}
              value={part.from}
              min={0}
              max={part.to}
              step={0.1}
              digits={1}
              unit="s"
              onChange={(from) => setPart({ ...part, from: from ?? 0 })}
            />
            <NumberField
              label={t('voices.cloning.to')}
              value={part.to}
              min={part.from}
              max={sample.audio.duration}
              step={0.1}
              digits={1}
              unit="s"
              onChange={(to) => setPart({ ...part, to: to ?? part.to })}
            />
          </div>
          <PartPlayer audio={sample.audio} part={part} />
        </>
      )}
      {check && <Check check={check} />}
      {error && <ErrorCallout error={error} />}
    </>
  );
}

function PartPlayer({ audio, part }: { readonly audio: AudioBuffer; readonly part: Part }) {
  const { t } = useTranslation();
  const playing = useRef<{ readonly context: AudioContext; readonly source: AudioBufferSourceNode } | null>(null);
  const [isPlaying, setPlaying] = useState(false);
  const stop = (): void => {
    void playing.current?.context.close();
    playing.current = null;
    setPlaying(false);
  };
  useEffect(
    () => () => {
      void playing.current?.context.close();
    },
    [],
  );
  const play = (): void => {
    const context = new AudioContext();
    const source = new AudioBufferSourceNode(context, { buffer: audio });
    source.connect(context.destination);
    source.onended = stop;
    source.start(0, part.from, Math.max(0, part.to - part.from));
    playing.current = { context, source };
    setPlaying(true);
  };
  return (
    <div className={styles.buttons}>
      <Button icon={isPlaying ? Square : Play} onClick={isPlaying ? stop : play}>
        {t(isPlaying ? 'voices.page.stop' : 'voices.cloning.hear')}
      </Button>
    </div>
  );
}

function Check({ check }: { readonly check: VoiceSampleCheck }) {
  const { t } = useTranslation();
  const { durationMs, loudnessLufs, peakDbfs, noiseFloorDb, problems } = check;
  const facts: readonly (readonly [string, string])[] = [
    [t('voices.cloning.length'), t('library.seconds', { seconds: (durationMs / 1000).toFixed(1) })],
    [t('voices.cloning.loudness'), loudnessLufs === null ? '–' : `${loudnessLufs.toFixed(1)} LUFS`],
    [t('voices.cloning.peak'), peakDbfs === null ? '–' : `${peakDbfs.toFixed(1)} dBFS`],
    [t('voices.cloning.noise'), noiseFloorDb === null ? '–' : `${noiseFloorDb.toFixed(0)} dB`],
  ];
  const isRefused = problems.some(({ isFatal }) => isFatal);
  return (
    <Callout
      tone={isRefused ? 'failed' : problems.length > 0 ? 'info' : 'ready'}
      title={problems.length === 0 ? t('voices.cloning.fine') : t('voices.cloning.check')}
    >
      {problems.map(({ text }) => (
        <p key={text}>{text}</p>
      ))}
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Callout>
  );
}
