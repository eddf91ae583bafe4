import { defineKind } from './define-kind.ts';
import {
  CLASSES,
  describeImages,
  FILE_NAMES,
  NEW_IMAGES,
  IMAGE,
  IMAGE_NOUNS,
  imageShape,
  TABLE,
} from './shared.ts';

export const imageBoxes = defineKind({
  lies: 'images and a table with one box a row, in pixels',
  layout: '{TABLE_FILE}      columns {IMAGE_COLUMN}, {BOX_COLUMNS}, {TARGET}\n{IMAGE_FOLDER}/*.jpg',
  facts: {
    IMAGE_FOLDER: {},
    ...TABLE,
    ...FILE_NAMES,
    IMAGE_COLUMN: {},
    BOX_COLUMNS: { words: 'x_min, y_min, x_max, y_max' },
    TARGET: { words: 'class column or None', nullable: true },
    ...IMAGE,
    ...CLASSES,
  },
  forms: true,
  parts: true,
  form: 'image',
  item: imageShape,
  newItems: NEW_IMAGES,
  onePerRow: false,
  groups: { paths: 'items' },
  describe: describeImages,
  modality: 'image',
  subjects: ['images'],
  nouns: IMAGE_NOUNS,
});
