import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { renderLists } from '../scripts/declared-lists.ts';

const root = path.resolve(import.meta.dirname, '..');

test.each(Object.entries(renderLists(root)))(
  '%s lists what is declared; npm run make:declared writes it',
  (file, text) => {
    expect(readFileSync(path.join(root, file), 'utf8')).toBe(text);
  },
);
