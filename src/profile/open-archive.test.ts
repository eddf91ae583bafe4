import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { create } from 'tar';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { zip } from '../../tests/layouts/writers.ts';
import { openArchive, openData } from './open-archive.ts';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'archives-'));
beforeAll(() => vi.stubEnv('XDG_CACHE_HOME', path.join(scratch, 'cache')));
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(scratch, { recursive: true });
});

function write(name: string, bytes: Buffer): string {
  const file = path.join(scratch, name);
  writeFileSync(file, bytes);
  return file;
}

const ROWS = Buffer.from('a,b\n1,2\n');

test('a zip is opened once, without what is none of the data and without what lies outside', async () => {
  const file = write(
    'some data.zip',
    zip({
      'data/rows.csv': ROWS,
      'data\\more.csv': ROWS,
      '../outside.csv': ROWS,
      '/tmp/absolute.csv': ROWS,
      '__MACOSX/data/._rows.csv': ROWS,
    }),
  );
  const folder = await openArchive(file).catch((error: unknown) => String(error));
  // The library refuses names that lead outside before anything is written.
  expect(folder).toMatch(/cannot be opened: .*(?:relative|absolute) path/);
  expect(existsSync(path.join(scratch, 'cache/dlcodegen/outside.csv'))).toBe(false);
});

test('a zip of tables becomes a folder in the cache', async () => {
  const file = write(
    'some data.zip',
    zip({ 'data/rows.csv': ROWS, 'data/empty/': Buffer.alloc(0), '__MACOSX/._rows.csv': ROWS }),
  );
  const folder = await openData(file);
  expect(path.basename(folder)).toMatch(/^some_data-[0-9a-f]{12}$/);
  expect(readdirSync(folder, { recursive: true }).map(String).toSorted()).toEqual([
    'data',
    'data/rows.csv',
  ]);
  expect(await openData(file)).toBe(folder);
  expect(readdirSync(path.dirname(folder))).toEqual([path.basename(folder)]);
});

test('links of a tar are left out', async () => {
  const source = path.join(scratch, 'source');
  mkdirSync(source);
  writeFileSync(path.join(source, 'rows.csv'), ROWS);
  symlinkSync('/etc/passwd', path.join(source, 'link.csv'));
  const file = path.join(scratch, 'all.tar.gz');
  await create({ file, cwd: source, gzip: true }, ['rows.csv', 'link.csv']);
  const folder = await openArchive(file);
  expect(readdirSync(folder)).toEqual(['rows.csv']);
  expect(readFileSync(path.join(folder, 'rows.csv'))).toEqual(ROWS);
});

test.each([
  ['files', { files: 1, bytes: 1000 }],
  ['bytes', { files: 10, bytes: 10 }],
])('an archive of more %s than the limit is refused, and nothing stays', async (_, limits) => {
  const members = zip({ 'a.csv': ROWS, 'b.csv': ROWS });
  const file = write('large.zip', members);
  await expect(openArchive(file, limits)).rejects.toThrow(
    /large\.zip cannot be opened: it holds more than/,
  );
  const tar = path.join(scratch, 'large.tar');
  writeFileSync(path.join(scratch, 'a.csv'), ROWS);
  writeFileSync(path.join(scratch, 'b.csv'), ROWS);
  await create({ file: tar, cwd: scratch }, ['a.csv', 'b.csv']);
  await expect(openArchive(tar, limits)).rejects.toThrow(
    /large\.tar cannot be opened: it holds more than/,
  );
  const left = readdirSync(path.join(scratch, 'cache/dlcodegen/opened'));
  expect(left.filter((name) => /draft|large/.test(name))).toEqual([]);
});

test.each([
  ['x.zip', Buffer.from('PK no archive')],
  ['x.tar.gz', Buffer.from('no archive at all')],
  ['empty.zip', zip({})],
])('%s is refused with a word', async (name, bytes) => {
  await expect(openArchive(write(name, bytes))).rejects.toMatchObject({ code: 'BAD_DATA' });
});

test('a zip that is protected by a password is refused', async () => {
  const bytes = zip({ 'a.csv': ROWS });
  // The flag of encryption, and the 12 bytes that it puts before a member.
  const entry = bytes.indexOf(Buffer.from('PK\x01\x02', 'latin1'));
  bytes.writeUInt16LE(1, entry + 8);
  bytes.writeUInt32LE(ROWS.length + 12, entry + 20);
  await expect(openArchive(write('secret.zip', bytes))).rejects.toThrow(/password/);
});

test.each(['rows.csv', 'gone.zip'])('%s stays as it is', async (name) => {
  expect(await openData(path.join(scratch, name))).toBe(path.join(scratch, name));
});
