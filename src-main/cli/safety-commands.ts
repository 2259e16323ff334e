/** Commands that keep a library safe and carry projects elsewhere. Definitions only: help must be instant. */
import type { CommandDefinition } from './command.ts';

export const SAFETY_COMMANDS: readonly CommandDefinition[] = [
  {
    name: 'library verify',
    parameters: '',
    summary: 'look for damage in the database and in every sound; repairs nothing, exits 1 where there is any',
    options: [{ flags: '--quick', description: 'compare the sizes of sounds only, without reading them' }],
    example: 'lectern library verify',
    load: () => import('./library-verify.ts'),
  },
  {
    name: 'library backup',
    parameters: '',
    summary: 'copy the database into the backups folder; the last ten copies are kept',
    options: [{ flags: '--list', description: 'only list the backups there are' }],
    example: 'lectern library backup',
    load: () => import('./library-backup.ts'),
  },
  {
    name: 'library restore',
    parameters: '',
    summary: 'go back to a backup; the present library is set aside, and no sound is lost',
    options: [
      {
        flags: '--backup <name>',
        description: 'which one, as `library backup --list` names it (default: the newest good one)',
      },
      { flags: '--adopt', description: 'go back to nothing; only take back sounds that the library no longer knows' },
    ],
    example: 'lectern library restore --backup backup-000012-change-480.sqlite',
    load: () => import('./library-restore.ts'),
  },
  {
    name: 'library clean',
    parameters: '',
    summary: 'move files that nothing refers to into the trash folder',
    options: [{ flags: '--empty-trash', description: 'remove for good what was moved there before' }],
    example: 'lectern library clean',
    load: () => import('./library-clean.ts'),
  },
  {
    name: 'archive',
    parameters: '<project>',
    summary: 'write a project with its audio, takes and history as one portable file',
    options: [{ flags: '-o, --output <file>', description: 'the file to write', isRequired: true }],
    example: 'lectern archive "The Night Ferry" -o the-night-ferry.lectern',
    load: () => import('./archive.ts'),
  },
  {
    name: 'unarchive',
    parameters: '<file>',
    summary: 'add the project of an archive to the library',
    options: [],
    example: 'lectern unarchive the-night-ferry.lectern',
    load: () => import('./unarchive.ts'),
  },
];
