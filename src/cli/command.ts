import type { Console } from './console.ts';
import type { OptionName, OptionValues } from './options.ts';

export interface CommandContext {
  readonly positionals: readonly string[];
  readonly values: OptionValues;
  readonly console: Console;
  /** Aborts on SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
}

/** A command runs and gives its exit status. */
export type RunCommand = (context: CommandContext) => Promise<number>;

export interface Command {
  readonly usage: string;
  readonly summary: string;
  readonly options: readonly OptionName[];
  /** Fewest and most positional arguments. */
  readonly positionals: readonly [number, number];
  readonly load: () => Promise<{ readonly run: RunCommand }>;
}
