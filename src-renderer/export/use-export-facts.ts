import { useCallback, useEffect, useState } from 'react';
import type { ExportPresetValue, ExportReportValue } from '#shared/contract/exports.ts';
import type { EpisodeId } from '#shared/ids.ts';
import { useStudio } from '../app/studio-context.ts';

export interface ExportFacts {
  /** null while they are asked for. */
  readonly presets: readonly ExportPresetValue[] | null;
  /** Newest first. */
  readonly reports: readonly ExportReportValue[] | null;
  readonly reload: () => void;
}

export function useExportFacts(episodeId: EpisodeId): ExportFacts {
  const { client, failures } = useStudio();
  const [presets, setPresets] = useState<ExportFacts['presets']>(null);
  const [reports, setReports] = useState<ExportFacts['reports']>(null);
  const reload = useCallback(() => {
    void failures.attempt(async () => setReports(await client.call('exports.reports', { episodeId })));
  }, [client, failures, episodeId]);
  useEffect(() => {
    void failures.attempt(async () => setPresets(await client.call('exports.presets', {})));
    reload();
  }, [client, failures, reload]);
  return { presets, reports, reload };
}
