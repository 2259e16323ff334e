/** What the page can do outside of itself; a browser can do less than the desktop, and then the member is absent. */
import type { Answer } from '#shared/contract/client.ts';
import { errorOfAnswer } from '#shared/contract/client.ts';
import { type FileId, UPLOAD_PATH, type UploadedFile } from '#shared/contract/files.ts';
import type { HostEvent, MenuModel } from '#shared/contract/host.ts';
import { AppError, Cancelled } from '#shared/errors.ts';
import type { AssetId } from '#shared/ids.ts';
import { createDesktopHost } from './desktop-host.ts';
// Says what the shell puts into the window.
import type {} from './transport.ts';
import { Unreachable } from './unreachable.ts';

/** From 0 to 1; null: nothing is going on. */
export type ShellProgress = number | null;

/** What only a desktop has. */
export interface DesktopHost {
  /** A dialog for the place of a file to be made; null: the person changed their mind. */
  chooseSavePath?(suggestion: {
    readonly name: string;
    readonly extensions: readonly string[];
  }): Promise<UploadedFile | null>;
  /** In the system's file manager: an export, by its report, or the library's folder. */
  revealFile?(what: { readonly reportId: string } | { readonly folder: 'library' }): Promise<void>;
  /** Begins dragging a sound of the library out of the window, under a name that says what it is. */
  dragFileOut?(assetId: AssetId, name: string): void;
  /** On the program's icon. */
  setProgress?(progress: ShellProgress): void;
  /** A notification of the system; pressing it brings the window to the front. */
  notify?(notification: { readonly title: string; readonly body: string }): void;
  /** The native menu, in the person's language. */
  setMenu?(menu: MenuModel): void;
  /** Of the window, and whether something is still being saved. */
  setTitle?(title: string, isSaving: boolean): void;
  /** What was chosen in the menu, and files that were opened with the program. Ends when the returned function is called. */
  listen?(listener: (event: HostEvent) => void): () => void;
}

export interface Host extends DesktopHost {
  /**
   * Brings a file to the core, which answers with a name for it. `onProgress`: from 0 to 1. Throws what the core says
   * (`disk-full` …), `Unreachable`, and `Cancelled` when the signal aborts.
   */
  upload(
    file: File,
    options?: { readonly onProgress?: (progress: number) => void; readonly signal?: AbortSignal },
  ): Promise<UploadedFile>;
}

export function createHost(): Host {
  return { ...(window.lectern ? createDesktopHost(window.lectern) : {}), upload };
}

/** By XMLHttpRequest: fetch does not tell how much of a body was sent. */
const upload: Host['upload'] = (file, { onProgress, signal } = {}) =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', `${UPLOAD_PATH}?name=${encodeURIComponent(file.name)}`);
    request.responseType = 'text';
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(total > 0 ? loaded / total : 0);
    request.onload = () => {
      try {
        resolve(uploadedFileOf(request.responseText));
      } catch (thrown) {
        reject(thrown instanceof SyntaxError ? new Unreachable(request.status) : thrown);
      }
    };
    request.onerror = () => reject(new Unreachable('upload'));
    request.onabort = () => reject(new Cancelled());
    signal?.addEventListener('abort', () => request.abort(), { once: true });
    if (signal?.aborted) reject(new Cancelled());
    else request.send(file);
  });

/** The answer of the upload route: the file's name at the core, or an error as any call's. */
function uploadedFileOf(text: string): UploadedFile {
  const answer = JSON.parse(text) as Answer<UploadedFile> | UploadedFile;
  if (!('ok' in answer)) return answer;
  if (answer.ok) return answer.value;
  throw errorOfAnswer(answer.error);
}

/** Several at once; the first that cannot be sent fails all, by its name. */
export async function uploadAll(host: Host, files: readonly File[]): Promise<readonly FileId[]> {
  const ids: FileId[] = [];
  for (const file of files) {
    try {
      ids.push((await host.upload(file)).fileId);
    } catch (thrown) {
      if (!(thrown instanceof AppError)) throw thrown;
      const { code, isRetryable, details, message } = thrown;
      throw new AppError({ code, isRetryable, details, cause: thrown, message: `${file.name}: ${message}` });
    }
  }
  return ids;
}
