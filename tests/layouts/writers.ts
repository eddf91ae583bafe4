import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';

// Pictures are small: threads and compression take longer than they save.
sharp.concurrency(1);

/** Small files as users have them, written without any reader of the project. */

/** Numbers in [0, 1) from a linear congruence; the same on every run. */
export function numbers(seed: number): () => number {
  let state = seed % 2147483647 || 1;
  return () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
}

export function writeText(folder: string, file: string, text: string | Buffer): void {
  const target = path.join(folder, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
}

export function csv(rows: readonly (readonly (string | number)[])[], separator = ','): string {
  const cell = (value: string | number): string => {
    const text = String(value);
    return /["\n]/.test(text) || text.includes(separator)
      ? `"${text.replaceAll('"', '""')}"`
      : text;
  };
  return rows.map((row) => row.map(cell).join(separator)).join('\n') + '\n';
}

/** Value 0-255 of a pixel and channel. */
export type Paint = (y: number, x: number, channel: number) => number;

export interface Picture {
  readonly height: number;
  readonly width: number;
  readonly channels: 1 | 3;
  readonly paint: Paint;
}

/** PNG or JPEG by the file's suffix. */
export async function writeImage(folder: string, file: string, picture: Picture): Promise<void> {
  const { height, width, channels, paint } = picture;
  const pixels = Buffer.alloc(height * width * channels);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let channel = 0; channel < channels; channel++) {
        const value = Math.round(paint(y, x, channel));
        pixels[(y * width + x) * channels + channel] = Math.max(0, Math.min(255, value));
      }
  const image = sharp(pixels, { raw: { height, width, channels } });
  const grey = channels === 1 ? image.toColourspace('b-w') : image;
  const encoded = /\.jpe?g$/i.test(file)
    ? grey.jpeg({ quality: 92 })
    : grey.png({ compressionLevel: 1 });
  writeText(folder, file, await encoded.toBuffer());
}

/** Stripes whose direction and tint tell the class. */
export function classPicture(
  label: number,
  random: () => number,
  side = 40,
  channels: 1 | 3 = 3,
): Picture {
  const phase = random() * 6;
  const angle = (label * Math.PI) / 3;
  const paint: Paint = (y, x, channel) => {
    const wave = Math.sin((x * Math.cos(angle) + y * Math.sin(angle)) * 0.9 + phase);
    return 90 + 50 * wave + (channel === label % 3 ? 70 : 0) + random() * 25;
  };
  return { height: side, width: side, channels, paint };
}

/** A bright disc; `mask` paints only where it is. */
export interface Disc {
  readonly y: number;
  readonly x: number;
  readonly radius: number;
}

export function randomDisc(random: () => number, side: number): Disc {
  const radius = side * (0.12 + random() * 0.13);
  const place = (): number => radius + random() * (side - 2 * radius);
  return { y: place(), x: place(), radius };
}

export function insideDisc({ y, x, radius }: Disc, row: number, column: number): boolean {
  return (row - y) ** 2 + (column - x) ** 2 <= radius ** 2;
}

/** Mono 16-bit PCM of values in -1 to 1. */
export function wave(samples: readonly number[], rate: number): Buffer {
  const bytes = Buffer.alloc(44 + samples.length * 2);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(36 + samples.length * 2, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(rate * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(samples.length * 2, 40);
  samples.forEach((value, at) => bytes.writeInt16LE(Math.round(value * 30000), 44 + at * 2));
  return bytes;
}

/** A tone whose pitch tells the class. */
export function tone(label: number, random: () => number, rate = 8000, seconds = 1): Buffer {
  const pitch = 220 * 2 ** label * (0.97 + random() * 0.06);
  const samples = Array.from(
    { length: rate * seconds },
    (_, at) => 0.6 * Math.sin((2 * Math.PI * pitch * at) / rate) + (random() - 0.5) * 0.2,
  );
  return wave(samples, rate);
}

/** A .npy file, version 1.0. */
export function npy(
  type: '<f4' | '<i8',
  shape: readonly number[],
  values: readonly number[],
): Buffer {
  const tuple = `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const header = text.padEnd(Math.ceil((11 + text.length) / 64) * 64 - 11) + '\n';
  const head = Buffer.alloc(10);
  head.write('\x93NUMPY\x01\x00', 0, 'latin1');
  head.writeUInt16LE(header.length, 8);
  const width = type === '<f4' ? 4 : 8;
  const body = Buffer.alloc(values.length * width);
  values.forEach((value, at) =>
    type === '<f4' ? body.writeFloatLE(value, at * 4) : body.writeBigInt64LE(BigInt(value), at * 8),
  );
  return Buffer.concat([head, Buffer.from(header, 'latin1'), body]);
}

/** A zip of stored members, as `np.savez` writes. */
export function zip(members: Readonly<Record<string, Buffer>>): Buffer {
  const local: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, body] of Object.entries(members)) {
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt32LE(crc(body), 14);
    head.writeUInt32LE(body.length, 18);
    head.writeUInt32LE(body.length, 22);
    head.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 4);
    entry.writeUInt16LE(20, 6);
    head.copy(entry, 16, 14, 28);
    entry.writeUInt32LE(offset, 42);
    local.push(head, Buffer.from(name), body);
    directory.push(entry, Buffer.from(name));
    offset += 30 + name.length + body.length;
  }
  const index = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(members).length, 8);
  end.writeUInt16LE(Object.keys(members).length, 10);
  end.writeUInt32LE(index.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...local, index, end]);
}

/** An Excel workbook of one sheet, numbers as numbers. */
export function workbook(name: string, rows: readonly (readonly (string | number)[])[]): Buffer {
  const cell = (value: string | number, place: string): string =>
    typeof value === 'number'
      ? `<c r="${place}"><v>${value}</v></c>`
      : `<c r="${place}" t="inlineStr"><is><t>${value}</t></is></c>`;
  const body = rows
    .map((row, at) => {
      const cells = row.map((value, column) => cell(value, `${'ABCDEFGH'[column]}${at + 1}`));
      return `<row r="${at + 1}">${cells.join('')}</row>`;
    })
    .join('');
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const links = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const packaged = 'http://schemas.openxmlformats.org/package/2006';
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const parts = {
    '[Content_Types].xml': `<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${type}.worksheet+xml"/></Types>`,
    '_rels/.rels': `<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${links}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${links}"><sheets><sheet name="${name}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${links}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${main}"><sheetData>${body}</sheetData></worksheet>`,
  };
  return zip(
    Object.fromEntries(
      Object.entries(parts).map(([file, xml]) => [
        file,
        Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${xml}`),
      ]),
    ),
  );
}

function crc(bytes: Buffer): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return ~value >>> 0;
}

export function pick<T>(items: readonly T[], random: () => number): T {
  return items[Math.floor(random() * items.length)] as T;
}
