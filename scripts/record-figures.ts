import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PACKAGE_ROOT } from '../src/core/index.ts';

export const MEASURED_FOLDER = path.join(PACKAGE_ROOT, 'docs', 'measured');

/** What a command measured, at which commit; `docs/results.md` shows it. */
export interface Measured {
  readonly title: string;
  readonly command: string;
  readonly commit: string;
  readonly figures: Readonly<Record<string, string | number>>;
}

/** Writes figures to docs/measured/NAME.json where the command was given `--record`. */
export function recordFigures(
  name: string,
  { title, command, figures }: Omit<Measured, 'commit'>,
): void {
  if (!process.argv.includes('--record')) return;
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
    cwd: PACKAGE_ROOT,
    encoding: 'utf8',
  }).trim();
  mkdirSync(MEASURED_FOLDER, { recursive: true });
  const measured: Measured = { title, command, commit, figures };
  writeFileSync(
    path.join(MEASURED_FOLDER, `${name}.json`),
    `${JSON.stringify(measured, null, 2)}\n`,
  );
}
