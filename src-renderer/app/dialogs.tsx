import { ExportDialog } from '../export/export-dialog.tsx';
import { KeySheet } from '../key-sheet/key-sheet.tsx';
import { GenerateDialog } from '../making/generate-dialog.tsx';
import { CommandPalette } from '../palette/command-palette.tsx';
import { ImportDialog, NoScriptDialog } from '../start/import-dialog.tsx';
import { ImportReportDialog } from '../start/import-report-dialog.tsx';
import { NameDialog } from './name-dialog.tsx';
import { NewProjectDialog } from './new-project-dialog.tsx';
import { useStudioState } from './studio-context.ts';
import { TrashDialog } from './trash-dialog.tsx';

/** Whatever lies over the window. */
export function Dialogs() {
  const dialog = useStudioState((state) => state.dialog);
  switch (dialog?.name) {
    case 'palette':
      return <CommandPalette />;
    case 'key-sheet':
      return <KeySheet />;
    case 'new-project':
      return <NewProjectDialog />;
    case 'new-episode':
    case 'rename-project':
    case 'rename-episode':
      return <NameDialog about={dialog} />;
    case 'trash':
      return <TrashDialog />;
    case 'import-script':
      return <ImportDialog about={dialog} />;
    case 'no-script':
      return <NoScriptDialog />;
    case 'import-report':
      return <ImportReportDialog reports={dialog.reports} />;
    case 'generate':
      return <GenerateDialog wish={dialog.wish} estimate={dialog.estimate} />;
    case 'export':
      return <ExportDialog episodeId={dialog.episodeId} reportId={dialog.reportId} />;
    default:
      return null;
  }
}
