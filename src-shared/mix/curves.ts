/**
 * The curves of fades and envelopes. Only operations that IEEE 754 rounds the same on every machine (+ − × ÷ √), and
 * always from the position itself, never from the sample before: any sample alone comes out the same.
 */
import type { FadeShape } from './mix-plan.ts';

/** 3t² − 2t³ for t in 0…1: rises from 0 to 1 with flat ends, and smoothstep(t) + smoothstep(1 − t) = 1. */
export function smoothstep(t: number): number {
  return t * t * (3 - 2 * t);
}

/**
 * Factor of a fade-in at t in 0…1; a fade-out is the same curve at 1 − t.
 * Equal power is √smoothstep, so that in² + out² = 1; equal gain is smoothstep, so that in + out = 1.
 */
export function fadeGain(shape: FadeShape, t: number): number {
  const s = smoothstep(t);
  return shape === 'equal-power' ? Math.sqrt(s) : s;
}

/**
 * Factor of an envelope at t in 0…1 between two points with positive gains. In decibels it is nearly a straight line
 * eased at both ends, which the ear takes for an even move: with s = smoothstep(t), the geometric mean of the
 * arithmetic and the harmonic interpolation, √(g₀g₁ · ((1−s)g₀ + s·g₁) / ((1−s)g₁ + s·g₀)), passes through √(g₀g₁)
 * half-way exactly as a ramp in decibels does, without a logarithm.
 */
export function envelopeGain(fromGain: number, toGain: number, t: number): number {
  const s = smoothstep(t);
  const arithmetic = (1 - s) * fromGain + s * toGain;
  const mirrored = (1 - s) * toGain + s * fromGain;
  return Math.sqrt((fromGain * toGain * arithmetic) / mirrored);
}
