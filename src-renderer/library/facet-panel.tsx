import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FacetCount, FacetKind } from '#shared/library-clips.ts';
import { Button } from '../ui/button.tsx';
import { type ClipFilter, type FacetGroup, facetGroups } from './clip-conditions.ts';
import { type FacetNames, facetText } from './clip-texts.ts';
import styles from './facet-panel.module.css';

/** As many as are taken in at a glance. */
const FEW = 6;

interface FacetPanelProps {
  readonly counts: readonly FacetCount[];
  readonly filter: ClipFilter;
  readonly names: FacetNames;
  readonly onToggle: (kind: FacetKind, value: string) => void;
}

/** What the clips that are found have in common, with how many of them have it. */
export function FacetPanel({ counts, filter, names, onToggle }: FacetPanelProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.panel} role="group" aria-label={t('library.filters')}>
      {facetGroups(counts, filter).map((group) => (
        <Facet key={group.kind} group={group} names={names} onToggle={onToggle} />
      ))}
    </div>
  );
}

function Facet({
  group: { kind, values },
  names,
  onToggle,
}: {
  readonly group: FacetGroup;
  readonly names: FacetNames;
  readonly onToggle: FacetPanelProps['onToggle'];
}) {
  const { t, i18n } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const number = new Intl.NumberFormat(i18n.language);
  const shown = isOpen ? values : values.slice(0, FEW);
  return (
    <fieldset className={styles.facet}>
      <legend className={styles.legend}>{t(`library.facets.${kind}`)}</legend>
      {shown.map(({ value, count, isChosen }) => (
        <button
          key={value}
          type="button"
          className={styles.value}
          aria-pressed={isChosen}
          onClick={() => onToggle(kind, value)}
        >
          <span className={styles.name}>{facetText(kind, value, names)}</span>
          <span className={styles.count}>{number.format(count)}</span>
        </button>
      ))}
      {values.length > FEW && (
        <Button variant="ghost" size="small" onClick={() => setIsOpen(!isOpen)}>
          {isOpen ? t('library.fewer') : t('library.more', { count: values.length - FEW })}
        </Button>
      )}
    </fieldset>
  );
}
