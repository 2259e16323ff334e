import { describe, expect, test } from 'vitest';
import { noticesOfPlace, surroundingsHere } from '#core/library/storage-place.ts';

const MOUNTS = [
  '22 1 0:20 / / rw,relatime shared:1 - ext4 /dev/sda1 rw',
  '40 22 0:35 / /home/kim/share rw shared:2 - nfs4 server:/export rw',
  '41 40 0:36 / /home/kim/share/local rw - ext4 /dev/sdb1 rw',
  '42 22 0:37 / /mnt/My\\040Disk rw master:3 - cifs //server/disk rw',
  '43 22 0:38 / /mnt/ssh rw - fuse.sshfs kim@server: rw',
  '44 22 0:39 / /mnt/usb rw - fuseblk /dev/sdc1 rw',
].join('\n');

const kindsOf = (home: string, markers: readonly string[] = []) =>
  noticesOfPlace(home, { mountInfo: MOUNTS, exists: (path) => markers.includes(path) }).map(({ kind }) => kind);

describe('where a library lies', () => {
  test.each([
    '/home/kim/Dropbox/Lectern',
    '/home/kim/Dropbox (Studio)/Lectern',
    '/Users/kim/OneDrive - Studio/Lectern',
    '/Users/kim/Library/Mobile Documents/com~apple~CloudDocs/Lectern',
    '/Users/kim/Library/CloudStorage/GoogleDrive-kim@example.com/My Drive/Lectern',
    '/home/kim/Nextcloud/Lectern',
  ])('[LIB125] a synchronised folder is known by its name: %s', (home) => {
    expect(kindsOf(home)).toEqual(['synchronised-folder']);
  });

  test('[LIB125] and by what the program leaves at its top', () => {
    expect(kindsOf('/home/kim/work/show/library', ['/home/kim/work/.stfolder'])).toEqual(['synchronised-folder']);
    expect(noticesOfPlace('/d/x', { mountInfo: '', exists: (path) => path === '/d/.dropbox' })[0]?.message).toMatch(
      /Dropbox synchronises.*library\.sqlite-wal/,
    );
  });

  test.each(['/home/kim/share/library', '/mnt/My Disk/library', '/mnt/ssh'])(
    '[LIB125] a network disk is known by what is mounted there: %s',
    (home) => {
      expect(kindsOf(home)).toEqual(['network-folder']);
    },
  );

  test.each([
    '/home/kim/library',
    '/home/kim/share/local/library',
    '/home/kim/sharepoint/library',
    '/mnt/usb/library',
    '/home/kim/My Dropbox notes/library',
    '/home/kim/boxes/library',
  ])('[LIB125] an ordinary place is not warned about: %s', (home) => {
    expect(kindsOf(home)).toEqual([]);
  });

  test('[LIB125] where this program runs can be asked', () => {
    const { mountInfo, exists } = surroundingsHere();
    expect(exists('/')).toBe(true);
    if (process.platform === 'linux') expect(mountInfo).toMatch(/ \/ .* - /);
  });
});
