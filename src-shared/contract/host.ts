/**
 * What a page can ask of the desktop around it, by the same channel as the core's methods. In a browser there is none
 * of this: the page's `Host` lacks the members, and offers what a browser has instead.
 */
import { z } from 'zod';
import { AssetId } from '../ids.ts';
import { UploadedFile } from './files.ts';

const nothing = z.strictObject({});
const FileName = z.string().min(1).max(255);
const Extension = z.string().regex(/^[a-z0-9]{1,8}$/);
const Words = z.string().min(1).max(300);

/** One line of the native menu. Actions come back as `host.action`; what they are called is the page's business. */
const MenuEntry = z.union([
  z.strictObject({
    actionId: z.string().min(1).max(100),
    label: Words,
    /** As the action table writes them: `Mod+Shift+Z`. */
    keys: z.string().max(40).exactOptional(),
    isEnabled: z.boolean(),
  }),
  z.strictObject({ separator: z.literal(true) }),
]);
export const MenuModel = z
  .array(
    z.strictObject({
      /** `file` and `edit` are where the system's own entries are added. */
      id: z.enum(['file', 'edit', 'view', 'playback', 'episode', 'help']),
      label: Words,
      entries: z.array(MenuEntry).max(100).readonly(),
    }),
  )
  .max(12)
  .readonly();
export type MenuModel = z.infer<typeof MenuModel>;

export const HOST_METHODS = {
  /** Asks for the place of a file to be made. null: the person changed their mind. */
  'host.chooseSavePath': {
    input: z.strictObject({ name: FileName, extensions: z.array(Extension).max(10).readonly() }),
    output: UploadedFile.nullable(),
  },
  /** Asks for files to be read. Empty: the person changed their mind. */
  'host.chooseFiles': {
    input: z.strictObject({ extensions: z.array(Extension).max(100).readonly(), isSeveral: z.boolean() }),
    output: z.array(UploadedFile).readonly(),
  },
  /** Shows a finished export, or the library's folder, in the system's file manager. */
  'host.reveal': {
    input: z.union([
      z.strictObject({ reportId: z.string().max(128) }),
      z.strictObject({ folder: z.literal('library') }),
    ]),
    output: nothing,
  },
  /** Begins to drag a sound of the library out of the window, under a name that says what it is. */
  'host.dragOut': { input: z.strictObject({ assetId: AssetId, name: FileName }), output: nothing },
  'host.setMenu': { input: z.strictObject({ menu: MenuModel }), output: nothing },
  /** On the program's icon; null: nothing is going on. */
  'host.setProgress': { input: z.strictObject({ progress: z.number().min(0).max(1).nullable() }), output: nothing },
  /** A notification of the system where the window is not in front; pressing it brings the window there. */
  'host.notify': { input: z.strictObject({ title: Words, body: z.string().max(1_000) }), output: nothing },
  /** The window's title, and whether something is still being saved (macOS marks that in the window's frame). */
  'host.setTitle': { input: z.strictObject({ title: Words, isSaving: z.boolean() }), output: nothing },
} as const satisfies Record<string, { readonly input: z.ZodType; readonly output: z.ZodType }>;

export type HostMethodName = keyof typeof HOST_METHODS;
export type HostInput<M extends HostMethodName> = z.output<(typeof HOST_METHODS)[M]['input']>;
export type HostOutput<M extends HostMethodName> = z.output<(typeof HOST_METHODS)[M]['output']>;
export type HostHandlers = {
  readonly [M in HostMethodName]: (input: HostInput<M>) => HostOutput<M> | Promise<HostOutput<M>>;
};

export type HostEvent =
  /** An entry of the native menu was chosen. */
  | { readonly name: 'host.action'; readonly value: { readonly actionId: string } }
  /** Files were opened with the program: by their association, on its icon, or as its arguments. */
  | { readonly name: 'host.filesOpened'; readonly value: { readonly files: readonly UploadedFile[] } };

export function isHostMethodName(name: string): name is HostMethodName {
  return Object.hasOwn(HOST_METHODS, name);
}
