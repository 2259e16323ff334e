import { Import, ListFilter, PanelBottom, Search, Volume2 } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import { Timeline } from '../timeline/timeline.tsx';
import { Button } from '../ui/button.tsx';
import { DropZone } from '../ui/drop-zone.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { FacetList } from '../ui/facet-list.tsx';
import { FilePicker } from '../ui/file-picker.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Select } from '../ui/select.tsx';
import { providerText } from '../voices/voice-texts.ts';
import { facetGroups, hasConditions } from './clip-conditions.ts';
import { ClipDetails } from './clip-details.tsx';
import { ClipList } from './clip-list.tsx';
import { type FacetNames, facetText } from './clip-texts.ts';
import styles from './library.module.css';
import { SearchField } from './search-field.tsx';
import { useLibrary } from './use-library.ts';

/** Below, the window has no room for the timeline as well, until it is asked for. */
const TALL_PX = 760;

/** Everything ever spoken or imported: looked for, heard, and put to use on the timeline below. */
export function Library() {
  const { t } = useTranslation();
  const studio = useStudio();
  const { library } = studio;
  const [areFiltersOpen, setFiltersOpen] = useState(true);
  useEffect(() => library.watch(), [library]);
  const facets = useLibrary((state) => state.facets);
  const filter = useLibrary((state) => state.filter);
  const names = useFacetNames();
  const episode = useStudioState((state) => state.episode);
  const [hasTimeline, setTimeline] = useState(() => window.innerHeight >= TALL_PX);
  return (
    <div className={styles.screen}>
      <DropZone label={t('library.drop')} onDrop={(files) => void library.importFiles(files)}>
        <section className={styles.library} aria-label={t('regions.library')} data-region="library" tabIndex={-1}>
          <Head
            areFiltersOpen={areFiltersOpen}
            onToggleFilters={() => setFiltersOpen(!areFiltersOpen)}
            hasTimeline={episode ? hasTimeline : null}
            onToggleTimeline={() => setTimeline(!hasTimeline)}
          />
          <div className={styles.body}>
            {areFiltersOpen && (
              <div className={styles.filters}>
                <FacetList
                  label={t('library.filters')}
                  facets={facetGroups(facets, filter).map(({ kind, values }) => ({
                    id: kind,
                    label: t(`library.facets.${kind}`),
                    values: values.map((one) => ({ ...one, label: facetText(kind, one.value, names) })),
                  }))}
                  onToggle={(kind, value) => library.toggle(kind, value)}
                />
              </div>
            )}
            <div className={styles.results}>
              <Results />
            </div>
            <aside className={styles.aside} aria-label={t('library.details.title')}>
              <ClipDetails />
            </aside>
          </div>
        </section>
      </DropZone>
      {hasTimeline && episode && <Timeline episode={episode} />}
    </div>
  );
}

interface HeadProps {
  readonly areFiltersOpen: boolean;
  readonly onToggleFilters: () => void;
  /** null: no episode is open. */
  readonly hasTimeline: boolean | null;
  readonly onToggleTimeline: () => void;
}

function Head({ areFiltersOpen, onToggleFilters, hasTimeline, onToggleTimeline }: HeadProps) {
  const { t, i18n } = useTranslation();
  const { library } = useStudio();
  const { filter, order, total, isTotalExact, isReady, isHeardAtOnce, isImporting } = useLibrary((state) => state);
  const number = new Intl.NumberFormat(i18n.language).format(total);
  return (
    <div className={styles.head}>
      <IconButton icon={ListFilter} label={t('library.filters')} isPressed={areFiltersOpen} onClick={onToggleFilters} />
      <SearchField />
      <p className={styles.total} role="status">
        {isReady &&
          (isTotalExact ? t('library.total', { count: total, number }) : t('library.totalAtLeast', { number }))}
      </p>
      {hasConditions(filter) && (
        <Button variant="ghost" onClick={() => library.clear()}>
          {t('library.clearFilters')}
        </Button>
      )}
      {filter.text.trim() !== '' && (
        <Select
          label={t('library.order')}
          isLabelHidden
          value={order}
          options={[
            { value: 'newest', label: t('library.newest') },
            { value: 'relevance', label: t('library.relevance') },
          ]}
          onChange={(next) => library.setOrder(next)}
        />
      )}
      <IconButton
        icon={Volume2}
        label={t('library.hearAtOnce')}
        isPressed={isHeardAtOnce}
        onClick={() => library.setHeardAtOnce(!isHeardAtOnce)}
      />
      {hasTimeline !== null && (
        <IconButton
          icon={PanelBottom}
          label={t('library.timeline')}
          isPressed={hasTimeline}
          onClick={onToggleTimeline}
        />
      )}
      <FilePicker
        label={t('library.import')}
        accept="audio/*,video/mp4,.flac,.ogg,.opus,.aiff,.caf,.wav"
        isMultiple
        isBusy={isImporting}
        icon={Import}
        onPick={(files) => void library.importFiles(files)}
      />
    </div>
  );
}

function Results() {
  const { t } = useTranslation();
  const isReady = useLibrary((state) => state.isReady);
  const isEmpty = useLibrary((state) => state.rows.length === 0);
  const isNarrowed = useLibrary((state) => hasConditions(state.filter));
  if (!isReady) {
    return (
      <p className={styles.loading} role="status">
        {t('library.loading')}
      </p>
    );
  }
  if (!isEmpty) return <ClipList />;
  return isNarrowed ? (
    <EmptyState icon={Search} title={t('library.nothing')} text={t('library.nothingText')} />
  ) : (
    <EmptyState icon={Import} title={t('library.empty')} text={t('library.emptyText')} />
  );
}

function useFacetNames(): FacetNames {
  const { t, i18n } = useTranslation();
  const projects = useStudioState((state) => state.projects);
  const connections = useStudioState((state) => state.connections);
  return useMemo(
    () => ({
      t,
      pageLanguage: i18n.language,
      projectName: (id) => projects.find(({ project }) => project.id === id)?.project.name ?? id,
      providerName: (id) => providerText(id, connections?.connections ?? [], t),
    }),
    [t, i18n.language, projects, connections],
  );
}
