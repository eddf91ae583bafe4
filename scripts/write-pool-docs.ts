import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PACKAGE_ROOT } from '../src/core/index.ts';
import { writeKindDocs } from '../src/kinds/index.ts';

/** Writes the tables of docs/pool.md that follow from the kinds; with `--check` only says whether they are there. */
const file = path.join(PACKAGE_ROOT, 'docs', 'pool.md');
const document = readFileSync(file, 'utf8');
const written = writeKindDocs(document);
if (!process.argv.includes('--check')) writeFileSync(file, written);
else if (written !== document) {
  console.error('docs/pool.md is not what the kinds say; run npm run docs:pool');
  process.exitCode = 1;
}
