import { defineKind } from './define-kind.ts';
import { describeImages, NEW_IMAGES, IMAGE, IMAGE_NOUNS, imageShape } from './shared.ts';

export const imageMasks = defineKind({
  lies: 'images and masks with the same stem',
  layout:
    '{MASK_FOLDER}/NAME{MASK_SUFFIX}.png      grey values {MASK_VALUES}\n{IMAGE_FOLDER}/NAME.png',
  facts: {
    IMAGE_FOLDER: {},
    MASK_FOLDER: { words: 'None: masks are drawn from a table', nullable: true },
    MASK_SUFFIX: { words: 'what the mask\'s stem adds: ""', nullable: true },
    ...IMAGE,
    CLASS_COUNT: {},
    MASK_VALUES: { words: 'grey values in class order, e.g. (0, 255)' },
  },
  forms: true,
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
