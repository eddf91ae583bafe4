import { defineKind } from './define-kind.ts';
import {
  CLASSES,
  describePictures,
  NEW_PICTURES,
  PICTURE,
  PICTURE_NOUNS,
  pictureShape,
  TABLE,
} from './shared.ts';

export const imageBoxes = defineKind({
  lies: 'images and a table with one box a row, in pixels',
  layout: '{TABLE_FILE}      columns {IMAGE_COLUMN}, {BOX_COLUMNS}, {TARGET}\n{IMAGE_FOLDER}/*.jpg',
  facts: {
    IMAGE_FOLDER: {},
    ...TABLE,
    IMAGE_COLUMN: {},
    BOX_COLUMNS: { words: 'x_min, y_min, x_max, y_max' },
    TARGET: { words: 'class column or None', nullable: true },
    ...PICTURE,
    ...CLASSES,
  },
  forms: true,
  form: 'image',
  item: pictureShape,
  newItems: NEW_PICTURES,
  onePerRow: false,
  groups: { paths: 'items' },
  describe: describePictures,
  modality: 'image',
  subjects: ['pictures'],
  nouns: PICTURE_NOUNS,
});
