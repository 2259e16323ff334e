import { AudioWaveform, CircleAlert, ListFilter, Mic, Plus, RefreshCw, Search, Shuffle, Sparkles } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { FacetList } from '../ui/facet-list.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Menu } from '../ui/menu.tsx';
import { TextField } from '../ui/text-field.tsx';
import { BlendDialog } from './blend-dialog.tsx';
import { CloneDialog } from './clone-dialog.tsx';
import { DesignDialog } from './design-dialog.tsx';
import { useVoiceFocus, useVoiceState } from './use-voices.ts';
import { hasVoiceConditions, type VoiceFacet, voiceFacets } from './voice-filter.ts';
import { VoiceListView } from './voice-list.tsx';
import { VoicePage } from './voice-page.tsx';
import { languageText, providerText } from './voice-texts.ts';
import styles from './voices.module.css';

type Making = 'design' | 'clone' | 'blend';

/** Every voice there is: heard with a sentence of one's own, cast, and made. */
export function Voices() {
  const { t } = useTranslation();
  const { voices } = useStudio();
  const connections = useStudioState((state) => state.connections);
  const kept = useStudioState((state) => state.settings.auditionText);
  useEffect(() => voices.setSentence(kept), [voices, kept]);
  const [areFiltersOpen, setFiltersOpen] = useState(true);
  const [making, setMaking] = useState<Making | null>(null);
  useEffect(() => {
    // Not read here, and yet a reason to ask again: a connection came or went.
    void connections;
    void voices.load();
  }, [voices, connections]);
  useEffect(() => () => voices.stop(), [voices]);
  return (
    <section className={styles.voices} aria-label={t('regions.voices')} data-region="voices" tabIndex={-1}>
      <Head
        areFiltersOpen={areFiltersOpen}
        onToggleFilters={() => setFiltersOpen(!areFiltersOpen)}
        onMake={(what) => setMaking(what)}
      />
      <Problems />
      <div className={styles.body}>
        {areFiltersOpen && (
          <div className={styles.filters}>
            <Filters />
          </div>
        )}
        <div className={styles.results}>
          <Results />
        </div>
        <aside className={styles.aside} aria-label={t('voices.page.title')}>
          <VoicePage />
        </aside>
      </div>
      {making === 'design' && <DesignDialog onClose={() => setMaking(null)} />}
      {making === 'clone' && <CloneDialog onClose={() => setMaking(null)} />}
      {making === 'blend' && <BlendDialog onClose={() => setMaking(null)} />}
    </section>
  );
}

interface HeadProps {
  readonly areFiltersOpen: boolean;
  readonly onToggleFilters: () => void;
  readonly onMake: (what: Making) => void;
}

function Head({ areFiltersOpen, onToggleFilters, onMake }: HeadProps) {
  const { t } = useTranslation();
  const { voices } = useStudio();
  const filter = useVoiceState((state) => state.filter);
  const count = useVoiceState((state) => state.shown.length);
  const isReady = useVoiceState((state) => state.isReady);
  const isRefreshing = useVoiceState((state) => state.isRefreshing);
  const makers = useVoiceState((state) => state.makers);
  const field = useRef<HTMLInputElement>(null);
  useVoiceFocus('search', field);
  return (
    <div className={styles.head}>
      <IconButton icon={ListFilter} label={t('voices.filters')} isPressed={areFiltersOpen} onClick={onToggleFilters} />
      <div className={styles.search}>
        <TextField
          ref={field}
          kind="search"
          label={t('voices.search')}
          isLabelHidden
          placeholder={t('voices.search')}
          value={filter.text}
          isAutoFocused
          onChange={(text) => voices.setText(text)}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing || event.key !== 'ArrowDown') return;
            event.preventDefault();
            voices.chooseFirst();
            voices.focus('list');
          }}
        />
      </div>
      <p className={styles.total} role="status">
        {isReady && t('voices.total', { count })}
      </p>
      {hasVoiceConditions(filter) && (
        <Button variant="ghost" onClick={() => voices.clear()}>
          {t('voices.clearFilters')}
        </Button>
      )}
      <IconButton
        icon={RefreshCw}
        label={t('voices.refresh')}
        isDisabled={isRefreshing}
        onClick={() => void voices.load({ isRefresh: true })}
      />
      <Menu
        align="end"
        trigger={<MakeButton />}
        entries={[
          {
            label: t('voices.design'),
            icon: Sparkles,
            isDisabled: !makers.some(({ canDesign }) => canDesign),
            onSelect: () => onMake('design'),
          },
          {
            label: t('voices.clone'),
            icon: Mic,
            isDisabled: !makers.some(({ sample }) => sample !== null),
            onSelect: () => onMake('clone'),
          },
          {
            label: t('voices.blend'),
            icon: Shuffle,
            isDisabled: !makers.some(({ canBlend }) => canBlend),
            onSelect: () => onMake('blend'),
          },
        ]}
      />
    </div>
  );
}

/** Takes what a menu gives to its trigger. */
function MakeButton(props: object) {
  const { t } = useTranslation();
  return (
    <button type="button" className={styles.make} {...props}>
      <Plus size={16} strokeWidth={1.75} aria-hidden="true" />
      {t('voices.make')}
    </button>
  );
}

function Problems() {
  const { t } = useTranslation();
  const problems = useVoiceState((state) => state.problems);
  if (problems.length === 0) return null;
  return (
    <details className={styles.problems}>
      <summary>
        <CircleAlert size={14} aria-hidden="true" /> {t('voices.problems', { count: problems.length })}
      </summary>
      <ul>
        {problems.map(({ provider, error }) => (
          <li key={provider}>{error.message}</li>
        ))}
      </ul>
    </details>
  );
}

function Filters() {
  const { t, i18n } = useTranslation();
  const { voices: browser } = useStudio();
  const connections = useStudioState((state) => state.connections?.connections);
  const voices = useVoiceState((state) => state.voices);
  const filter = useVoiceState((state) => state.filter);
  const labelOf = (facet: VoiceFacet, value: string): string => {
    if (facet === 'provider') return providerText(value, connections ?? [], t);
    if (facet === 'language') return languageText(value, i18n.language);
    if (facet === 'gender') return t(`voices.genders.${value as 'female'}`);
    if (facet === 'kind') return t(`voices.kinds.${value as 'built-in'}`);
    return t(`voices.yes.${facet}`);
  };
  return (
    <FacetList
      label={t('voices.filters')}
      facets={voiceFacets(voices, filter).map(({ facet, values }) => ({
        id: facet,
        label: t(`voices.facets.${facet}`),
        values: values.map((one) => ({ ...one, label: labelOf(facet, one.value) })),
      }))}
      onToggle={(facet, value) => browser.toggle(facet, value)}
    />
  );
}

function Results() {
  const { t } = useTranslation();
  const isReady = useVoiceState((state) => state.isReady);
  const isEmpty = useVoiceState((state) => state.shown.length === 0);
  if (!isReady) {
    return (
      <p className={styles.loading} role="status">
        {t('voices.loading')}
      </p>
    );
  }
  if (isEmpty) return <EmptyState icon={Search} title={t('voices.nothing')} text={t('voices.nothingText')} />;
  return <VoiceListView icon={AudioWaveform} />;
}
