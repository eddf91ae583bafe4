import { defineKind } from './define-kind.ts';
import {
  CLASSES,
  describePictures,
  NEW_PICTURES,
  PICTURE,
  PICTURE_NOUNS,
  pictureShape,
} from './shared.ts';

export const imageFolders = defineKind({
  lies: 'one folder per class under `IMAGE_ROOT`',
  layout: '{IMAGE_ROOT}/CLASS/*.jpg|png      one folder per class',
  facts: { IMAGE_ROOT: { words: '"" = data folder' }, ...PICTURE, ...CLASSES },
  form: 'image',
  item: pictureShape,
  newItems: NEW_PICTURES,
  onePerRow: true,
  groups: { paths: 'items' },
  describe: describePictures,
  modality: 'image',
  subjects: ['pictures'],
  nouns: PICTURE_NOUNS,
});
