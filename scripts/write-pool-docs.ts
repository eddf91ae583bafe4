import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PACKAGE_ROOT } from '../src/core/index.ts';
import { writeKindDocs } from '../src/kinds/index.ts';
import { TERMS } from '../src/requirement/index.ts';
import { readArchitectures, writeArchitectureDocs } from '../src/retrieval/index.ts';
import { writeTargetDocs } from '../src/targets/index.ts';

/** Writes the tables of docs/pool.md that follow from kinds, targets and architectures; with `--check` only says whether they are there. */
const file = path.join(PACKAGE_ROOT, 'docs', 'pool.md');
const document = readFileSync(file, 'utf8');
const heard = new Map(
  TERMS.filter(({ kind }) => kind === 'architecture').map((term) => [term.name, term.heard]),
);
const written = writeArchitectureDocs(
  writeTargetDocs(writeKindDocs(document)),
  await readArchitectures(path.join(PACKAGE_ROOT, 'pool')),
  heard,
);
if (!process.argv.includes('--check')) writeFileSync(file, written);
else if (written !== document) {
  console.error(
    'docs/pool.md is not what kinds, targets and architectures say; run npm run docs:pool',
  );
  process.exitCode = 1;
}
