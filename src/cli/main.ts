import {
  DLCodeGenError,
  ERRORS,
  joinSupervisor,
  machineFault,
  showControls,
  type ErrorCode,
} from '../core/index.ts';
import { COMMANDS } from './commands-table.ts';
import { createConsole } from './console.ts';
import { renderCommandHelp, renderHelp } from './help.ts';
import { openedData } from './opened-data.ts';
import { parseLine, textOf } from './options.ts';

/** A terminal and the supervisor may both hand over one interrupt; a second one comes later. Units: ms. */
const SAME_INTERRUPT_MS = 500;

/** Runs one command line and sets the exit status (DESIGN 5); `channel` leads to a supervisor, bin/supervise.cjs. */
export async function main(args: readonly string[], channel: number | null = null): Promise<void> {
  if (channel !== null) joinSupervisor(channel);
  const json = args.includes('--json');
  const abort = new AbortController();
  let interrupted: number | null = null;
  const interrupt = (): void => {
    if (interrupted !== null && performance.now() - interrupted > SAME_INTERRUPT_MS)
      process.exit(ERRORS.INTERRUPTED.exit);
    interrupted ??= performance.now();
    abort.abort(new DLCodeGenError('INTERRUPTED', 'interrupted'));
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, interrupt);
  const end = (error: unknown): never => process.exit(report(error, false, args));
  // The result did not reach its reader, whether a pipe was closed or a disk is full.
  process.stdout.on('error', (cause: NodeJS.ErrnoException) => {
    const message = `cannot write to standard output: ${cause.message}`;
    end(new DLCodeGenError('MACHINE', message, { cause }));
  });
  process.stderr.on('error', () => undefined);
  process.once('uncaughtException', end);
  try {
    process.exitCode = await runLine(args, abort.signal);
  } catch (error) {
    process.exitCode = report(abort.signal.aborted ? abort.signal.reason : error, json, args);
  }
}

async function runLine(args: readonly string[], signal: AbortSignal): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    process.stdout.write(renderHelp());
    return name === undefined ? ERRORS.USAGE.exit : 0;
  }
  if (name === '--version') {
    const { version } = await import('./version.ts');
    process.stdout.write(`${version}\n`);
    return 0;
  }
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command === undefined) {
    throw new DLCodeGenError(
      'USAGE',
      `unknown command "${name}"; known: ${Object.keys(COMMANDS).join(', ')}`,
    );
  }
  const { positionals, values } = parseLine(rest, command.options, process.env);
  if (values.help === true) {
    process.stdout.write(renderCommandHelp(command));
    return 0;
  }
  const [fewest, most] = command.positionals;
  if (positionals.length < fewest || positionals.length > most) {
    throw new DLCodeGenError(
      'USAGE',
      `received ${positionals.length} arguments; usage: dlcodegen ${command.usage}`,
    );
  }
  const { run } = await command.load();
  const console = createConsole({ json: values.json === true, quiet: values.quiet === true });
  const data = textOf(values, 'data');
  const opened = data === undefined ? {} : { data: await openedData(data, console) };
  return run({ positionals, values: { ...values, ...opened }, console, signal });
}

/** What the disk refuses, wherever it does. */
const REFUSALS = new Set(['EACCES', 'EPERM', 'EROFS']);

function codeOf(error: unknown): ErrorCode {
  if (error instanceof DLCodeGenError) return error.code;
  const refused = error instanceof Error && 'code' in error && REFUSALS.has(String(error.code));
  return refused ? 'BAD_INPUT' : 'UNEXPECTED';
}

function report(thrown: unknown, json: boolean, args: readonly string[]): number {
  const error = machineFault(thrown) ?? thrown;
  const code = codeOf(error);
  const message = error instanceof Error ? error.message : String(error);
  if (json) process.stdout.write(`${JSON.stringify({ error: { code, message } })}\n`);
  process.stderr.write(`error: ${showControls(message)}\n`);
  if (ERRORS[code].help !== '') process.stderr.write(`${ERRORS[code].help}\n`);
  if (args.includes('--verbose') && error instanceof Error)
    process.stderr.write(`${error.stack}\n`);
  return ERRORS[code].exit;
}
