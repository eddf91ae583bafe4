import { defineKind } from './define-kind.ts';
import { describeImages, NEW_IMAGES, IMAGE, IMAGE_NOUNS, imageShape } from './shared.ts';

export const imageDomains = defineKind({
  lies: 'images of two domains in a folder each, which are no pairs',
  layout: '{INPUT_FOLDER}/*.jpg|png\n{TARGET_FOLDER}/*.jpg|png',
  facts: { INPUT_FOLDER: {}, TARGET_FOLDER: {}, ...IMAGE, TARGET_CHANNELS: {} },
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
