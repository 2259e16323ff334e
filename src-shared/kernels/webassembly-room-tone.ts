import { type AddRoomTone, HELD_ROWS, roomToneScale } from '../mix/add-room-tone.ts';
import type { KernelInstance } from './kernel-instance.ts';

const FRAMES_AT_ONCE = 1024;

export function createAddRoomTone(instance: KernelInstance): AddRoomTone {
  const { exports } = instance;
  const blockLeft = instance.floats(FRAMES_AT_ONCE);
  const blockRight = instance.floats(FRAMES_AT_ONCE);
  // Of 32 bits each, like the whole numbers they hold.
  const rows = instance.floats(HELD_ROWS + 1);

  return (startSample, left, right, levelDbfsRms) => {
    const scale = roomToneScale(levelDbfsRms);
    for (let done = 0; done < left.length; done += FRAMES_AT_ONCE) {
      const count = Math.min(FRAMES_AT_ONCE, left.length - done);
      blockLeft.set(left.subarray(done, done + count));
      blockRight.set(right.subarray(done, done + count));
      const start = (startSample + done) | 0;
      exports.addRoomTone(start, blockLeft.byteOffset, blockRight.byteOffset, count, scale, rows.byteOffset);
      left.set(blockLeft.subarray(0, count), done);
      right.set(blockRight.subarray(0, count), done);
    }
  };
}
