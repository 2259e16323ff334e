import { Dialog as Base } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { type ReactNode, type RefObject, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './dialog.module.css';
import { BareIconButton } from './icon-button.tsx';

export interface DialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly description?: ReactNode;
  readonly children?: ReactNode;
  /** Buttons at its foot; the one that is meant comes last. */
  readonly actions?: ReactNode;
  readonly size?: 'small' | 'medium' | 'large';
  /** Enter in one of its fields. */
  readonly onSubmit?: (() => void) | undefined;
  /** What is focused first; without it the first field, or what there is to read. */
  readonly initialFocus?: RefObject<HTMLElement | null> | undefined;
}

/** Something to be done before anything else. Esc closes it and the focus goes back to where it was. */
export function Dialog({
  isOpen,
  onClose,
  title,
  description,
  children,
  actions,
  size = 'medium',
  onSubmit,
  initialFocus,
}: DialogProps) {
  const { t } = useTranslation();
  const body = useRef<HTMLDivElement>(null);
  const inside = (
    <>
      <div className={styles.head}>
        <Base.Title className={styles.title}>{title}</Base.Title>
      </div>
      <div ref={body} className={styles.body} tabIndex={onSubmit ? undefined : 0}>
        {description !== undefined && (
          <Base.Description className={styles.description} render={<div />}>
            {description}
          </Base.Description>
        )}
        {children}
      </div>
      {actions !== undefined && <div className={styles.actions}>{actions}</div>}
      {/* Last, so that what is to be done comes before the way out. */}
      <div className={styles.close}>
        <Base.Close render={<BareIconButton icon={X} label={t('ui.close')} size="small" />} />
      </div>
    </>
  );
  return (
    <Base.Root open={isOpen} onOpenChange={(next) => !next && onClose()}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup
          className={`${styles.dialog} ${styles[size]}`}
          initialFocus={initialFocus ?? (onSubmit ? true : body)}
        >
          {onSubmit ? (
            <form
              className={styles.content}
              // What is wrong with a value is said by the core, in the person's language.
              noValidate
              onSubmit={(event) => {
                event.preventDefault();
                onSubmit();
              }}
            >
              {inside}
            </form>
          ) : (
            <div className={styles.content}>{inside}</div>
          )}
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
