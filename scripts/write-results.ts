import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PACKAGE_ROOT } from '../src/core/index.ts';
import { MEASURED_FOLDER, type Measured } from './record-figures.ts';

/**
 * Writes the tables of docs/results.md that follow from docs/measured; with `--check` only says whether they are current.
 *
 * Usage: npm run docs:results [-- --check]
 */
const FILE = path.join(PACKAGE_ROOT, 'docs', 'results.md');
const REGION = /(<!-- measured -->\n)[\s\S]*?(<!-- end of measured -->)/;

const rows = readdirSync(MEASURED_FOLDER)
  .filter((name) => name.endsWith('.json'))
  .toSorted()
  .map((name) => JSON.parse(readFileSync(path.join(MEASURED_FOLDER, name), 'utf8')) as Measured);
const tables = rows.map(({ title, command, commit, figures }) => {
  const lines = Object.entries(figures).map(([what, value]) => `| ${what} | ${value} |`);
  return `### ${title}\n\n\`${command}\`, commit ${commit}\n\n| | |\n|---|---|\n${lines.join('\n')}\n`;
});
const document = readFileSync(FILE, 'utf8');
const written = document.replace(
  REGION,
  (_, start: string, end: string) => `${start}${tables.join('\n')}${end}`,
);
if (!process.argv.includes('--check')) writeFileSync(FILE, written);
else if (written !== document) {
  console.error('docs/results.md is not what docs/measured says; run npm run docs:results');
  process.exitCode = 1;
}
