import {
  AudioLines,
  Captions,
  FileText,
  Heading,
  type LucideIcon,
  MessageSquareText,
  Mic,
  Music,
  Star,
  UserRound,
  Volume2,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ClipRow as Clip, ClipKind } from '#shared/library-clips.ts';
import styles from './clip-row.module.css';
import type { KnownAssets } from './clip-sounds.ts';
import { clipTitle, lengthText } from './clip-texts.ts';
import { ClipWaveform } from './clip-waveform.tsx';

export const CLIP_ROW_HEIGHT_PX = 44;
const WAVEFORM = { widthPx: 128, heightPx: 28 };

const ICONS: Readonly<Record<ClipKind, LucideIcon>> = {
  take: MessageSquareText,
  recording: Mic,
  music: Music,
  effect: AudioLines,
  'voice-sample': UserRound,
  line: Captions,
  heading: Heading,
  note: FileText,
  episode: FileText,
};

interface ClipRowProps {
  readonly clip: Clip;
  readonly assets: KnownAssets;
  readonly isHeard: boolean;
  readonly projectName: (id: string) => string;
  readonly onInsert: () => void;
}

/** Words or name, where from, waveform, length, stars. Everything in it is text: the list has the focus. */
export function ClipRow({ clip, assets, isHeard, projectName, onInsert }: ClipRowProps) {
  const { t } = useTranslation();
  const Icon = isHeard ? Volume2 : ICONS[clip.kind];
  const about = [
    t(`library.kinds.${clip.kind}`),
    ...clip.speakers,
    clip.voiceId,
    ...clip.projects.map(projectName),
    ...clip.tags.map((tag) => `#${tag}`),
  ];
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Enter does the same in the list
    <div className={styles.row} onDoubleClick={onInsert}>
      <span className={isHeard ? `${styles.icon} ${styles.heard}` : styles.icon}>
        <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
        {isHeard && <span className="spoken">{t('library.isHeard')}</span>}
      </span>
      <span className={styles.words}>
        <span className={styles.title}>{clipTitle(clip, t)}</span>
        <span className={styles.about}>{about.filter((part) => part !== undefined && part !== '').join(' · ')}</span>
      </span>
      <span className={styles.waveform}>
        {clip.assetIds.length > 0 && <ClipWaveform assetIds={clip.assetIds} assets={assets} {...WAVEFORM} />}
      </span>
      <span className={styles.stars}>
        {clip.rating !== undefined && (
          <>
            <span aria-hidden="true">{'★'.repeat(clip.rating)}</span>
            <span className="spoken">{t('library.stars', { count: clip.rating })}</span>
          </>
        )}
      </span>
      <span className={styles.favourite}>
        {clip.isFavourite && (
          <Star size={14} fill="currentColor" strokeWidth={1.5} aria-label={t('library.favourite')} role="img" />
        )}
      </span>
      <span className={styles.length}>{clip.durationSamples !== undefined && lengthText(clip.durationSamples, t)}</span>
    </div>
  );
}
