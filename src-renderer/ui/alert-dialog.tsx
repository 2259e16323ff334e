import { AlertDialog as Base } from '@base-ui/react/alert-dialog';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from './button.tsx';
import styles from './dialog.module.css';

export interface AlertDialogProps {
  readonly isOpen: boolean;
  readonly title: string;
  /** What will happen, and whether it can be taken back. */
  readonly description: ReactNode;
  readonly confirmLabel: string;
  readonly isDanger?: boolean | undefined;
  readonly isBusy?: boolean | undefined;
  readonly onConfirm: () => void;
  readonly onCancel: () => void;
}

/** A question that has to be answered. The safe answer has the focus. */
export function AlertDialog({
  isOpen,
  title,
  description,
  confirmLabel,
  isDanger = false,
  isBusy = false,
  onConfirm,
  onCancel,
}: AlertDialogProps) {
  const { t } = useTranslation();
  return (
    <Base.Root open={isOpen} onOpenChange={(next) => !next && onCancel()}>
      <Base.Portal>
        <Base.Backdrop className={styles.backdrop} />
        <Base.Popup className={`${styles.dialog} ${styles.small}`}>
          <div className={styles.content}>
            <div className={styles.head}>
              <Base.Title className={styles.title}>{title}</Base.Title>
            </div>
            <div className={styles.body}>
              <Base.Description render={<div />}>{description}</Base.Description>
            </div>
            <div className={styles.actions}>
              <Base.Close render={<Button>{t('ui.cancel')}</Button>} />
              <Button variant={isDanger ? 'danger' : 'primary'} isBusy={isBusy} onClick={onConfirm}>
                {confirmLabel}
              </Button>
            </div>
          </div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
