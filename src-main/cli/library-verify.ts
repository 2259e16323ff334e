import { relative } from 'node:path';
import { type VerifyReport, verifyLibrary } from '#core/library/verify-library.ts';
import { byteSizeOf } from './byte-size.ts';
import { flagOption, type RunCommand } from './command.ts';
import { EXIT_DONE, EXIT_FAILED } from './exit-codes.ts';

export const run: RunCommand = async ({ core, progress, signal }, _parameters, options) => {
  const report = await verifyLibrary(await core.library(), {
    isQuick: flagOption(options, 'quick'),
    signal,
    onProgress: progress.show,
  });
  return {
    value: report,
    text: textOf(report, core.home),
    exitCode: report.isSound ? EXIT_DONE : EXIT_FAILED,
  };
};

function textOf(report: VerifyReport, home: string): string {
  const { media, orphans, cacheCutShort } = report;
  const orphanBytes = orphans.reduce((sum, { byteLength }) => sum + byteLength, 0);
  return [
    ...report.databaseProblems.map((problem) => `Database: ${problem}`),
    ...report.brokenRows.map(({ kind, id, reason }) => `Broken ${kind} ${id}: ${reason}`),
    ...media.missing.map((id) => `Missing sound: ${id}`),
    ...media.altered.map((id) => `Damaged sound: ${id}`),
    ...media.unreadable.map((id) => `Unreadable sound: ${id}`),
    ...orphans.map(({ path, byteLength }) => `Without a row: ${relative(home, path)} (${byteSizeOf(byteLength)})`),
    cacheCutShort.length > 0 ? `${cacheCutShort.length} sounds will be decoded again when they are played.` : '',
    orphans.length > 0
      ? `${orphans.length} files (${byteSizeOf(orphanBytes)}) that nothing refers to: \`lectern library clean\` moves them to the trash, \`lectern library restore --adopt\` takes sounds among them back.`
      : '',
    report.isSound
      ? `The library is sound: ${media.checked} sounds, ${byteSizeOf(media.byteLength)}.`
      : 'The library is damaged. Nothing was changed. Sounds come back when their files are imported, or their lines spoken, again; `lectern library restore` goes back to the last good backup of the rest.',
  ]
    .filter((line) => line !== '')
    .join('\n');
}
