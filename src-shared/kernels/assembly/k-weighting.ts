// K-weighting of two channels at once, one in each lane: see ../../loudness/k-weighting.ts.

/** `memory`: s1, s2, h1 and h2 of both channels, left beside right, read and written. `energies`: of left and right, added to. */
export function weighPair(
  left: usize,
  right: usize,
  frames: i32,
  memory: usize,
  energies: usize,
  b0: f64,
  b1: f64,
  b2: f64,
  a1: f64,
  a2: f64,
  c1: f64,
  c2: f64,
): void {
  let s1 = v128.load(memory);
  let s2 = v128.load(memory, 16);
  let h1 = v128.load(memory, 32);
  let h2 = v128.load(memory, 48);
  let energy = v128.load(energies);
  const vb0 = f64x2.splat(b0);
  const vb1 = f64x2.splat(b1);
  const vb2 = f64x2.splat(b2);
  const va1 = f64x2.splat(a1);
  const va2 = f64x2.splat(a2);
  const vc1 = f64x2.splat(c1);
  const vc2 = f64x2.splat(c2);
  for (let i = 0; i < frames; i++) {
    const at = (<usize>i) << 2;
    const pair = v128.load_lane<f32>(right + at, v128.load_zero<f32>(left + at), 1);
    const x = f64x2.promote_low_f32x4(pair);
    const y = f64x2.add(f64x2.mul(vb0, x), s1);
    s1 = f64x2.sub(f64x2.add(f64x2.mul(vb1, x), s2), f64x2.mul(va1, y));
    s2 = f64x2.sub(f64x2.mul(vb2, x), f64x2.mul(va2, y));
    const z = f64x2.add(y, h1);
    h1 = f64x2.sub(f64x2.sub(h2, f64x2.add(y, y)), f64x2.mul(vc1, z));
    h2 = f64x2.sub(y, f64x2.mul(vc2, z));
    energy = f64x2.add(energy, f64x2.mul(z, z));
  }
  v128.store(memory, s1);
  v128.store(memory, s2, 16);
  v128.store(memory, h1, 32);
  v128.store(memory, h2, 48);
  v128.store(energies, energy);
}
