import { defineKind } from './define-kind.ts';
import {
  CLASSES,
  describePictures,
  IMAGE_ROWS,
  NEW_PICTURES,
  PICTURE,
  PICTURE_NOUNS,
  pictureShape,
} from './shared.ts';

export const imageTable = defineKind({
  lies: 'a table beside images',
  layout: '{TABLE_FILE}      columns {IMAGE_COLUMN}, {TARGET}\n{IMAGE_FOLDER}/*.jpg|png',
  facts: { ...IMAGE_ROWS, ...PICTURE, ...CLASSES },
  forms: true,
  form: 'image',
  item: pictureShape,
  newItems: NEW_PICTURES,
  onePerRow: false,
  groups: { column: true, paths: 'items' },
  describe: describePictures,
  modality: 'image',
  subjects: ['pictures', 'tables'],
  nouns: PICTURE_NOUNS,
});
