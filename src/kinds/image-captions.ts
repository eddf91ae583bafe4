import { defineKind } from './define-kind.ts';
import {
  describeImages,
  FILE_NAMES,
  NEW_IMAGES,
  IMAGE,
  IMAGE_NOUNS,
  TABLE,
  WORDS,
} from './shared.ts';

export const imageCaptions = defineKind({
  lies: 'images and a table of captions, several rows per image',
  layout: '{TABLE_FILE}      columns {IMAGE_COLUMN}, {CAPTION_COLUMN}\n{IMAGE_FOLDER}/*.jpg',
  facts: {
    IMAGE_FOLDER: {},
    ...TABLE,
    ...FILE_NAMES,
    IMAGE_COLUMN: {},
    CAPTION_COLUMN: {},
    ...IMAGE,
    ...WORDS,
  },
  forms: true,
  parts: true,
  form: 'other',
  item: () => null,
  newItems: NEW_IMAGES,
  onePerRow: false,
  groups: { paths: 'items' },
  describe: describeImages,
  modality: 'image',
  subjects: ['images', 'texts'],
  nouns: IMAGE_NOUNS,
});
