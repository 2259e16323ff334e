import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EpisodeId } from '#shared/ids.ts';
import { useStudio, useStudioState } from '../app/studio-context.ts';
import { Dialog } from '../ui/dialog.tsx';
import { ExportForm } from './export-form.tsx';
import { ExportProgress } from './export-progress.tsx';
import { ReportList } from './report-list.tsx';
import { ReportView } from './report-view.tsx';
import { useExportFacts } from './use-export-facts.ts';

interface ExportDialogProps {
  readonly episodeId: EpisodeId;
  /** Opens with the report of an export that is done. */
  readonly reportId?: string | undefined;
}

/** From what will be made and what stands in the way, over the work, to what was measured: one dialog all through. */
export function ExportDialog({ episodeId, reportId }: ExportDialogProps) {
  const { t } = useTranslation();
  const studio = useStudio();
  const facts = useExportFacts(episodeId);
  const [shownId, setShownId] = useState(reportId);
  const [jobId, setJobId] = useState<string | null>(null);
  const job = useStudioState((state) => state.jobs.find(({ id }) => id === jobId));
  const result = job?.state === 'done' ? job.result : undefined;
  const { reload } = facts;
  useEffect(() => {
    if (result === undefined) return;
    setShownId(result);
    setJobId(null);
    reload();
  }, [result, reload]);
  const close = (): void => studio.showDialog(null);
  const report = facts.reports?.find(({ id }) => id === shownId);
  const isWorking = job !== undefined && job.state !== 'done' && job.state !== 'cancelled' && job.state !== 'failed';
  return (
    <Dialog isOpen onClose={close} size="large" title={report ? t('export.report') : t('export.title')}>
      {report ? (
        <ReportView report={report} onBack={() => setShownId(undefined)} onDone={close} />
      ) : isWorking ? (
        <ExportProgress job={job} />
      ) : (
        <>
          <ExportForm episodeId={episodeId} presets={facts.presets} onStarted={setJobId} failure={job?.error} />
          <ReportList reports={facts.reports} onOpen={setShownId} />
        </>
      )}
    </Dialog>
  );
}
