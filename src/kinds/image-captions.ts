import { defineKind } from './define-kind.ts';
import { describePictures, NEW_PICTURES, PICTURE, PICTURE_NOUNS, TABLE, WORDS } from './shared.ts';

export const imageCaptions = defineKind({
  lies: 'images and a table of captions, several rows per image',
  layout: '{TABLE_FILE}      columns {IMAGE_COLUMN}, {CAPTION_COLUMN}\n{IMAGE_FOLDER}/*.jpg',
  facts: {
    IMAGE_FOLDER: {},
    ...TABLE,
    IMAGE_COLUMN: {},
    CAPTION_COLUMN: {},
    ...PICTURE,
    ...WORDS,
  },
  forms: true,
  form: 'other',
  item: () => null,
  newItems: NEW_PICTURES,
  onePerRow: false,
  groups: { paths: 'items' },
  describe: describePictures,
  modality: 'image',
  subjects: ['pictures', 'texts'],
  nouns: PICTURE_NOUNS,
});
