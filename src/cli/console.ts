import { showControls } from '../core/index.ts';

/** Data go to standard output, talk to standard error. */
export interface Console {
  readonly json: boolean;
  /** Data for programs: one JSON value, or text. */
  readonly print: (text: string) => void;
  /** A line for people; nothing under --quiet. */
  readonly talk: (text: string) => void;
  /** Replaces the last progress line on a terminal; a plain line otherwise. */
  readonly progress: (done: number, total: number, text: string) => void;
}

const WIDTH = 24;

/** A console over the process's own streams. */
export function createConsole(options: { json: boolean; quiet: boolean }): Console {
  const { stderr } = process;
  const bar = stderr.isTTY && process.env['CI'] === undefined;
  let drawn = false;
  const clear = (): void => {
    if (drawn) stderr.write('\r\u001B[K');
    drawn = false;
  };
  return {
    json: options.json,
    print: (text) => {
      clear();
      const shown = showControls(text);
      process.stdout.write(shown.endsWith('\n') ? shown : `${shown}\n`);
    },
    talk: (text) => {
      if (options.quiet) return;
      clear();
      stderr.write(`${showControls(text)}\n`);
    },
    progress: (done, total, text) => {
      if (options.quiet) return;
      if (bar) {
        const full = Math.round((WIDTH * done) / Math.max(1, total));
        stderr.write(
          `\r\u001B[K[${'#'.repeat(full)}${'.'.repeat(WIDTH - full)}] ${showControls(text).slice(0, 80)}`,
        );
        drawn = true;
      } else {
        stderr.write(`[${done}/${total}] ${showControls(text)}\n`);
      }
    },
  };
}
