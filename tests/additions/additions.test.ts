import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ADDITIONS } from './additions-table.ts';
import { changeText } from './change-text.ts';

const root = path.resolve(import.meta.dirname, '../..');
const contributing = readFileSync(path.join(root, 'CONTRIBUTING.md'), 'utf8');

test.each(ADDITIONS)('the addition of a $name can be made to the files as they are', (addition) => {
  for (const touched of [...addition.touched, ...(addition.recorded ?? [])]) {
    const { file, text, like } = touched;
    const source = text ?? readFileSync(path.join(root, like ?? file), 'utf8');
    expect(changeText(source, touched)).not.toBe(text === undefined ? source : '');
  }
});

test.each(ADDITIONS)('CONTRIBUTING.md counts the files of a $name', ({ name, touched, limit }) => {
  const [, count] =
    new RegExp(String.raw`^\| ${name}(?: of data)? \* \|[^|]*\| (\d+)`, 'm').exec(contributing) ??
    [];
  expect(Number(count)).toBe(limit);
  expect(new Set(touched.map(({ file }) => file)).size).toBeLessThanOrEqual(limit);
});
