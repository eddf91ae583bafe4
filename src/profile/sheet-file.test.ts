import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, expect, test } from 'vitest';
import { workbook, zip } from '../../tests/layouts/writers.ts';
import { readDatabaseRows } from './database-file.ts';
import { readSheetRows } from './sheet-file.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'sheets-'));
afterAll(() => rmSync(folder, { recursive: true }));

function write(name: string, bytes: Buffer): string {
  const file = path.join(folder, name);
  writeFileSync(file, bytes);
  return file;
}

test('titles above the column names are left out, empty names are numbered', async () => {
  const rows = [['Prices'], ['a', '', 'c'], [1, 2.5, 'x'], [3, 4, 'y']];
  expect(await readSheetRows(write('a.xlsx', workbook('S', rows)), 'a.xlsx')).toMatchObject({
    form: 'sheet',
    names: ['a', 'column 2', 'c'],
    rows: [
      ['1', '2.5', 'x'],
      ['3', '4', 'y'],
    ],
    facts: { SHEET: 'S', TITLE_ROWS: 1 },
  });
});

test.each([
  ['no zip', Buffer.from('PK\x03\x04 broken')],
  ['another zip', zip({ 'xl/workbook.xml': Buffer.from('<a/>') })],
])('a damaged workbook is refused with the command that converts it: %s', async (_, bytes) => {
  await expect(readSheetRows(write('b.xlsx', bytes), 'b.xlsx')).rejects.toThrow(
    /b\.xlsx cannot be read.*python -c/,
  );
});

test('a workbook without a table is refused by the names of its sheets', async () => {
  const file = write('c.xlsx', workbook('Notes', [['only'], ['text']]));
  await expect(readSheetRows(file, 'c.xlsx')).rejects.toThrow(/no sheet with column names.*Notes/);
});

test('the largest table of a database is read, others are said', async () => {
  const file = path.join(folder, 'd.db');
  const database = new DatabaseSync(file);
  database.exec(`CREATE TABLE "odd ""name""" (n INTEGER, t TEXT, b BLOB); CREATE TABLE small (x)`);
  database.exec(
    `INSERT INTO "odd ""name""" VALUES (9007199254740993, 'x', x'00'), (2, NULL, NULL)`,
  );
  database.close();
  const made = await readDatabaseRows(file, 'd.db');
  expect(made).toMatchObject({
    form: 'database',
    names: ['n', 't', 'b'],
    rows: [
      ['9007199254740993', 'x', ''],
      ['2', '', ''],
    ],
    facts: { TABLE_NAME: 'odd "name"' },
  });
  expect(made.findings?.[0]?.message).toContain('not read: small');
});

test('what is no database is refused', async () => {
  const file = write('e.sqlite', Buffer.from('hello, this is no database at all'));
  await expect(readDatabaseRows(file, 'e.sqlite')).rejects.toThrow(
    /cannot be read as an SQLite database/,
  );
});
