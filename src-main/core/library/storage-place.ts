/**
 * Recognises places where a database is not safe. SQLite's log needs locks and shared memory that network file systems
 * do not have (sqlite.org/wal.html, "All processes using a database must be on the same host computer"), and programs
 * that synchronise folders copy the database and its log at different moments, or put an older one back.
 */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve, sep } from 'node:path';
import type { LibraryNotice } from './library-notice.ts';
import { errnoOf } from './storage-error.ts';

/** By the name of any folder above the library, in lower case. */
const SYNC_FOLDERS: readonly (readonly [RegExp, string])[] = [
  [/^dropbox( \(.*\))?$/, 'Dropbox'],
  [/^onedrive( - .*)?$/, 'OneDrive'],
  [/^(icloud ?drive|mobile documents|com~apple~clouddocs)$/, 'iCloud'],
  [/^(google ?drive|googledrive-.*|my drive)$/, 'Google Drive'],
  [
    /^(nextcloud|owncloud|pcloud ?drive|pclouddrive|box sync|syncthing|creative cloud files|mega(sync)?)$/,
    'a sync program',
  ],
  // Where macOS keeps every cloud service's folder.
  [/^cloudstorage$/, 'a cloud service'],
];

/** Left by sync programs at the top of a folder whatever it is called. */
const SYNC_MARKERS: readonly (readonly [string, string])[] = [
  ['.dropbox', 'Dropbox'],
  ['.dropbox.cache', 'Dropbox'],
  ['.stfolder', 'Syncthing'],
  ['.owncloudsync.log', 'a sync program'],
];

const NETWORK_FILE_SYSTEMS =
  /^(nfs\d?|cifs|smb\d?|smbfs|afpfs|ncpfs|9p|afs|ceph|glusterfs|lustre|davfs\d?|webdav|vboxsf|vmhgfs|prl_fs|drvfs|fuse\.(sshfs|rclone|davfs\d?|s3fs|gcsfuse|glusterfs|vmhgfs-fuse|gvfsd-fuse|onedriver|google-drive-ocamlfuse))$/;

export interface PlaceSurroundings {
  /** The text of /proc/self/mountinfo; '' where there is none. */
  readonly mountInfo: string;
  readonly exists: (path: string) => boolean;
}

export function surroundingsHere(): PlaceSurroundings {
  return { mountInfo: readMountInfo(), exists: existsSync };
}

/** What to say about a library in this folder; nothing for most. */
export function noticesOfPlace(home: string, { mountInfo, exists }: PlaceSurroundings): readonly LibraryNotice[] {
  const path = resolve(home);
  const notices: LibraryNotice[] = [];
  const fileSystem = networkFileSystemOf(path, mountInfo);
  if (fileSystem !== undefined) {
    notices.push({
      kind: 'network-folder',
      message: `The library ${home} lies on a network disk (${fileSystem}). There SQLite's log is not safe, and two computers that open it together can damage it. Keep the library on a disk of this computer and put archives or backups on the network disk.`,
    });
  }
  const program = syncProgramOf(path, exists);
  if (program !== undefined) {
    notices.push({
      kind: 'synchronised-folder',
      message: `The library ${home} lies in a folder that ${program} synchronises. It can copy half a change, remove the log (library.sqlite-wal) or put an older library back, and edits are lost. Keep the library elsewhere and put archives ("lectern archive") into that folder.`,
    });
  }
  return notices;
}

function syncProgramOf(path: string, exists: (path: string) => boolean): string | undefined {
  for (const name of path.split(sep)) {
    const known = SYNC_FOLDERS.find(([pattern]) => pattern.test(name.toLowerCase()));
    if (known) return known[1];
  }
  for (let folder = path; ; folder = dirname(folder)) {
    const marker = SYNC_MARKERS.find(([name]) => exists(join(folder, name)));
    if (marker) return marker[1];
    if (dirname(folder) === folder) return undefined;
  }
}

/** The file system of the deepest mount point above the path, where it is a network's. */
function networkFileSystemOf(path: string, mountInfo: string): string | undefined {
  if (path.startsWith('\\\\')) return 'a Windows share';
  let deepest = { point: '', type: '' };
  for (const line of mountInfo.split('\n')) {
    // proc(5): … (5) mount point … - (9) file system type …; spaces are written as octal escapes.
    const [before = '', after = ''] = line.split(' - ');
    const point = before
      .split(' ')[4]
      ?.replace(/\\(\d{3})/g, (_, octal) => String.fromCharCode(Number.parseInt(octal, 8)));
    const type = after.split(' ')[0];
    if (point === undefined || type === undefined) continue;
    const isAbove = path === point || path.startsWith(point.endsWith('/') ? point : `${point}/`);
    // A later mount on the same point hides the earlier one.
    if (isAbove && point.length >= deepest.point.length) deepest = { point, type };
  }
  return NETWORK_FILE_SYSTEMS.test(deepest.type) ? deepest.type : undefined;
}

function readMountInfo(): string {
  try {
    return readFileSync('/proc/self/mountinfo', 'utf8');
  } catch (error) {
    // Not Linux. Without the list only the path can tell.
    if (errnoOf(error) !== undefined) return '';
    throw error;
  }
}
