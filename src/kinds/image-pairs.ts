import { defineKind } from './define-kind.ts';
import { describeImages, NEW_IMAGES, IMAGE, IMAGE_NOUNS, imageShape } from './shared.ts';

export const imagePairs = defineKind({
  lies: 'input and target images with the same stem',
  layout: '{INPUT_FOLDER}/NAME.png\n{TARGET_FOLDER}/NAME{TARGET_SUFFIX}.png',
  facts: {
    INPUT_FOLDER: {},
    TARGET_FOLDER: {},
    TARGET_SUFFIX: { words: 'what the target\'s stem adds: ""' },
    ...IMAGE,
    TARGET_CHANNELS: {},
  },
  parts: true,
  form: 'other',
  item: imageShape,
  newItems: NEW_IMAGES,
  onePerRow: false,
  groups: { paths: 'items' },
  describe: describeImages,
  modality: 'image',
  subjects: ['images'],
  nouns: IMAGE_NOUNS,
});
