import type { Core } from '#core/app.ts';
import type { MaxCost } from '#core/jobs/spending-cap.ts';
import { AppError } from '#shared/errors.ts';
import type { ProgressDisplay, Terminal } from './terminal.ts';

/** What a running command may touch. */
export interface CommandContext {
  readonly terminal: Terminal;
  readonly progress: ProgressDisplay;
  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal;
  /** The core over the chosen library; opened on first use, closed by the caller. */
  readonly core: Core;
  /** Relative paths are relative to this. */
  readonly workingDirectory: string;
  /** Writes the answer of a command that goes on running. */
  readonly answer: (result: CommandResult) => void;
  /** Waits for the end of a server command. */
  readonly untilCancelled: () => Promise<void>;
}

export interface CommandResult {
  /** The `value` of the JSON answer. */
  readonly value: unknown;
  /** The same for people; '' prints nothing. */
  readonly text: string;
  /** Shown on standard error for people; in JSON they are part of `value`. */
  readonly warnings?: readonly string[];
  /** 0 unless the command itself says otherwise (`check` answers and exits 1). */
  readonly exitCode?: number;
  /** The answer has been written while the command ran. */
  readonly isAnswered?: boolean;
}

export type OptionValues = Readonly<Record<string, unknown>>;
export type RunCommand = (
  context: CommandContext,
  parameters: readonly string[],
  options: OptionValues,
) => Promise<CommandResult>;

export interface OptionDefinition {
  /** As commander reads them: `-o, --output <file>`. */
  readonly flags: string;
  readonly description: string;
  readonly isRequired?: boolean;
  /** May be given several times. */
  readonly isRepeatable?: boolean;
}

export interface CommandDefinition {
  readonly name: string;
  /** As commander reads them: `<script>`, `<file...>`. */
  readonly parameters: string;
  readonly summary: string;
  readonly options: readonly OptionDefinition[];
  readonly example: string;
  /** The code behind it is loaded only when it runs: `--help` must be instant. */
  readonly load: () => Promise<{ readonly run: RunCommand }>;
}

export function textOption(options: OptionValues, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}

export function flagOption(options: OptionValues, name: string): boolean {
  return options[name] === true;
}

export function listOption(options: OptionValues, name: string): readonly string[] {
  const value = options[name];
  return Array.isArray(value) ? value.map(String) : typeof value === 'string' ? [value] : [];
}

/** Throws AppError invalid-input naming the option unless the value is a number within the range. */
export function numberOption(
  options: OptionValues,
  name: string,
  range: { readonly min: number; readonly max?: number; readonly isInteger?: boolean },
): number | undefined {
  const text = textOption(options, name);
  if (text === undefined) return undefined;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  const isInRange = value >= range.min && value <= (range.max ?? Number.POSITIVE_INFINITY);
  if (!isInRange || (range.isInteger === true && !Number.isInteger(value))) {
    const kind = range.isInteger === true ? 'a whole number' : 'a number';
    const bounds = range.max === undefined ? `of at least ${range.min}` : `from ${range.min} to ${range.max}`;
    throw new AppError({
      code: 'invalid-input',
      message: `--${toFlag(name)} takes ${kind} ${bounds}, not "${text}".`,
      details: { option: toFlag(name), value: text },
    });
  }
  return value;
}

/** `5`, or one for each currency: `CNY=5,USD=1`. Throws AppError invalid-input naming the option. */
export function costOption(options: OptionValues, name: string): MaxCost | undefined {
  const text = textOption(options, name);
  if (text === undefined || !text.includes('=')) return numberOption(options, name, { min: 0 });
  const entries = text.split(',').map((entry) => /^\s*([A-Za-z]{3})\s*=\s*(\d+(?:\.\d+)?)\s*$/.exec(entry));
  const limits = entries.flatMap((entry) =>
    entry === null ? [] : [[entry[1]!.toUpperCase(), Number(entry[2])] as const],
  );
  if (limits.length === entries.length && new Map(limits).size === limits.length) return Object.fromEntries(limits);
  throw new AppError({
    code: 'invalid-input',
    message: `--${toFlag(name)} takes an amount, or one for each currency such as CNY=5,USD=1, not "${text}".`,
    details: { option: toFlag(name), value: text },
  });
}

/** Throws AppError invalid-input unless the value is one of the choices. */
export function choiceOption<Choice extends string>(
  options: OptionValues,
  name: string,
  choices: readonly Choice[],
): Choice | undefined {
  const text = textOption(options, name);
  if (text === undefined) return undefined;
  const choice = choices.find((candidate) => candidate === text);
  if (choice === undefined) {
    throw new AppError({
      code: 'invalid-input',
      message: `--${toFlag(name)} takes one of ${choices.join(', ')}, not "${text}".`,
      details: { option: toFlag(name), value: text, choices },
    });
  }
  return choice;
}

function toFlag(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
