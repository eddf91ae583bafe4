import { defineKind } from './define-kind.ts';
import { describePictures, NEW_PICTURES, PICTURE, PICTURE_NOUNS, pictureShape } from './shared.ts';

export const imagePairs = defineKind({
  lies: 'input and target images with the same stem',
  layout: '{INPUT_FOLDER}/NAME.png\n{TARGET_FOLDER}/NAME{TARGET_SUFFIX}.png',
  facts: {
    INPUT_FOLDER: {},
    TARGET_FOLDER: {},
    TARGET_SUFFIX: { words: 'what the target\'s stem adds: ""' },
    ...PICTURE,
    TARGET_CHANNELS: {},
  },
  form: 'other',
  item: pictureShape,
  newItems: NEW_PICTURES,
  onePerRow: false,
  groups: { paths: 'items' },
  describe: describePictures,
  modality: 'image',
  subjects: ['pictures'],
  nouns: PICTURE_NOUNS,
});
