import type { Command } from '#shared/document/commands.ts';
import { type Samples, samplesToSeconds, secondsToSamples } from '#shared/units.ts';
import { NumberField } from '../ui/number-field.tsx';
import { useFieldGesture } from './use-episode-edit.ts';

interface QuantityProps<Value> {
  readonly label: string;
  readonly value: Value;
  /** What a new value does to the episode. */
  readonly command: (value: Value) => Command;
  readonly hint?: string | undefined;
  readonly isDisabled?: boolean;
}

/** Decibels. */
export function GainField({ label, value, command, hint, isDisabled }: QuantityProps<number>) {
  const { change, commit } = useFieldGesture();
  return (
    <NumberField
      label={label}
      value={value}
      min={-144}
      max={24}
      step={0.5}
      digits={1}
      unit="dB"
      hint={hint}
      isDisabled={isDisabled}
      onChange={(next) => next !== null && change(command(next))}
      onCommit={commit}
    />
  );
}

interface SecondsProps extends QuantityProps<Samples> {
  /** In seconds. */
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
}

export function SecondsField({
  label,
  value,
  command,
  min = 0,
  max = 36_000,
  step = 0.05,
  hint,
  isDisabled,
}: SecondsProps) {
  const { change, commit } = useFieldGesture();
  return (
    <NumberField
      label={label}
      value={Math.round(samplesToSeconds(value) * 1000) / 1000}
      min={min}
      max={max}
      step={step}
      digits={3}
      unit="s"
      hint={hint}
      isDisabled={isDisabled}
      onChange={(next) => next !== null && change(command(secondsToSamples(next)))}
      onCommit={commit}
    />
  );
}
