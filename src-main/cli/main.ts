import { Command, CommanderError, Option } from 'commander';
import type { Core } from '#core/app.ts';
import { answerOf } from '#core/error-answer.ts';
import type { LibraryNotice } from '#core/library/library-notice.ts';
import type { Log } from '#core/ports.ts';
import { VERSION } from '#core/version.ts';
import { type ErrorAnswer, throwIfCancelled } from '#shared/errors.ts';
import type { CommandDefinition, CommandResult, OptionDefinition, OptionValues } from './command.ts';
import { COMMANDS, COMMON_OPTIONS } from './command-table.ts';
import { EXIT_DONE, EXIT_WRONG_INPUT, exitCodeOf } from './exit-codes.ts';
import { ProgressDisplay, type Terminal } from './terminal.ts';

/** One Ctrl+C can arrive twice: from the terminal, and passed on by the launcher. */
const SIGNAL_ECHO_MS = 500;

/** Before there is a library there is no log either; what fails there says all it knows. */
const NO_LOG: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Runs the command line and sets the process's exit code. Never throws. */
export async function main(parameters: readonly string[]): Promise<void> {
  const terminal = terminalOf(parameters);
  const cancellation = new AbortController();
  let firstSignalMs = 0;
  const onSignal = (): void => {
    if (cancellation.signal.aborted) {
      // The second Ctrl+C of an impatient person ends the program at once; the echo of the first does not.
      if (performance.now() - firstSignalMs > SIGNAL_ECHO_MS) process.exit(130);
      return;
    }
    firstSignalMs = performance.now();
    cancellation.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  // A reader that went away (`lectern … | head`) is no failure of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT_DONE);
    throw error;
  });
  process.exitCode = await runCommandLine(parameters, terminal, cancellation.signal, process.env);
  process.off('SIGINT', onSignal);
  process.off('SIGTERM', onSignal);
}

function terminalOf(parameters: readonly string[]): Terminal {
  return {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    isInteractive: process.stderr.isTTY === true,
    isJson: parameters.includes('--json'),
    widthColumns: process.stderr.columns ?? 100,
  };
}

/** The whole command line as a function of its arguments. Answers the exit code. */
export async function runCommandLine(
  parameters: readonly string[],
  terminal: Terminal,
  signal: AbortSignal,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  let exitCode = EXIT_DONE;
  let usageText = '';
  const program = new Command('lectern')
    .description('From a script to a finished episode: spoken, laid out, mixed, mastered, chaptered, captioned.')
    .version(VERSION, '--version', 'print the version')
    .helpOption('--help', 'show help')
    .helpCommand(false)
    .showSuggestionAfterError(true)
    .configureOutput({
      writeOut: (text) => terminal.out(text),
      writeErr: (text) => {
        usageText += text;
      },
    })
    .exitOverride();
  const groups = new Map<string, Command>();
  for (const definition of COMMANDS) {
    const [first, second] = definition.name.split(' ') as [string, string | undefined];
    let parent = program;
    if (second !== undefined) {
      parent = groups.get(first) ?? program.command(first).helpCommand(false).exitOverride();
      groups.set(first, parent);
    }
    const command = parent.command(`${second ?? first} ${definition.parameters}`.trim());
    declare(command, definition, environment);
    command.action(async (...received: unknown[]) => {
      const options = received.at(-2) as OptionValues;
      const values = received.slice(0, -2).flatMap((value) => (Array.isArray(value) ? value.map(String) : [value]));
      const given = values.filter((value): value is string => typeof value === 'string');
      exitCode = await execute(definition, given, options, terminal, signal, environment);
    });
  }
  try {
    await program.parseAsync([...parameters], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return EXIT_DONE;
    if (terminal.isJson) {
      const message = usageText.trim().replace(/^error: /, '') || error.message;
      writeJson(terminal, { ok: false, error: { code: 'invalid-input', message, isRetryable: false } });
    } else terminal.err(usageText);
    return EXIT_WRONG_INPUT;
  }
  return exitCode;
}

function declare(
  command: Command,
  definition: CommandDefinition,
  environment: Readonly<Record<string, string | undefined>>,
): void {
  command
    .summary(definition.summary)
    .description(definition.summary)
    .helpOption('--help', 'show help with an example')
    .addHelpText('after', `\nExample:\n  ${definition.example}\n`)
    .exitOverride();
  for (const option of [...definition.options, ...COMMON_OPTIONS]) command.addOption(optionOf(option, environment));
}

/** Every option can also be said by an environment variable, LECTERN_<OPTION>. */
function optionOf(definition: OptionDefinition, environment: Readonly<Record<string, string | undefined>>): Option {
  const option = new Option(definition.flags, definition.description);
  const variable = `LECTERN_${option.long?.slice(2).replaceAll('-', '_').toUpperCase()}`;
  const fromEnvironment = environment[variable];
  if (definition.isRepeatable === true) {
    option.argParser((value: string, previous: readonly string[] | undefined) => [...(previous ?? []), value]);
  }
  if (definition.isRequired === true && fromEnvironment === undefined) option.makeOptionMandatory();
  if (fromEnvironment !== undefined && fromEnvironment !== '') {
    option.default(
      option.isBoolean() ? !['0', 'false', 'no'].includes(fromEnvironment.toLowerCase()) : fromEnvironment,
    );
  }
  return option;
}

async function execute(
  definition: CommandDefinition,
  parameters: readonly string[],
  options: OptionValues,
  terminal: Terminal,
  signal: AbortSignal,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const progress = new ProgressDisplay(terminal);
  const { openCore } = await import('./open-core.ts');
  let core: Core | undefined;
  try {
    core = openCore(options, environment);
    const { run } = await definition.load();
    throwIfCancelled(signal);
    const result = await run(
      {
        terminal,
        progress,
        signal,
        core,
        workingDirectory: process.cwd(),
        answer: (result) => writeResult(terminal, result),
        untilCancelled: () => new Promise((resolve) => signal.addEventListener('abort', () => resolve())),
      },
      parameters,
      options,
    );
    progress.finish();
    for (const notice of await core.notices()) writeNotice(terminal, notice);
    if (result.isAnswered !== true) writeResult(terminal, result);
    return result.exitCode ?? EXIT_DONE;
  } catch (error) {
    progress.finish();
    const answer = answerOf(error, core?.ports.log ?? NO_LOG);
    writeFailure(terminal, answer);
    return exitCodeOf(answer);
  } finally {
    await core?.close();
  }
}

function writeResult(terminal: Terminal, result: CommandResult): void {
  if (terminal.isJson) {
    writeJson(terminal, { ok: true, value: result.value });
    return;
  }
  for (const warning of result.warnings ?? []) terminal.err(`Note: ${warning}\n`);
  if (result.text !== '') terminal.out(result.text.endsWith('\n') ? result.text : `${result.text}\n`);
}

/** In JSON as a line of its own on standard error, like progress. */
function writeNotice(terminal: Terminal, notice: LibraryNotice): void {
  terminal.err(terminal.isJson ? `${JSON.stringify({ notice })}\n` : `Note: ${notice.message}\n`);
}

function writeFailure(terminal: Terminal, answer: ErrorAnswer): void {
  if (terminal.isJson) {
    writeJson(terminal, { ok: false, error: answer });
    return;
  }
  terminal.err(answer.code === 'cancelled' ? 'Stopped. Nothing was left behind.\n' : `Error: ${answer.message}\n`);
}

function writeJson(terminal: Terminal, answer: unknown): void {
  terminal.out(`${JSON.stringify(answer)}\n`);
}
