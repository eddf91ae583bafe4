import path from 'node:path';
import { DLCodeGenError, type Issue } from '../core/index.ts';
import type { ProfileContext } from './detector.ts';

const HEADERS = 200;
const DECODED = 32;
const AT_ONCE = 16;
/** Pixels of an image that is decoded alone, and of all that are decoded: a second for each 100 million. */
const LARGE_PIXELS = 4_000_000;
const MOST_PIXELS = 200_000_000;
const SIDES = [28, 32, 48, 64, 96, 128, 160, 192, 224, 256];

export interface ImageSample {
  /** Height and width to train with, after the median. */
  readonly size: readonly [number, number];
  readonly channels: 1 | 3;
  /** Whether a file holds more than 8 bits a channel. */
  readonly isDeep: boolean;
  /** In words: how many, which sizes, which channels. */
  readonly words: string;
  readonly findings: readonly Issue[];
}

export interface SizeRule {
  /** Largest side. */
  readonly cap: number;
  /** Sides are multiples of this (encoder-decoders halve several times). */
  readonly multiple: number;
}

export const CLASS_SIZE: SizeRule = { cap: 224, multiple: 4 };
export const DENSE_SIZE: SizeRule = { cap: 256, multiple: 16 };
export const SAMPLE_SIZE: SizeRule = { cap: 64, multiple: 16 };

/** Items at even steps, ends included; the same ones on every run. */
export function evenly<T>(items: readonly T[], count: number): readonly T[] {
  if (items.length <= count) return items;
  const step = (items.length - 1) / (count - 1);
  return Array.from({ length: count }, (_, index) => items[Math.round(index * step)] as T);
}

/**
 * Reads headers of up to 200 images (every one of a small folder) and pixels of up to 32.
 * Errors: BAD_DATA where none can be read.
 */
export async function sampleImages(
  context: ProfileContext,
  files: readonly string[],
  rule: SizeRule,
): Promise<ImageSample> {
  // The image libraries are loaded where there are images.
  const { decodeImage, readImageSize } = await import('./image-file.ts');
  const headed = evenly(files, HEADERS);
  const sizes = await inTurn(headed, (file) => readImageSize(path.join(context.root, file)));
  context.signal?.throwIfAborted();
  const readable = headed.flatMap((file, index) => {
    const size = sizes[index] ?? null;
    return size === null ? [] : [{ file, pixels: size.height * size.width }];
  });
  const decodable = withinPixels(evenly(readable, DECODED));
  const isLarge = decodable.some(({ pixels }) => pixels > LARGE_PIXELS);
  const decoded = await inTurn(
    decodable.map(({ file }) => file),
    (file) => decodeImage(path.join(context.root, file)),
    isLarge ? 1 : AT_ONCE,
  );
  const broken = new Set([
    ...headed.filter((_, index) => sizes[index] === null),
    ...decodable.flatMap(({ file }, index) => (decoded[index] === null ? [file] : [])),
  ]);
  const good = sizes.filter((size) => size !== null);
  if (good.length === 0 || decoded.every((image) => image === null))
    throw new DLCodeGenError(
      'BAD_DATA',
      `None of the ${headed.length} images looked at in ${context.shown} can be read, e.g. ${headed[0] ?? ''}.`,
      { data: { files: headed.slice(0, 10) } },
    );
  const heights = good.map(({ height }) => height).sort((a, b) => a - b);
  const widths = good.map(({ width }) => width).sort((a, b) => a - b);
  const channels = decoded.some((image) => image?.channels === 3) ? 3 : 1;
  const colour = channels === 3 ? 'colour (3 channels)' : 'grayscale (1 channel)';
  return {
    size: friendlySize(median(heights), median(widths), rule),
    channels,
    isDeep: decoded.some((image) => image?.isDeep === true),
    words: `${rangeWords(heights)} x ${rangeWords(widths)} pixels (height x width), ${colour}`,
    findings: unreadable([...broken], headed.length, files.length),
  };
}

/** The first images whose pixels together are few enough, one at least. */
function withinPixels<T extends { readonly pixels: number }>(images: readonly T[]): readonly T[] {
  let left = MOST_PIXELS;
  return images.filter(({ pixels }, index) => (left -= pixels) >= 0 || index === 0);
}

async function inTurn<T, R>(
  items: readonly T[],
  work: (item: T) => Promise<R>,
  atOnce = AT_ONCE,
): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += atOnce)
    results.push(...(await Promise.all(items.slice(start, start + atOnce).map(work))));
  return results;
}

function friendlySize(height: number, width: number, rule: SizeRule): [number, number] {
  const long = Math.max(height, width);
  const scale = Math.min(1, rule.cap / long);
  const aspect = long / Math.min(height, width);
  // Nearly square images are trained square: backbones and samples expect it.
  if (aspect <= 1.5) {
    const side = friendlySide(Math.sqrt(height * width) * scale, rule);
    return [side, side];
  }
  const round = (side: number): number =>
    Math.max(32, Math.round((side * scale) / rule.multiple) * rule.multiple);
  return [round(height), round(width)];
}

function friendlySide(side: number, { cap, multiple }: SizeRule): number {
  const allowed = SIDES.filter((value) => value <= cap && value % multiple === 0);
  return allowed.reduce((a, b) => (Math.abs(b - side) < Math.abs(a - side) ? b : a));
}

export function median(sorted: readonly number[]): number {
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

function rangeWords(sorted: readonly number[]): string {
  const low = sorted[0] ?? 0;
  const high = sorted.at(-1) ?? 0;
  return low === high ? String(low) : `${low}-${high}`;
}

export function unreadable(
  broken: readonly string[],
  looked: number,
  all: number,
): readonly Issue[] {
  if (broken.length === 0) return [];
  const named = broken.slice(0, 10).join(', ') + (broken.length > 10 ? ', ...' : '');
  return [
    {
      code: 'UNREADABLE_FILES',
      path: broken[0] ?? '',
      message: `${broken.length} of ${looked} files looked at (${all} in all) cannot be read: ${named}.`,
      fix: 'Remove or replace them; the project skips what does not decode.',
    },
  ];
}
