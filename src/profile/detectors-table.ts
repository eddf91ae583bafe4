import { detectArrays } from './detect-arrays.ts';
import { detectForeign } from './detect-foreign.ts';
import { detectAudioFolders, detectAudioTable } from './detect-audio.ts';
import type { Detector } from './detector.ts';
import { detectImageFolders, detectImages, detectImageSplit } from './detect-images.ts';
import { detectImageTable } from './detect-image-table.ts';
import { detectAudioNames, detectImageNames } from './detect-names.ts';
import { detectNestedAudio, detectNestedImages } from './detect-nested.ts';
import { detectMaskTables } from './detect-mask-tables.ts';
import { detectMasks, detectPairs } from './detect-partners.ts';
import { detectPolygons } from './detect-polygons.ts';
import { detectTable } from './detect-table.ts';
import { detectTextFile, detectTextFolders } from './detect-texts.ts';

/** Every reading of a data folder, each gives all that the folder could be in its way. */
export const DETECTORS: readonly Detector[] = [
  detectMaskTables,
  detectMasks,
  detectPolygons,
  detectPairs,
  detectImageTable,
  detectImageSplit,
  detectNestedImages,
  detectImageFolders,
  detectImageNames,
  detectImages,
  detectAudioTable,
  detectNestedAudio,
  detectAudioFolders,
  detectAudioNames,
  detectArrays,
  detectTextFolders,
  detectTable,
  detectTextFile,
  detectForeign,
];
