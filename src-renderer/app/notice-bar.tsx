import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import styles from './notice-bar.module.css';
import { useStudio, useStudioState } from './studio-context.ts';

/** What was just done and is worth a line. It does not vanish by itself. */
export function NoticeBar() {
  const { t } = useTranslation();
  const studio = useStudio();
  const notice = useStudioState((state) => state.notice);
  const undo = notice?.undo ? { label: t('projects.undo'), run: notice.undo } : undefined;
  const action = notice?.action ?? undo;
  return (
    <div role="status" className={styles.place}>
      {notice && (
        <div className={styles.bar}>
          <p className={styles.text}>{notice.text}</p>
          {action && (
            <Button
              size="small"
              onClick={() => {
                studio.showNotice(null);
                action.run();
              }}
            >
              {action.label}
            </Button>
          )}
          <IconButton icon={X} size="small" label={t('errors.dismiss')} onClick={() => studio.showNotice(null)} />
        </div>
      )}
    </div>
  );
}
