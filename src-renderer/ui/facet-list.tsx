import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import styles from './facet-list.module.css';

export interface FacetValue {
  readonly value: string;
  readonly label: string;
  readonly count: number;
  readonly isChosen: boolean;
}

export interface Facet<Id extends string> {
  readonly id: Id;
  readonly label: string;
  readonly values: readonly FacetValue[];
}

interface FacetListProps<Id extends string> {
  readonly label: string;
  readonly facets: readonly Facet<Id>[];
  readonly onToggle: (facet: Id, value: string) => void;
}

/** As many as are taken in at a glance. */
const FEW = 6;

/** What the things that were found have in common, with how many of them have it; pressed, only those are left. */
export function FacetList<Id extends string>({ label, facets, onToggle }: FacetListProps<Id>) {
  return (
    <div className={styles.panel} role="group" aria-label={label}>
      {facets.map((facet) => (
        <Values key={facet.id} facet={facet} onToggle={(value) => onToggle(facet.id, value)} />
      ))}
    </div>
  );
}

function Values<Id extends string>({
  facet: { label, values },
  onToggle,
}: {
  readonly facet: Facet<Id>;
  readonly onToggle: (value: string) => void;
}) {
  const { t, i18n } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const number = new Intl.NumberFormat(i18n.language);
  const shown = isOpen ? values : values.slice(0, FEW);
  return (
    <fieldset className={styles.facet}>
      <legend className={styles.legend}>{label}</legend>
      {shown.map(({ value, label: name, count, isChosen }) => (
        <button
          key={value}
          type="button"
          className={styles.value}
          aria-pressed={isChosen}
          onClick={() => onToggle(value)}
        >
          <span className={styles.name} title={name}>
            {name}
          </span>
          <span className={styles.count}>{number.format(count)}</span>
        </button>
      ))}
      {values.length > FEW && (
        <div className={styles.more}>
          <Button variant="ghost" size="small" onClick={() => setIsOpen(!isOpen)}>
            {isOpen ? t('ui.fewer') : t('ui.moreCount', { count: values.length - FEW })}
          </Button>
        </div>
      )}
    </fieldset>
  );
}
