/** Reads MP4 boxes back without the code under test. */

export interface FoundBox {
  readonly type: string;
  readonly content: Buffer;
}

/** The boxes that fill a stretch exactly; anything else fails. */
export function boxesOf(bytes: Buffer): readonly FoundBox[] {
  const boxes: FoundBox[] = [];
  let at = 0;
  while (at < bytes.length) {
    const size = bytes.readUInt32BE(at);
    if (size < 8 || at + size > bytes.length) throw new Error(`a box of ${size} bytes at ${at} of ${bytes.length}`);
    boxes.push({ type: bytes.toString('latin1', at + 4, at + 8), content: bytes.subarray(at + 8, at + size) });
    at += size;
  }
  return boxes;
}

export function find(boxes: readonly FoundBox[], type: string): Buffer {
  const found = boxes.find((box) => box.type === type);
  if (!found) throw new Error(`no ${type} among ${boxes.map((box) => box.type).join(', ')}`);
  return found.content;
}

/** Follows a path of types; `trak:1` is the second track. */
export function descend(bytes: Buffer, path: string): Buffer {
  return path.split('/').reduce((content, step) => {
    const [type, index = '0'] = step.split(':');
    const found = boxesOf(content).filter((box) => box.type === type)[Number(index)];
    if (!found) throw new Error(`no ${step} in ${path}`);
    return found.content;
  }, bytes);
}
