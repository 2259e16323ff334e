/** How clips and their facets read. */
import type { TFunction } from 'i18next';
import type { ClipRow, FacetKind } from '#shared/library-clips.ts';
import { type Samples, secondsToSamples } from '#shared/units.ts';
import { roundTime, secondsText } from '../episode/time-text.ts';
import { languageText } from '../voices/voice-texts.ts';

/** What a row is called: what is said, else what the sound is called. */
export function clipTitle(clip: Pick<ClipRow, 'name' | 'text' | 'kind'>, t: TFunction): string {
  const isSound = clip.kind !== 'take' && clip.name !== undefined;
  const title = isSound ? clip.name : clip.text || clip.name;
  return title || t('library.untitled');
}

/** `4.2 s` below a minute, then `1:05`. */
export function lengthText(duration: Samples, t: TFunction): string {
  return duration < secondsToSamples(60)
    ? t('library.seconds', { seconds: secondsText(duration) })
    : roundTime(duration);
}

export interface FacetNames {
  readonly t: TFunction;
  readonly pageLanguage: string;
  readonly projectName: (id: string) => string;
  readonly providerName: (id: string) => string;
}

export function facetText(kind: FacetKind, value: string, names: FacetNames): string {
  const { t, pageLanguage } = names;
  switch (kind) {
    case 'kind':
      return t(`library.kinds.${value as ClipRow['kind']}`);
    case 'project':
      return names.projectName(value);
    case 'provider':
      return names.providerName(value);
    case 'voice':
      return value.slice(value.indexOf('/') + 1) || value;
    case 'language':
      return languageText(value, pageLanguage);
    case 'rating':
      return t('library.stars', { count: Number(value) });
    case 'favourite':
      return t('library.favourites');
    case 'length':
      return lengthRangeText(Number(value), t);
    case 'month':
      return new Intl.DateTimeFormat(pageLanguage, { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
        new Date(`${value}-01T00:00:00Z`),
      );
    default:
      return value;
  }
}

function lengthRangeText(n: number, t: TFunction): string {
  const from = 2 ** n;
  const to = 2 ** (n + 1);
  if (from >= 60) return t('library.minutesRange', { from: Math.round(from / 60), to: Math.round(to / 60) });
  return t('library.secondsRange', { from: Number(from.toFixed(2)), to: Number(to.toFixed(2)) });
}
