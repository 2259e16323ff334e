import { FileText } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ImportedScript } from '#shared/contract/projects.ts';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import type { OpenDialog } from '../app/studio-state.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { ProgressBar } from '../ui/progress-bar.tsx';
import { Select } from '../ui/select.tsx';
import { TextArea } from '../ui/text-area.tsx';
import { TextField } from '../ui/text-field.tsx';
import styles from './import-dialog.module.css';
import { suggestTitle } from './suggest-title.ts';

const NEW_PROJECT = 'new';

/** A script comes in: pasted here, or as files that were chosen or dropped. The episode opens when it is read. */
export function ImportDialog({ about }: { readonly about: Extract<OpenDialog, { name: 'import-script' }> }) {
  const { t } = useTranslation();
  const studio = useStudio();
  const projects = useStudioState((state) => state.projects);
  const { files } = about;
  const importButton = useRef<HTMLButtonElement>(null);
  const isPaste = files.length === 0;
  const [text, setText] = useState('');
  /** null: as the script suggests. */
  const [ownTitle, setOwnTitle] = useState<string | null>(null);
  const title = ownTitle ?? suggestTitle(text);
  const [into, setInto] = useState<string>(about.projectId ?? NEW_PROJECT);
  const [sentShare, setSentShare] = useState<number | null>(null);

  const submit = async (): Promise<void> => {
    setSentShare(0);
    const isDone = await studio.failures.attempt(async () => {
      const reports = isPaste ? [await importText()] : await importFiles();
      const last = reports.at(-1);
      if (last) await studio.openEpisode(last.episodeId);
      studio.showDialog(null);
      showRemarks(reports);
    });
    if (!isDone) setSentShare(null);
  };
  const close = (): void => studio.showDialog(null);
  return (
    <Dialog
      isOpen
      size={isPaste ? 'large' : 'medium'}
      title={t(isPaste ? 'start.pasteTitle' : 'start.importTitle')}
      onClose={close}
      initialFocus={isPaste ? undefined : importButton}
      onSubmit={() => void submit()}
      actions={
        <>
          <Button onClick={close}>{t('ui.cancel')}</Button>
          <Button
            ref={importButton}
            variant="primary"
            isSubmit
            isBusy={sentShare !== null}
            isDisabled={isPaste && text.trim() === ''}
          >
            {t('start.import')}
          </Button>
        </>
      }
    >
      {isPaste ? (
        <TextArea
          label={t('start.text')}
          value={text}
          onChange={setText}
          placeholder={t('start.textPlaceholder')}
          rows={12}
          maxRows={18}
          isAutoFocused
        />
      ) : (
        <ul className={styles.files} aria-label={t('start.file')}>
          {files.map(({ name, size }) => (
            <li key={`${name} ${size}`} className={styles.file}>
              <FileText size={14} aria-hidden="true" />
              {name}
            </li>
          ))}
        </ul>
      )}
      <div className={styles.fields}>
        {isPaste && <TextField label={t('start.episodeTitle')} value={title} onChange={setOwnTitle} maxLength={200} />}
        <Select
          label={t('start.into')}
          value={into}
          onChange={setInto}
          options={[
            { value: NEW_PROJECT, label: t('start.intoNew') },
            ...projects.map(({ project }) => ({ value: project.id as string, label: project.name })),
          ]}
        />
      </div>
      {sentShare !== null && !isPaste && <ProgressBar label={t('start.reading')} done={sentShare} total={1} />}
    </Dialog>
  );

  /** Not in the way: the episode is there to be worked on. */
  function showRemarks(reports: readonly ImportedScript[]): void {
    const count = reports.reduce((sum, { dropped }) => sum + dropped.length, 0);
    const [first] = reports;
    if (!first || count === 0) return;
    const what = reports.length === 1 ? first.title : t('start.files', { count: reports.length });
    studio.showNotice({
      text: `${t('start.imported', { title: what })} ${t('start.remarks', { count })}`,
      action: {
        label: t('start.showRemarks'),
        run: () => studio.showDialog({ name: 'import-report', reports }),
      },
    });
  }

  function target(): { readonly projectId?: string; readonly projectName?: string } {
    return into === NEW_PROJECT ? {} : { projectId: into };
  }

  async function importText(): Promise<ImportedScript> {
    const name = title.trim();
    // The title is the script's own unless it has none; a name given here is asked for.
    const imported = await studio.projects.importScript({
      source: { text, ...(name === '' ? {} : { fileName: `${name}.md` }) },
      ...target(),
      ...(name !== '' && into === NEW_PROJECT ? { projectName: name } : {}),
    });
    if (name !== '' && imported.title !== name) await studio.projects.renameEpisode(imported.episodeId, name);
    return imported;
  }

  async function importFiles(): Promise<readonly ImportedScript[]> {
    const reports: ImportedScript[] = [];
    for (const [index, file] of files.entries()) {
      const { fileId } = await studio.host.upload(file, {
        onProgress: (share) => setSentShare((index + share) / files.length),
      });
      reports.push(await studio.projects.importScript({ source: { fileId }, ...target() }));
    }
    return reports;
  }
}

/** Files were dropped of which none is a script. */
export function NoScriptDialog() {
  const { t } = useTranslation();
  const studio = useStudio();
  return (
    <Dialog isOpen size="small" title={t('start.importTitle')} onClose={() => studio.showDialog(null)}>
      <EmptyState title={t('start.notAScript')} text={t('start.notAScriptText')} />
    </Dialog>
  );
}
