import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { writeFolder, writeLines, writeText } from './write-at-once.ts';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'write-'));
afterAll(() => rmSync(scratch, { recursive: true }));
let made = 0;
const place = (): string => {
  const folder = path.join(scratch, String((made += 1)));
  mkdirSync(folder);
  return folder;
};
const fill =
  (text: string) =>
  async (folder: string): Promise<void> =>
    writeFileSync(path.join(folder, 'mark'), text);
const options = { force: false, mark: 'mark' };

describe('folders', () => {
  test('are as open as folders are', async () => {
    const folder = place();
    await writeFolder(path.join(folder, 'new', 'one'), options, fill('1'));
    expect(statSync(path.join(folder, 'new', 'one')).mode).toBe(statSync(folder).mode);
    expect(readdirSync(path.join(folder, 'new'))).toEqual(['one']);
  });

  test('a link stays, what it names is written', async () => {
    const folder = place();
    mkdirSync(path.join(folder, 'real'));
    symlinkSync('real', path.join(folder, 'link'));
    await writeFolder(path.join(folder, 'link'), options, fill('1'));
    await writeFolder(path.join(folder, 'link'), { ...options, force: true }, fill('2'));
    expect(lstatSync(path.join(folder, 'link')).isSymbolicLink()).toBe(true);
    expect(readFileSync(path.join(folder, 'real', 'mark'), 'utf8')).toBe('2');
  });

  test.each([
    ['a file', (at: string) => writeFileSync(at, 'mine')],
    ['a link to nothing', (at: string) => symlinkSync('nothing', at)],
    [
      'a folder of others',
      (at: string) => {
        mkdirSync(at);
        writeFileSync(path.join(at, 'thesis'), 'mine');
      },
    ],
  ])('%s is refused, by force as well, and stays', async (_name, make) => {
    const folder = place();
    make(path.join(folder, 'there'));
    const before = lstatSync(path.join(folder, 'there')).ino;
    await expect(
      writeFolder(path.join(folder, 'there'), { ...options, force: true }, fill('1')),
    ).rejects.toMatchObject({ code: 'BAD_INPUT' });
    expect(lstatSync(path.join(folder, 'there')).ino).toBe(before);
    expect(readdirSync(folder)).toEqual(['there']);
  });

  test('of two that write the same at once one wins whole, the other is refused', async () => {
    const folder = path.join(place(), 'both');
    const ended = await Promise.allSettled([
      writeFolder(folder, options, fill('1')),
      writeFolder(folder, options, fill('2')),
    ]);
    expect(ended.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(readdirSync(path.dirname(folder))).toEqual(['both']);
  });

  test('what fails leaves the old one', async () => {
    const folder = path.join(place(), 'old');
    await writeFolder(folder, options, fill('1'));
    const failing = async (): Promise<never> => Promise.reject(new Error('no'));
    await expect(writeFolder(folder, { ...options, force: true }, failing)).rejects.toThrow('no');
    expect(readFileSync(path.join(folder, 'mark'), 'utf8')).toBe('1');
    expect(readdirSync(path.dirname(folder))).toEqual(['old']);
  });
});

describe('files', () => {
  test('what a process that is gone left goes, what a living one writes stays', () => {
    const folder = place();
    writeFileSync(path.join(folder, '.a.writing-999999999'), 'half');
    writeFileSync(path.join(folder, `.a.writing-${process.ppid}`), 'half');
    writeText(path.join(folder, 'a'), 'whole');
    expect(readdirSync(folder)).toEqual([`.a.writing-${process.ppid}`, 'a']);
  });

  test('a link is followed', () => {
    const folder = place();
    writeFileSync(path.join(folder, 'real'), '1');
    symlinkSync('real', path.join(folder, 'link'));
    writeText(path.join(folder, 'link'), '2');
    expect(readFileSync(path.join(folder, 'real'), 'utf8')).toBe('2');
  });

  test('a device is written, not replaced', () => {
    writeText('/dev/null', 'gone');
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  test('lines that end early leave the old file', async () => {
    const file = path.join(place(), 'lines');
    writeFileSync(file, 'old');
    await expect(
      writeLines(
        file,
        (async function* () {
          yield 'one';
          throw new Error('no');
        })(),
      ),
    ).rejects.toThrow('no');
    expect(readFileSync(file, 'utf8')).toBe('old');
    expect(readdirSync(path.dirname(file))).toEqual(['lines']);
  });

  test.skipIf(process.getuid?.() === 0)('a folder that may not be written is named', () => {
    const folder = place();
    chmodSync(folder, 0o500);
    expect(() => writeText(path.join(folder, 'a'), '1')).toThrow('cannot write');
    expect(existsSync(path.join(folder, 'a'))).toBe(false);
  });
});
