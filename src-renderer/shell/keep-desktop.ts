import type { i18n } from 'i18next';
import type { HostEvent } from '#shared/contract/host.ts';
import { ACTION_BY_ID, type ActionId } from '../actions/action-table.ts';
import { menuModel } from '../actions/menu-model.ts';
import type { Studio } from '../app/studio.ts';

/** A menu is looked at by people: it need not be newer than the last tenth of a second. */
const MENU_AFTER_MS = 100;

/** Menu, title and opened files of the desktop, as long as the page lives; nothing in a browser. */
export function keepDesktop(studio: Studio, translation: i18n): readonly (() => void)[] {
  const { host } = studio;
  if (!host.listen) return [];
  return [host.listen((event) => hear(studio, event)), keepMenu(studio, translation), keepTitle(studio)];
}

function hear(studio: Studio, event: HostEvent): void {
  if (event.name === 'host.action') {
    const action = ACTION_BY_ID.get(event.value.actionId as ActionId);
    if (action?.isEnabled(studio) === true) action.run(studio);
    return;
  }
  void studio.failures.attempt(async () => {
    for (const { fileId } of event.value.files) {
      const imported = await studio.projects.importScript({ source: { fileId } });
      await studio.openEpisode(imported.episodeId);
      if (imported.dropped.length > 0) studio.showDialog({ name: 'import-report', reports: [imported] });
    }
  });
}

function keepMenu(studio: Studio, translation: i18n): () => void {
  let shown = '';
  let timer: ReturnType<typeof setTimeout> | undefined;
  const show = (): void => {
    timer = undefined;
    const menu = menuModel(studio, translation);
    const text = JSON.stringify(menu);
    if (text === shown) return;
    shown = text;
    studio.host.setMenu?.(menu);
  };
  const soon = (): void => {
    timer ??= setTimeout(show, MENU_AFTER_MS);
  };
  translation.on('languageChanged', soon);
  const end = studio.store.subscribe(soon);
  show();
  return () => {
    end();
    translation.off('languageChanged', soon);
    clearTimeout(timer);
  };
}

function keepTitle(studio: Studio): () => void {
  let shown = '';
  return studio.store.subscribe(({ episode, session }) => {
    const title = episode ? `${episode.summary.title} – Lectern` : 'Lectern';
    const isSaving = session !== null && session.state.saving !== 'saved';
    const text = `${title} ${isSaving}`;
    if (text === shown) return;
    shown = text;
    studio.host.setTitle?.(title, isSaving);
  });
}
