import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import styles from './tabs.module.css';

export interface Tab<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly content: ReactNode;
}

export interface TabsProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly tabs: readonly Tab<Value>[];
  readonly onChange: (value: Value) => void;
  readonly orientation?: 'horizontal' | 'vertical';
}

/** Several pages in one place, of which one is in sight. */
export function Tabs<Value extends string>({
  label,
  value,
  tabs,
  onChange,
  orientation = 'horizontal',
}: TabsProps<Value>) {
  return (
    <Base.Root
      className={`${styles.tabs} ${styles[orientation]}`}
      value={value}
      orientation={orientation}
      onValueChange={(next: Value) => onChange(next)}
    >
      <Base.List className={styles.list} aria-label={label}>
        {tabs.map((tab) => (
          <Base.Tab key={tab.value} value={tab.value} className={styles.tab}>
            {tab.label}
          </Base.Tab>
        ))}
      </Base.List>
      {tabs.map((tab) => (
        <Base.Panel key={tab.value} value={tab.value} className={styles.panel}>
          {tab.content}
        </Base.Panel>
      ))}
    </Base.Root>
  );
}
