import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { afterAll, expect, test } from 'vitest';
import { PACKAGE_ROOT } from '../../src/core/index.ts';

/** Seconds of processor time and kilobytes that a profile may take, whatever it is given. */
const MOST_SECONDS = 60;
const MOST_KILOBYTES = 2 ** 20;

const scratch = mkdtempSync(path.join(os.tmpdir(), 'large-'));
afterAll(() => rmSync(scratch, { recursive: true }));
const place = (name: string): string => path.join(scratch, name);

const MAIN = pathToFileURL(path.join(PACKAGE_ROOT, 'src/cli/main.ts')).href;
const PROGRAM = `
process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  console.error(JSON.stringify({ kilobytes: maxRSS, seconds: (userCPUTime + systemCPUTime) / 1e6 }));
});
const { main } = await import(${JSON.stringify(MAIN)});
await main(process.argv.slice(1));`;

const ROWS: readonly (readonly [string, number, () => Promise<void> | void])[] = [
  [
    'classes.csv',
    3,
    () => {
      const rows = Array.from(
        { length: 120_000 },
        (_, at) => `${at},${at % 13},class ${at % 60_000}`,
      );
      writeFileSync(place('classes.csv'), `a,b,label\n${rows.join('\n')}\n`);
    },
  ],
  [
    'wide.csv',
    3,
    () => {
      const row = (cell: (at: number) => string): string =>
        Array.from({ length: 20_000 }, (_, at) => cell(at)).join(',');
      const lines = [
        row((at) => `c${at}`),
        row(String),
        row((at) => String(at % 7)),
        row(() => '1'),
      ];
      writeFileSync(place('wide.csv'), `${lines.join('\n')}\n`);
    },
  ],
  [
    'cell.csv',
    3,
    () =>
      writeFileSync(place('cell.csv'), `text,label\na,x\n"${'word '.repeat(2_000_000)}",y\nb,x\n`),
  ],
  [
    'images',
    0,
    async () => {
      const large = sharp({
        create: { width: 10_000, height: 10_000, channels: 3, background: '#369' },
      });
      const bytes = await large.png({ compressionLevel: 1 }).toBuffer();
      for (const name of ['a/1.png', 'a/2.png', 'b/1.png', 'b/2.png']) {
        mkdirSync(path.dirname(place(`images/${name}`)), { recursive: true });
        writeFileSync(place(`images/${name}`), bytes);
      }
    },
  ],
];

test.each(ROWS)('%s ends in a minute and a gigabyte, with exit %i', async (name, exit, write) => {
  await write();
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '-e', PROGRAM, 'profile', place(name)],
    { encoding: 'utf8', timeout: 500_000 },
  );
  const used = JSON.parse(stderr.trim().split('\n').at(-1) ?? '') as Record<string, number>;
  expect(status).toBe(exit);
  expect(used['seconds']).toBeLessThan(MOST_SECONDS);
  expect(used['kilobytes']).toBeLessThan(MOST_KILOBYTES);
});
