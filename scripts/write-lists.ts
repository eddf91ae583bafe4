import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { renderLists } from './declared-lists.ts';

/** Writes the lists of declared kinds and targets; a test fails while they are not current. */
const root = path.resolve(import.meta.dirname, '..');
for (const [file, text] of Object.entries(renderLists(root)))
  writeFileSync(path.join(root, file), text);
