/** The desktop as the page may use it. Paths stay here: the page gets ids of files that a person chose. */
import { copyFile, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import type { BrowserWindow as Window } from 'electron';
import type { Studio } from '#core/studio/studio.ts';
import type { UploadedFile } from '#shared/contract/files.ts';
import type { HostEvent, HostHandlers, MenuModel } from '#shared/contract/host.ts';
import { AppError } from '#shared/errors.ts';
import { applicationMenu } from './application-menu.ts';
import type { Electron } from './run-desktop.ts';

export interface HostParts {
  readonly electron: Electron;
  readonly studio: Studio;
  readonly window: () => Window | null;
  readonly send: (event: HostEvent) => void;
  readonly iconPath: string;
}

export function createHostHandlers({ electron, studio, window, send, iconPath }: HostParts): HostHandlers {
  const { app, dialog, Notification, shell } = electron;
  return {
    'host.chooseSavePath': async ({ name, extensions }) => {
      const options = { defaultPath: join(app.getPath('documents'), basename(name)), filters: filtersOf(extensions) };
      const owner = window();
      const { canceled, filePath } = await (owner
        ? dialog.showSaveDialog(owner, options)
        : dialog.showSaveDialog(options));
      if (canceled || filePath === '') return null;
      return { fileId: studio.uploads.grant(filePath), name: basename(filePath), byteLength: 0 };
    },
    'host.chooseFiles': async ({ extensions, isSeveral }) => {
      const options = {
        properties: ['openFile' as const, ...(isSeveral ? ['multiSelections' as const] : [])],
        filters: filtersOf(extensions),
      };
      const owner = window();
      const { filePaths } = await (owner ? dialog.showOpenDialog(owner, options) : dialog.showOpenDialog(options));
      return Promise.all(filePaths.map((path) => grantFile(studio, path)));
    },
    'host.reveal': async (what) => {
      if ('folder' in what) {
        await shell.openPath(studio.places.folder);
        return {};
      }
      const path = await studio.places.exportedFile(what.reportId);
      if (path === null) throw new AppError({ code: 'not-found', message: 'This export is not there any more.' });
      shell.showItemInFolder(path);
      return {};
    },
    'host.dragOut': async ({ assetId, name }) => {
      const path = await studio.places.mediaFile(assetId);
      if (path === null)
        throw new AppError({ code: 'not-found', message: 'This sound is not in the library any more.' });
      // Media are named by their hash: whoever gets the file wants to know what it is.
      const file = join(await mkdtemp(join(tmpdir(), 'lectern-drag-')), `${basename(name)}${extname(path)}`);
      await copyFile(path, file);
      window()?.webContents.startDrag({ file, icon: iconPath });
      return {};
    },
    'host.setMenu': ({ menu }) => {
      showMenu(electron, menu, send);
      return {};
    },
    'host.setProgress': ({ progress }) => {
      window()?.setProgressBar(progress ?? -1);
      return {};
    },
    'host.notify': ({ title, body }) => {
      const owner = window();
      if (owner?.isFocused() || !Notification.isSupported()) return {};
      const notification = new Notification({ title, body });
      notification.on('click', () => {
        owner?.show();
        owner?.focus();
      });
      notification.show();
      return {};
    },
    'host.setTitle': ({ title, isSaving }) => {
      window()?.setTitle(title);
      window()?.setDocumentEdited(isSaving);
      return {};
    },
  };
}

function filtersOf(extensions: readonly string[]) {
  if (extensions.length === 0) return [];
  return [{ name: extensions.map((one) => `.${one}`).join(', '), extensions: [...extensions] }];
}

export function showMenu({ Menu }: Electron, menu: MenuModel, send: (event: HostEvent) => void): void {
  const template = applicationMenu(process.platform, menu, (actionId) =>
    send({ name: 'host.action', value: { actionId } }),
  );
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

/** A file that a person opened with the program. */
export async function grantFile(studio: Studio, path: string): Promise<UploadedFile> {
  const fileId = studio.uploads.grant(path);
  return { fileId, name: basename(path), byteLength: await studio.uploads.byteLength(fileId) };
}
