// Written by npm run make:declared from the files of this folder.
import type { Kind } from './define-kind.ts';
import { arrays } from './arrays.ts';
import { audioFolders } from './audio-folders.ts';
import { audioTable } from './audio-table.ts';
import { imageBoxes } from './image-boxes.ts';
import { imageCaptions } from './image-captions.ts';
import { imageDomains } from './image-domains.ts';
import { imageFeaturesTable } from './image-features-table.ts';
import { imageFolders } from './image-folders.ts';
import { imageMasks } from './image-masks.ts';
import { imagePairs } from './image-pairs.ts';
import { imageSplitFolders } from './image-split-folders.ts';
import { imageTable } from './image-table.ts';
import { images } from './images.ts';
import { series } from './series.ts';
import { seriesTable } from './series-table.ts';
import { signalTable } from './signal-table.ts';
import { table } from './table.ts';
import { taggedWords } from './tagged-words.ts';
import { textFile } from './text-file.ts';
import { textFolders } from './text-folders.ts';
import { textPairs } from './text-pairs.ts';
import { textTable } from './text-table.ts';

/** Every kind of data. */
export const KINDS = {
  arrays,
  'audio-folders': audioFolders,
  'audio-table': audioTable,
  'image-boxes': imageBoxes,
  'image-captions': imageCaptions,
  'image-domains': imageDomains,
  'image-features-table': imageFeaturesTable,
  'image-folders': imageFolders,
  'image-masks': imageMasks,
  'image-pairs': imagePairs,
  'image-split-folders': imageSplitFolders,
  'image-table': imageTable,
  images,
  series,
  'series-table': seriesTable,
  'signal-table': signalTable,
  table,
  'tagged-words': taggedWords,
  'text-file': textFile,
  'text-folders': textFolders,
  'text-pairs': textPairs,
  'text-table': textTable,
} as const satisfies Record<string, Kind>;

export type DataKind = keyof typeof KINDS;
export const DATA_KINDS = Object.keys(KINDS) as [DataKind, ...DataKind[]];
