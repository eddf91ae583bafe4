import { readFile } from 'node:fs/promises';
import type { DecodedImage } from './image-file.ts';

/** BITMAPINFO: where things stand in the file. */
const PIXELS_AT = 10;
const HEADER_SIZE_AT = 14;
const WIDTH_AT = 18;
const HEIGHT_AT = 22;
const BITS_AT = 28;
const COMPRESSION_AT = 30;
const HEADER_START = 14;

/** Pillow's grey of a colour. */
export function greyOf(red: number, green: number, blue: number): number {
  return (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16;
}

/** Uncompressed bitmaps of 8, 24 or 32 bits, which the image library does not read; null for others and cut ones. */
export async function decodeBitmap(file: string): Promise<DecodedImage | null> {
  const bytes = await readFile(file);
  if (bytes.length < 54 || bytes.toString('latin1', 0, 2) !== 'BM') return null;
  const bits = bytes.readUInt16LE(BITS_AT);
  const width = bytes.readInt32LE(WIDTH_AT);
  const height = Math.abs(bytes.readInt32LE(HEIGHT_AT));
  const plain = [0, 3].includes(bytes.readUInt32LE(COMPRESSION_AT));
  const row = Math.ceil((width * bits) / 32) * 4;
  const start = bytes.readUInt32LE(PIXELS_AT);
  if (!plain || ![8, 24, 32].includes(bits) || bytes.length < start + row * height) return null;
  const palette = HEADER_START + bytes.readUInt32LE(HEADER_SIZE_AT);
  const step = bits / 8;
  const seen = new Set<number>();
  let coloured = false;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const pixel = start + y * row + x * step;
      const at = bits === 8 ? palette + (bytes[pixel] ?? 0) * 4 : pixel;
      const [blue = 0, green = 0, red = 0] = bytes.subarray(at, at + 3);
      coloured ||= red !== green || green !== blue;
      seen.add(greyOf(red, green, blue));
    }
  const channels = bits === 8 && !coloured ? 1 : 3;
  return { channels, isDeep: false, values: [...seen].sort((a, b) => a - b) };
}
