import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PACKAGE_ROOT } from '../src/core/index.ts';
import { judgeProgram, readProgram } from '../src/corpus/index.ts';
import { recordFigures } from './record-figures.ts';
import { readNotebookLabels, requireSharedData } from './shared-data.ts';
import { renderShare } from './wilson.ts';

/**
 * Precision and recall of the programs that `corpus mine` keeps, before duplicates are dropped, on the shared notebooks with
 * their labels, beside a filter by keywords as the paper's. To keep is right where the manifest says TensorFlow (`tf`) and `fit`.
 * A third of the notebooks, by the hash of their path, is kept aside: the rules were written without it.
 *
 * Usage: npm run measure:corpus [-- --record]
 */
const FILTERS: Readonly<Record<string, (file: string) => boolean>> = {
  'by syntax': (file) => {
    const reading = readProgram(file);
    return reading.ok && judgeProgram(reading.program).isKept;
  },
  'keywords in the file': (file) => /tensorflow|keras/i.test(readFileSync(file, 'utf8')),
  'keywords in the code, and fit': (file) => {
    const reading = readProgram(file);
    return (
      reading.ok &&
      /tensorflow|keras/i.test(reading.program.code) &&
      /\bfit/.test(reading.program.code)
    );
  },
};

const labelled = readNotebookLabels(requireSharedData());
const aside = labelled.filter(({ name }) => isAside(name));
const open = labelled.filter(({ name }) => !isAside(name));
const { version } = JSON.parse(readFileSync(path.join(PACKAGE_ROOT, 'package.json'), 'utf8')) as {
  version: string;
};
const figures: Record<string, string> = {
  signature: `dlcodegen ${version}, wanted: framework tf and flag fit, interval: Wilson 95 %`,
};
for (const [filter, keeps] of Object.entries(FILTERS)) {
  for (const [part, rows] of Object.entries({ open, 'kept aside': aside })) {
    const kept = rows.filter(({ file }) => keeps(file));
    const right = kept.filter(({ isWanted }) => isWanted);
    const wanted = rows.filter(({ isWanted }) => isWanted);
    figures[`${filter}, ${part}: precision`] = renderShare(right.length, kept.length);
    figures[`${filter}, ${part}: recall`] = renderShare(right.length, wanted.length);
    if (filter !== 'by syntax' || part !== 'open') continue;
    for (const { name } of kept.filter((row) => !row.isWanted)) console.log(`kept: ${name}`);
    for (const row of wanted.filter((one) => !kept.includes(one))) console.log(`lost: ${row.name}`);
  }
}
for (const [what, value] of Object.entries(figures)) console.log(`${what.padEnd(56)} ${value}`);
recordFigures('corpus-filter', {
  title: 'Training programs among the shared notebooks',
  command: 'npm run measure:corpus',
  figures,
});

function isAside(name: string): boolean {
  return createHash('sha256').update(name).digest().readUInt32BE(0) % 3 === 0;
}
