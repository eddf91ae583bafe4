import { defineKind } from './define-kind.ts';
import { describeImages, NEW_IMAGES, IMAGE, IMAGE_NOUNS, imageShape } from './shared.ts';

export const images = defineKind({
  lies: 'images, no labels (folders below are walked)',
  layout: '{IMAGE_FOLDER}/*.jpg|png      folders below are walked',
  facts: { IMAGE_FOLDER: {}, ...IMAGE },
  form: 'other',
  item: imageShape,
  newItems: NEW_IMAGES,
  onePerRow: false,
  groups: {},
  describe: describeImages,
  modality: 'image',
  subjects: ['images'],
  nouns: IMAGE_NOUNS,
});
