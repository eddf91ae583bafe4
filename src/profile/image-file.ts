import { disableTypes } from 'image-size';
import { imageSizeFromFile } from 'image-size/fromFile';
import sharp from 'sharp';

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
sharp.cache(false);

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
  } catch {
    return null;
  }
}

export interface DecodedImage {
  /** 1 for grey, 3 for colour; transparency is not counted. */
  readonly channels: 1 | 3;
  /** Grey values that occur, ascending. */
  readonly values: readonly number[];
}

/** Decodes the pixels; null where they do not decode. */
export async function decodeImage(file: string): Promise<DecodedImage | null> {
  try {
    const image = sharp(file, { limitInputPixels: MOST_PIXELS, failOn: 'error' });
    const { space } = await image.metadata();
    const pixels = await image.greyscale().removeAlpha().toColourspace('b-w').raw().toBuffer();
    const seen = new Uint8Array(256);
    for (const value of pixels) seen[value] = 1;
    const values = [...seen.keys()].filter((value) => seen[value] === 1);
    const grey = space === 'b-w' || space === 'grey16';
    return { channels: grey ? 1 : 3, values };
  } catch {
    return null;
  }
}
