import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Palette, watchTheme } from '../timeline/palette.ts';
import styles from './making.module.css';

interface SampleViewProps {
  readonly audio: AudioBuffer;
  /** In seconds. */
  readonly from: number;
  readonly to: number;
  readonly onChange: (from: number, to: number) => void;
}

/** The waveform of a recording with the part that is used; dragging over it chooses another part. */
export function SampleView({ audio, from, to, onChange }: SampleViewProps) {
  const { t } = useTranslation();
  const canvas = useRef<HTMLCanvasElement>(null);
  const drag = useRef<number | null>(null);
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const paint = () => draw(element, audio, from, to);
    paint();
    const observer = new ResizeObserver(paint);
    observer.observe(element);
    const endTheme = watchTheme(paint);
    return () => {
      observer.disconnect();
      endTheme();
    };
  }, [audio, from, to]);
  const secondsAt = (clientX: number): number => {
    const { left, width } = canvas.current!.getBoundingClientRect();
    return Math.min(audio.duration, Math.max(0, ((clientX - left) / width) * audio.duration));
  };
  return (
    <canvas
      ref={canvas}
      className={styles.wave}
      role="img"
      aria-label={t('voices.cloning.waveform')}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = secondsAt(event.clientX);
      }}
      onPointerMove={(event) => {
        if (drag.current === null) return;
        const at = secondsAt(event.clientX);
        if (Math.abs(at - drag.current) > 0.05) onChange(Math.min(at, drag.current), Math.max(at, drag.current));
      }}
      onLostPointerCapture={() => {
        drag.current = null;
      }}
    />
  );
}

function draw(canvas: HTMLCanvasElement, audio: AudioBuffer, from: number, to: number): void {
  const ratio = window.devicePixelRatio;
  const width = Math.round(canvas.clientWidth * ratio);
  const height = Math.round(canvas.clientHeight * ratio);
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (!context || width === 0) return;
  const palette = new Palette(canvas);
  const samples = audio.getChannelData(0);
  const [used, unused] = [palette.get('--accent'), palette.get('--clip-missing')];
  for (let x = 0; x < width; x++) {
    const start = Math.floor((x * samples.length) / width);
    const end = Math.max(start + 1, Math.floor(((x + 1) * samples.length) / width));
    let low = 0;
    let high = 0;
    for (let index = start; index < end; index++) {
      low = Math.min(low, samples[index]!);
      high = Math.max(high, samples[index]!);
    }
    const seconds = (x / width) * audio.duration;
    context.fillStyle = seconds >= from && seconds < to ? used : unused;
    const top = Math.round((height / 2) * (1 - high));
    context.fillRect(x, top, 1, Math.max(1, Math.round((height / 2) * (1 - low)) - top));
  }
}
