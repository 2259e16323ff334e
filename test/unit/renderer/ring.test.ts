import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createRingMemory, RING_FRAMES } from '../../../src-renderer/player/ring.ts';
import { RingMonitor } from '../../../src-renderer/player/ring-onlookers.ts';
import { peakBits, RingReader } from '../../../src-renderer/player/ring-reader.ts';
import { RingWriter } from '../../../src-renderer/player/ring-writer.ts';

const QUANTUM = 128;

function ring(startCount = 0) {
  const memory = createRingMemory();
  // The counts wrap at 32 bits; a test need not play for twelve hours to get there.
  const control = new Int32Array(memory.control);
  control[1] = startCount;
  control[2] = startCount;
  const parts = {
    writer: new RingWriter(memory),
    reader: new RingReader(memory),
    monitor: new RingMonitor(memory),
  };
  parts.monitor.setPlaying(true);
  return parts;
}

/** Frames whose value is their position, so that order and loss show. */
function frames(from: number, count: number): [Float32Array, Float32Array] {
  const left = Float32Array.from({ length: count }, (_, index) => from + index);
  return [left, left.map((value) => -value)];
}

function pull(reader: RingReader, count = QUANTUM) {
  const left = new Float32Array(count);
  const right = new Float32Array(count);
  const pulled = { ...reader.pull(left, right) };
  return { ...pulled, left, right };
}

test.each([0, 2 ** 31 - 1000, -500])(
  '[UI40] what is pulled is what was written, in order, from count %i on',
  (startCount) => {
    fc.assert(
      fc.property(fc.array(fc.record({ write: fc.nat(3000), pull: fc.nat(3000) }), { maxLength: 60 }), (steps) => {
        const { writer, reader } = ring(startCount);
        writer.restart(0, 1, 0);
        let written = 0;
        let read = 0;
        for (const step of steps) {
          const count = Math.min(step.write, writer.freeFrames);
          writer.write(...frames(written, count));
          written += count;
          const pulled = pull(reader, step.pull);
          expect(pulled.frames).toBe(Math.min(step.pull, written - read));
          const [left, right] = frames(read, pulled.frames);
          expect(pulled.left.subarray(0, pulled.frames)).toEqual(left);
          expect(pulled.right.subarray(0, pulled.frames)).toEqual(right);
          expect(pulled.left.subarray(pulled.frames).every((value) => value === 0)).toBe(true);
          read += pulled.frames;
        }
      }),
      { numRuns: 50 },
    );
  },
);

test('[UI41] a restart drops what was not heard, at once and without the writer waiting for it', () => {
  const { writer, reader, monitor } = ring();
  writer.restart(0, 1, 0);
  writer.write(...frames(0, 2000));
  pull(reader);
  writer.restart(50_000, 2, 0);
  writer.write(...frames(50_000, 500));
  const pulled = pull(reader);
  expect(pulled).toMatchObject({ hasRestarted: true, isJump: true, frames: QUANTUM });
  expect(pulled.left[0]).toBe(50_000);
  expect(monitor.positionSample).toBe(50_000 + QUANTUM);
  expect(monitor.takenOverId).toBe(2);
});

test('[UI41] after several restarts at once the last one counts', () => {
  const { writer, reader, monitor } = ring();
  for (const [id, place] of [10, 20, 30].entries()) {
    writer.restart(place, id + 1, 0);
    writer.write(...frames(place, 300));
  }
  expect(pull(reader).left[0]).toBe(30);
  expect(monitor.takenOverId).toBe(3);
});

test('[UI41] a full ring has room again as soon as the reader has taken over a restart', () => {
  const { writer, reader } = ring();
  writer.restart(0, 1, 0);
  writer.write(...frames(0, RING_FRAMES));
  expect(writer.freeFrames).toBe(0);
  writer.restart(7, 2, 0);
  expect(writer.freeFrames).toBe(0);
  expect(pull(reader)).toMatchObject({ hasRestarted: true, frames: 0 });
  expect(writer.freeFrames).toBe(RING_FRAMES);
});

test('[UI42] while paused nothing is taken and the position stands; a seek still moves it', () => {
  const { writer, reader, monitor } = ring();
  writer.restart(0, 1, 0);
  writer.write(...frames(0, 1000));
  pull(reader);
  monitor.setPlaying(false);
  expect(pull(reader).frames).toBe(0);
  expect(monitor.positionSample).toBe(QUANTUM);
  writer.restart(4000, 2, 0);
  pull(reader);
  expect(monitor.positionSample).toBe(4000);
});

test('[UI43] the end is told once, at the last frame, and stops playing', () => {
  const { writer, reader, monitor } = ring();
  writer.restart(0, 1, 0);
  writer.write(...frames(0, 200));
  writer.finish();
  expect(pull(reader)).toMatchObject({ frames: QUANTUM, hasEnded: false });
  expect(pull(reader)).toMatchObject({ frames: 200 - QUANTUM, hasEnded: true });
  expect(pull(reader)).toMatchObject({ frames: 0, hasEnded: false });
  expect(monitor.positionSample).toBe(200);
  expect(monitor.underruns).toBe(0);
});

test('[UI44] running dry is counted and makes what follows a jump; waiting for the first frames is not running dry', () => {
  const { writer, reader, monitor } = ring();
  writer.restart(0, 1, 0);
  pull(reader);
  expect(monitor.underruns).toBe(0);
  writer.write(...frames(0, 100));
  expect(pull(reader)).toMatchObject({ frames: 100, isStart: true });
  expect(monitor.underruns).toBe(1);
  writer.write(...frames(100, 300));
  expect(pull(reader)).toMatchObject({ frames: QUANTUM, isJump: true, isStart: false });
  expect(pull(reader)).toMatchObject({ isJump: false });
});

test('[UI44] after a seek, and after running dry, it waits until enough is ready, or all there is', () => {
  const { writer, reader } = ring();
  writer.restart(0, 1, 1000);
  writer.write(...frames(0, 999));
  expect(pull(reader).frames).toBe(0);
  writer.write(...frames(999, 1));
  expect(pull(reader)).toMatchObject({ frames: QUANTUM, isStart: true });
  for (let pulls = 0; pulls < 8; pulls++) pull(reader);
  writer.write(...frames(1000, 500));
  expect(pull(reader).frames).toBe(0);
  writer.finish();
  expect(pull(reader)).toMatchObject({ frames: QUANTUM, isJump: true });
});

test('[UI45] the highest level since the last look is kept', () => {
  const { reader, monitor } = ring();
  reader.raisePeaks(peakBits(Float32Array.of(0.1, -0.5)), peakBits(Float32Array.of(0.25)));
  reader.raisePeaks(peakBits(Float32Array.of(0.2)), peakBits(Float32Array.of(1.5)));
  expect(monitor.takePeaks()).toEqual({ left: 0.5, right: 1.5 });
  expect(monitor.takePeaks()).toEqual({ left: 0, right: 0 });
});
