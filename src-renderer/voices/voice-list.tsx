import { type LucideIcon, Star, Volume2 } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ListedVoice } from '#shared/contract/voices.ts';
import { useStudio } from '../app/studio-context.ts';
import { useHeardKey } from '../library/use-library.ts';
import { VirtualList } from '../ui/virtual-list.tsx';
import { useVoiceFocus, useVoiceState } from './use-voices.ts';
import { keyOfVoice } from './voice-browser.ts';
import styles from './voice-list.module.css';
import { languageText } from './voice-texts.ts';

const ROW_HEIGHT_PX = 44;

export function VoiceListView({ icon }: { readonly icon: LucideIcon }) {
  const { t } = useTranslation();
  const { voices } = useStudio();
  const shown = useVoiceState((state) => state.shown);
  const activeKey = useVoiceState((state) => state.activeKey);
  const heardKey = useHeardKey();
  const list = useRef<HTMLDivElement>(null);
  useVoiceFocus('list', list);
  return (
    <VirtualList
      ref={list}
      label={t('voices.list')}
      items={shown}
      keyOf={keyOfVoice}
      rowHeightPx={ROW_HEIGHT_PX}
      activeKey={activeKey}
      onActiveChange={(voice) => voices.choose(voice)}
      renderItem={(voice) => (
        <VoiceRow
          voice={voice}
          icon={heardKey === keyOfVoice(voice) ? Volume2 : icon}
          isHeard={heardKey === keyOfVoice(voice)}
        />
      )}
    />
  );
}

interface VoiceRowProps {
  readonly voice: ListedVoice;
  readonly icon: LucideIcon;
  readonly isHeard: boolean;
}

function VoiceRow({ voice, icon: Icon, isHeard }: VoiceRowProps) {
  const { t, i18n } = useTranslation();
  const { voices } = useStudio();
  const about = [
    voice.providerName,
    voice.language === '' ? '' : languageText(voice.language, i18n.language),
    voice.gender === undefined ? '' : t(`voices.genders.${voice.gender}`),
    t(`voices.kinds.${voice.kind}`),
  ];
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Enter does the same in the list
    <div className={styles.row} onDoubleClick={() => voices.toggleHearing()}>
      <span className={isHeard ? `${styles.icon} ${styles.heard}` : styles.icon}>
        <Icon size={16} strokeWidth={1.75} aria-hidden="true" />
        {isHeard && <span className="spoken">{t('voices.isHeard')}</span>}
      </span>
      <span className={styles.words}>
        <span className={styles.name}>{voice.name}</span>
        <span className={styles.about}>{about.filter((part) => part !== '').join(' · ')}</span>
      </span>
      <span className={styles.id}>{voice.id === voice.name ? '' : voice.id}</span>
      <span className={styles.favourite}>
        {voice.isFavourite && (
          <Star size={14} fill="currentColor" strokeWidth={1.5} aria-label={t('voices.favourite')} role="img" />
        )}
      </span>
    </div>
  );
}
