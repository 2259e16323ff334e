/** Themes, density and language: what the person chose, and what the system says where they left it to it. */
import type { i18n } from 'i18next';
import type { Settings } from '#shared/contract/settings.ts';
import { languageFor } from '#shared/messages/error-text.ts';
import type { Studio } from './studio.ts';

const DARK = '(prefers-color-scheme: dark)';
const CONTRAST = '(prefers-contrast: more)';

export interface Appearance {
  readonly theme: 'light' | 'dark';
  readonly hasMoreContrast: boolean;
  readonly density: Settings['density'];
}

export interface SystemAppearance {
  readonly isDark: boolean;
  readonly hasMoreContrast: boolean;
}

/** High contrast is light or dark as the system is. */
export function appearanceOf(
  { theme, density }: Pick<Settings, 'theme' | 'density'>,
  system: SystemAppearance,
): Appearance {
  const isChosen = theme === 'light' || theme === 'dark';
  return {
    theme: isChosen ? theme : system.isDark ? 'dark' : 'light',
    hasMoreContrast: theme === 'high-contrast' || system.hasMoreContrast,
    density,
  };
}

/** Keeps the page's attributes (see tokens.css) and language with settings and system, until the returned function is called. */
export function followAppearance(studio: Studio, translation: i18n, systemLanguages: readonly string[]): () => void {
  const queries = [matchMedia(DARK), matchMedia(CONTRAST)] as const;
  const apply = (): void => {
    const { settings } = studio.state;
    const [dark, contrast] = queries;
    const look = appearanceOf(settings, { isDark: dark.matches, hasMoreContrast: contrast.matches });
    const { dataset } = document.documentElement;
    dataset.theme = look.theme;
    dataset.density = look.density;
    if (look.hasMoreContrast) dataset.contrast = 'more';
    else delete dataset.contrast;
    const language = settings.language === 'system' ? languageFor(systemLanguages[0] ?? '') : settings.language;
    document.documentElement.lang = language;
    if (translation.language !== language) void translation.changeLanguage(language);
  };
  apply();
  for (const query of queries) query.addEventListener('change', apply);
  const end = studio.store.subscribe((state, before) => {
    if (state.settings !== before.settings) apply();
  });
  return () => {
    end();
    for (const query of queries) query.removeEventListener('change', apply);
  };
}
