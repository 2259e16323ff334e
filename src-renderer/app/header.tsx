import { ChevronRight, PanelLeft, PanelRight, Search, Sparkles, Upload } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type ActionId, actionOf } from '../actions/action-table.ts';
import { keysOf } from '../actions/key-map.ts';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Keys } from '../ui/keys.tsx';
import styles from './header.module.css';
import { HeaderFacts } from './header-facts.tsx';
import { useStudio, useStudioState } from './studio-context.ts';
import { useSidePanels } from './use-side-panels.ts';

/** Where one is, what the episode amounts to, and the next steps. */
export function Header() {
  const { t } = useTranslation();
  const studio = useStudio();
  const screen = useStudioState((state) => state.screen);
  const { isSidebarOpen, isInspectorOpen } = useSidePanels();
  const [sidebarKeys, inspectorKeys, paletteKeys] = [
    useKeys('panel.sidebar'),
    useKeys('panel.inspector'),
    useKeys('app.palette'),
  ];
  const isEpisode = screen === 'episode';
  return (
    <header className={styles.header}>
      <IconButton
        icon={PanelLeft}
        label={t(isSidebarOpen ? 'header.hideSidebar' : 'header.showSidebar')}
        keys={sidebarKeys}
        onClick={() => studio.store.setState({ isSidebarOpen: !isSidebarOpen })}
      />
      <Breadcrumb />
      <button type="button" className={styles.search} onClick={() => studio.showDialog({ name: 'palette' })}>
        <Search size={14} strokeWidth={1.75} aria-hidden="true" />
        <span className={styles.searchText}>{t('header.palette')}</span>
        {paletteKeys !== undefined && (
          <span aria-hidden="true">
            <Keys keys={paletteKeys} />
          </span>
        )}
      </button>
      {isEpisode && (
        <>
          <HeaderFacts />
          <HeaderAction action="speech.generate" label={t('header.generate')} icon={Sparkles} isPrimary />
          <HeaderAction action="episode.export" label={t('header.export')} icon={Upload} />
          <IconButton
            icon={PanelRight}
            label={t(isInspectorOpen ? 'header.hideInspector' : 'header.showInspector')}
            keys={inspectorKeys}
            onClick={() => studio.store.setState({ isInspectorOpen: !isInspectorOpen })}
          />
        </>
      )}
    </header>
  );
}

function useKeys(id: ActionId): string | undefined {
  return useStudioState((state) => keysOf(actionOf(id), state.settings.keys)[0]);
}

interface HeaderActionProps {
  readonly action: ActionId;
  readonly label: string;
  readonly icon: typeof Search;
  readonly isPrimary?: boolean;
}

function HeaderAction({ action: id, label, icon, isPrimary = false }: HeaderActionProps) {
  const studio = useStudio();
  const action = actionOf(id);
  const isEnabled = useStudioState(() => action.isEnabled(studio));
  return (
    <Button
      variant={isPrimary ? 'primary' : 'plain'}
      icon={icon}
      isDisabled={!isEnabled}
      onClick={() => action.run(studio)}
    >
      {label}
    </Button>
  );
}

function Breadcrumb() {
  const { t } = useTranslation();
  const studio = useStudio();
  const screen = useStudioState((state) => state.screen);
  const title = useStudioState((state) => state.episode?.summary.title);
  const projectName = useStudioState(
    (state) => state.projects.find(({ project }) => project.id === state.episode?.summary.projectId)?.project.name,
  );
  const isEpisode = screen === 'episode';
  return (
    <div className={styles.crumbs}>
      <button type="button" className={styles.brand} onClick={() => studio.goToScreen('start')}>
        {t('app.name')}
      </button>
      {isEpisode && title !== undefined && (
        <>
          <Chevron />
          <span className={styles.crumb}>{projectName}</span>
          <Chevron />
          <h1 className={styles.title}>{title}</h1>
        </>
      )}
      {!isEpisode && (
        <>
          <Chevron />
          <h1 className={styles.title}>{t(`regions.${screen}`)}</h1>
        </>
      )}
    </div>
  );
}

function Chevron() {
  return <ChevronRight size={14} aria-hidden="true" className={styles.chevron} />;
}
