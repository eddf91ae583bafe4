import { defineKind } from './define-kind.ts';
import {
  CLASSES,
  describeImages,
  IMAGE_ROWS,
  NEW_IMAGES,
  IMAGE,
  IMAGE_NOUNS,
  imageShape,
} from './shared.ts';

export const imageTable = defineKind({
  lies: 'a table beside images',
  layout: '{TABLE_FILE}      columns {IMAGE_COLUMN}, {TARGET}\n{IMAGE_FOLDER}/*.jpg|png',
  facts: { ...IMAGE_ROWS, ...IMAGE, ...CLASSES },
  forms: true,
  parts: true,
  form: 'image',
  item: imageShape,
  newItems: NEW_IMAGES,
  onePerRow: false,
  groups: { column: true, paths: 'items' },
  describe: describeImages,
  modality: 'image',
  subjects: ['images', 'tables'],
  nouns: IMAGE_NOUNS,
});
