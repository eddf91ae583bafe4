import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PACKAGE_ROOT } from '../src/core/index.ts';
import { writeKindDocs } from '../src/kinds/index.ts';
import { writeTargetDocs } from '../src/targets/index.ts';

/** Writes the tables of docs/pool.md that follow from kinds and targets; with `--check` only says whether they are there. */
const file = path.join(PACKAGE_ROOT, 'docs', 'pool.md');
const document = readFileSync(file, 'utf8');
const written = writeTargetDocs(writeKindDocs(document));
if (!process.argv.includes('--check')) writeFileSync(file, written);
else if (written !== document) {
  console.error('docs/pool.md is not what kinds and targets say; run npm run docs:pool');
  process.exitCode = 1;
}
