import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Core } from '#core/app.ts';
import { answerOf } from '#core/error-answer.ts';
import type { RunCommand } from './command.ts';
import { textTable } from './text-table.ts';

interface Check {
  readonly name: string;
  readonly isWorking: boolean;
  readonly detail: string;
}

const WANTED_ENCODERS = ['aac', 'libopus', 'flac'];

export const run: RunCommand = async ({ core }) => {
  const checks: Check[] = [
    { name: 'node', isWorking: true, detail: process.version },
    await checked(core, 'ffmpeg', async () => {
      const { path, version, source, encoders } = await core.ffmpeg();
      const absent = WANTED_ENCODERS.filter((encoder) => !encoders.has(encoder));
      if (absent.length > 0) throw new Error(`${path} lacks ${absent.join(', ')}`);
      return `${version} from ${source} (${path}), with ${WANTED_ENCODERS.join(', ')}`;
    }),
    await checked(core, 'library', async () => {
      // Looking must not make one.
      if (!existsSync(core.home)) {
        accessSync(nearestFolder(core.home), constants.W_OK);
        return `none yet; the first import or render makes it in ${core.home}`;
      }
      const { db } = await core.library();
      const row = db.get<{ version: string }>('SELECT sqlite_version() AS version', {});
      return `${core.home} (SQLite ${row?.version})`;
    }),
    await checked(core, 'keys', async () => {
      const connections = await core.connections.list();
      const withKey = connections.filter(({ key }) => key !== undefined).length;
      return `from ${core.connections.keys.name}; ${withKey} of ${connections.length} connections have one`;
    }),
    ...(await voiceChecks(core)),
  ];
  return {
    value: { checks },
    text: textTable(
      ['', 'works', ''],
      checks.map((check) => [check.name, check.isWorking ? 'yes' : 'NO', check.detail]),
    ),
    exitCode: checks.every((check) => check.isWorking) ? 0 : 1,
  };
};

async function checked(core: Core, name: string, look: () => Promise<string>): Promise<Check> {
  try {
    return { name, isWorking: true, detail: await look() };
  } catch (error) {
    const isPlain = error instanceof Error && error.constructor === Error;
    return { name, isWorking: false, detail: isPlain ? error.message : answerOf(error, core.ports.log).message };
  }
}

async function voiceChecks(core: Core): Promise<readonly Check[]> {
  const providers = await core.providers();
  return Promise.all(
    providers.map((provider) =>
      checked(core, `voices: ${provider.id}`, async () => {
        const voices = await provider.listVoices();
        return `${provider.name}, ${voices.length} voices${provider.isRemote ? '' : ', on this machine'}`;
      }),
    ),
  );
}

function nearestFolder(path: string): string {
  let folder = path;
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder);
  return folder;
}
