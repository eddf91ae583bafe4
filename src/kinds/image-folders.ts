import { defineKind } from './define-kind.ts';
import { CLASSES, describeImages, NEW_IMAGES, IMAGE, IMAGE_NOUNS, imageShape } from './shared.ts';

export const imageFolders = defineKind({
  lies: 'one folder per class under `IMAGE_ROOT`',
  layout: '{IMAGE_ROOT}/CLASS/*.jpg|png      one folder per class',
  facts: { IMAGE_ROOT: { words: '"" = data folder' }, ...IMAGE, ...CLASSES },
  parts: true,
  form: 'image',
  item: imageShape,
  newItems: NEW_IMAGES,
  onePerRow: true,
  groups: { paths: 'items' },
  describe: describeImages,
  modality: 'image',
  subjects: ['images'],
  nouns: IMAGE_NOUNS,
});
