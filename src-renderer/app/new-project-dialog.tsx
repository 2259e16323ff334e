import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { languageName, SCRIPT_LANGUAGES } from '../i18n/language-names.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { SegmentedControl } from '../ui/segmented-control.tsx';
import { Select } from '../ui/select.tsx';
import { TextField } from '../ui/text-field.tsx';
import { useStudio } from './studio-context.ts';

/** A new show or book, with its first episode, ready to be written. */
export function NewProjectDialog() {
  const { t, i18n } = useTranslation();
  const studio = useStudio();
  const [name, setName] = useState('');
  const [kind, setKind] = useState<'podcast' | 'audiobook'>('podcast');
  const [language, setLanguage] = useState(i18n.language === 'zh-CN' ? 'zh-CN' : 'en');
  const [isBusy, setBusy] = useState(false);

  const submit = async (): Promise<void> => {
    setBusy(true);
    const isDone = await studio.failures.attempt(async () => {
      const project = await studio.projects.createProject({ name: name.trim(), kind, language });
      const title = t('projects.untitledEpisode', { number: 1 });
      const episode = await studio.projects.createEpisode(project.id, title);
      await studio.openEpisode(episode.id);
    });
    setBusy(false);
    if (isDone) studio.showDialog(null);
  };
  return (
    <Dialog
      isOpen
      size="small"
      title={t('start.newProjectTitle')}
      onClose={() => studio.showDialog(null)}
      onSubmit={() => void submit()}
      actions={
        <>
          <Button onClick={() => studio.showDialog(null)}>{t('ui.cancel')}</Button>
          <Button variant="primary" isSubmit isBusy={isBusy} isDisabled={name.trim() === ''}>
            {t('projects.create')}
          </Button>
        </>
      }
    >
      <TextField label={t('projects.name')} value={name} onChange={setName} maxLength={200} isAutoFocused />
      <SegmentedControl
        label={t('projects.kind')}
        value={kind}
        onChange={setKind}
        segments={[
          { value: 'podcast', label: t('projects.podcast') },
          { value: 'audiobook', label: t('projects.audiobook') },
        ]}
      />
      <Select
        label={t('projects.language')}
        value={language}
        onChange={setLanguage}
        options={SCRIPT_LANGUAGES.map((tag) => ({ value: tag, label: languageName(tag, i18n.language) }))}
      />
    </Dialog>
  );
}
