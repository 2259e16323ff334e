import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useStudio } from './studio-context.ts';
import type { OpenDialog } from './studio-state.ts';

type NameQuestion = Extract<OpenDialog, { name: 'new-episode' | 'rename-project' | 'rename-episode' }>;

/** Asks for one name. */
export function NameDialog({ about }: { readonly about: NameQuestion }) {
  const { t } = useTranslation();
  const studio = useStudio();
  const [name, setName] = useState(() => firstName());
  const [isBusy, setBusy] = useState(false);
  const isNew = about.name === 'new-episode';
  const title = isNew
    ? t('projects.newEpisodeTitle', { name: about.project.name })
    : t(about.name === 'rename-project' ? 'projects.renameProjectTitle' : 'projects.renameEpisodeTitle');

  const submit = async (): Promise<void> => {
    setBusy(true);
    const isDone = await studio.failures.attempt(() => carryOut(name.trim()));
    setBusy(false);
    if (isDone) studio.showDialog(null);
  };
  return (
    <Dialog
      isOpen
      size="small"
      title={title}
      onClose={() => studio.showDialog(null)}
      onSubmit={() => void submit()}
      actions={
        <>
          <Button onClick={() => studio.showDialog(null)}>{t('ui.cancel')}</Button>
          <Button variant="primary" isSubmit isBusy={isBusy} isDisabled={name.trim() === ''}>
            {t(isNew ? 'projects.create' : 'projects.rename')}
          </Button>
        </>
      }
    >
      <TextField
        label={t(about.name === 'rename-project' ? 'projects.name' : 'projects.title')}
        value={name}
        onChange={setName}
        maxLength={about.name === 'rename-project' ? 200 : 500}
        isAutoFocused
      />
    </Dialog>
  );

  function firstName(): string {
    if (about.name === 'new-episode') return t('projects.untitledEpisode', { number: about.number });
    return about.name === 'rename-project' ? about.project.name : about.episode.title;
  }

  async function carryOut(wanted: string): Promise<void> {
    if (about.name === 'new-episode') {
      const { id } = await studio.projects.createEpisode(about.project.id, wanted);
      await studio.openEpisode(id);
    } else if (about.name === 'rename-project') await studio.projects.renameProject(about.project.id, wanted);
    else await studio.projects.renameEpisode(about.episode.id, wanted);
  }
}
