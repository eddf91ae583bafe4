import { passMachineFault } from '../core/index.ts';
import { disableTypes } from 'image-size';
import { imageSizeFromFile } from 'image-size/fromFile';
import type sharp from 'sharp';
import type { Sharp } from 'sharp';
import { decodeBitmap, greyOf } from './bmp-file.ts';

// Only what image folders hold; the other readers are attack surface.
disableTypes([
  'heif',
  'j2c',
  'jp2',
  'jxl',
  'jxl-stream',
  'icns',
  'ico',
  'ktx',
  'psd',
  'svg',
  'tga',
]);

const MOST_PIXELS = 100_000_000;

export interface ImageSize {
  readonly height: number;
  readonly width: number;
}

/** Height and width from the header alone; null where the file is no image. */
export async function readImageSize(file: string): Promise<ImageSize | null> {
  try {
    const { height, width } = await imageSizeFromFile(file);
    return height > 0 && width > 0 ? { height, width } : null;
  } catch (error) {
    passMachineFault(error);
    return null;
  }
}

export interface DecodedImage {
  /** 1 for grey, 3 for colour; transparency is not counted. */
  readonly channels: 1 | 3;
  /** Whether a pixel has more than 8 bits a channel. */
  readonly isDeep: boolean;
  /** Grey values that occur, ascending. */
  readonly values: readonly number[];
}

/** Decodes the pixels; null where they do not decode. Colours become the grey that Pillow's mode "L" makes of them. */
export async function decodeImage(file: string): Promise<DecodedImage | null> {
  try {
    if (/\.bmp$/i.test(file)) return await decodeBitmap(file);
    const open = await loadSharp();
    const image = open(file, { limitInputPixels: MOST_PIXELS, failOn: 'error' });
    const { space, depth } = await image.metadata();
    const values =
      await GREYS[space === 'grey16' ? 'deep' : space === 'b-w' ? 'grey' : 'colour'](image);
    const grey = space === 'b-w' || space === 'grey16';
    const isDeep = depth !== 'uchar';
    return { channels: grey ? 1 : 3, isDeep, values: [...values].sort((a, b) => a - b) };
  } catch (error) {
    passMachineFault(error);
    return null;
  }
}

/** The library is loaded here, since most runs decode no image. */
async function loadSharp(): Promise<typeof sharp> {
  const { default: library } = await import('sharp');
  library.cache(false);
  return library;
}

/** The values that occur, by how pixels are stored. */
const GREYS: Readonly<Record<'deep' | 'grey' | 'colour', (image: Sharp) => Promise<Set<number>>>> =
  {
    // Masks of 16 bits hold small class numbers, which 8 bits would lose.
    async deep(image) {
      const pixels = await image
        .removeAlpha()
        .toColourspace('grey16')
        .raw({ depth: 'ushort' })
        .toBuffer();
      return new Set(new Uint16Array(pixels.buffer, pixels.byteOffset, pixels.length / 2));
    },
    async grey(image) {
      const pixels = await image.greyscale().removeAlpha().toColourspace('b-w').raw().toBuffer();
      return new Set(pixels);
    },
    async colour(image) {
      const pixels = await image.removeAlpha().toColourspace('srgb').raw().toBuffer();
      const seen = new Set<number>();
      let last = -1;
      for (let at = 0; at + 2 < pixels.length; at += 3) {
        const grey = greyOf(pixels[at] ?? 0, pixels[at + 1] ?? 0, pixels[at + 2] ?? 0);
        // Neighbours are mostly equal, and a set is slow to ask.
        if (grey !== last) seen.add(grey);
        last = grey;
      }
      return seen;
    },
  };
