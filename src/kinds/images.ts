import { defineKind } from './define-kind.ts';
import { describePictures, NEW_PICTURES, PICTURE, PICTURE_NOUNS, pictureShape } from './shared.ts';

export const images = defineKind({
  lies: 'images, no labels (folders below are walked)',
  layout: '{IMAGE_FOLDER}/*.jpg|png      folders below are walked',
  facts: { IMAGE_FOLDER: {}, ...PICTURE },
  form: 'other',
  item: pictureShape,
  newItems: NEW_PICTURES,
  onePerRow: false,
  groups: {},
  describe: describePictures,
  modality: 'image',
  subjects: ['pictures'],
  nouns: PICTURE_NOUNS,
});
