import { expect, test } from 'vitest';
import { ClipId } from '#shared/library-clips.ts';
import { type Choosing, choose, NOTHING_CHOSEN } from '../../../src-renderer/library/clip-choice.ts';

const order = ['a', 'b', 'c', 'd', 'e'].map((id) => ClipId.parse(id));

function after(...steps: readonly (readonly [string, Choosing])[]) {
  const chosen = steps.reduce((before, [id, how]) => choose(order, before, ClipId.parse(id), how), NOTHING_CHOSEN);
  return { ids: [...chosen.ids].sort().join(''), active: chosen.activeId };
}

test('[BRW3] rows are chosen as files are: one, one by one, or all between two', () => {
  expect(after(['b', 'alone'], ['d', 'alone'])).toEqual({ ids: 'd', active: 'd' });
  expect(after(['b', 'alone'], ['d', 'toggle'], ['b', 'toggle'])).toEqual({ ids: 'd', active: 'b' });
  expect(after(['b', 'alone'], ['d', 'range'])).toEqual({ ids: 'bcd', active: 'd' });
  // The range turns about where it began.
  expect(after(['b', 'alone'], ['d', 'range'], ['a', 'range'])).toEqual({ ids: 'ab', active: 'a' });
  expect(after(['c', 'range'])).toEqual({ ids: 'c', active: 'c' });
});
