import {
  createWriteStream,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { createRandom } from '../src/core/index.ts';
import { decideTask } from '../tests/layouts/decide-task.ts';

/** Times `profile` on a table of a million rows and on a folder of 100,000 images; fails beyond the limits. */
const LIMITS = { tableMs: 2000, imagesMs: 5000, megabytes: 1000 };
const ROWS = 1_000_000;
const IMAGES = 100_000;
const base = mkdtempSync(path.join(tmpdir(), 'bench-profile-'));

async function writeTable(file: string): Promise<void> {
  const random = createRandom(1);
  const stream = createWriteStream(file);
  stream.write('id,age,income,rate,city,segment,signed,visits,score,churn\n');
  for (let row = 0; row < ROWS; row++) {
    const day = `20${10 + (row % 14)}-0${1 + (row % 9)}-1${row % 10}`;
    const line = `${row},${18 + Math.floor(random() * 60)},${(random() * 90000).toFixed(2)},${random().toFixed(4)},city${Math.floor(random() * 300)},${'ABCD'[row % 4]},${day},${Math.floor(random() * 50)},${(random() * 100).toFixed(1)},${random() < 0.2 ? 'yes' : 'no'}\n`;
    if (!stream.write(line)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'finish');
}

/** Small images in ten class folders. */
async function writeImages(folder: string): Promise<void> {
  const pixels = Buffer.alloc(64 * 64 * 3, 90);
  const bytes = await sharp(pixels, { raw: { height: 64, width: 64, channels: 3 } })
    .jpeg()
    .toBuffer();
  for (let item = 0; item < IMAGES; item++) {
    const below = path.join(folder, `class${item % 10}`);
    if (item < 10) mkdirSync(below, { recursive: true });
    writeFileSync(path.join(below, `${item}.jpg`), bytes);
  }
}

async function timed(name: string, data: string, limitMs: number): Promise<boolean> {
  const start = performance.now();
  const { data: spec, profile } = await decideTask(data, 'Classify each item.');
  const count = profile?.count ?? 0;
  const ms = performance.now() - start;
  const megabytes = process.resourceUsage().maxRSS / 1024;
  process.stdout.write(
    `${name}: ${spec.kind}, ${count} items, ${ms.toFixed(0)} ms (limit ${limitMs}), peak ${megabytes.toFixed(0)} MB (limit ${LIMITS.megabytes})\n`,
  );
  return ms < limitMs && megabytes < LIMITS.megabytes;
}

try {
  const table = path.join(base, 'table.csv');
  await writeTable(table);
  const images = path.join(base, 'images');
  await writeImages(images);
  const size = (statSync(table).size / 1e6).toFixed(0);
  const good = [
    await timed(`table of ${ROWS} rows (${size} MB)`, table, LIMITS.tableMs),
    await timed(`folder of ${IMAGES} images`, images, LIMITS.imagesMs),
  ];
  process.exitCode = good.every(Boolean) ? 0 : 1;
} finally {
  rmSync(base, { recursive: true, force: true });
}
