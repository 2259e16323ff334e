/**
 * Files that come from outside. The page cannot name paths: it sends a file's bytes to `UPLOAD_PATH` of its own origin
 * (drag and drop, the page's own file chooser) and gets a {@link FileId} for it, in a browser and in Electron alike.
 * Where a person chose a file in a dialog of the desktop shell, or opened it from there, the shell gives the id.
 */
import { z } from 'zod';

/** Good until the program ends, for one file. */
export const FileId = z.string().min(1).max(128).brand<'FileId'>();
export type FileId = z.infer<typeof FileId>;

/** `POST /upload?name=…` with the bytes as body; answers {@link UploadedFile} as JSON, or an error as any call. */
export const UPLOAD_PATH = '/upload';

export const UploadedFile = z.strictObject({
  fileId: FileId,
  name: z.string(),
  byteLength: z.number().int().min(0),
});
export type UploadedFile = z.infer<typeof UploadedFile>;
