import { defineKind } from './define-kind.ts';
import {
  CLASSES,
  describePictures,
  NEW_PICTURES,
  PICTURE,
  PICTURE_NOUNS,
  pictureShape,
} from './shared.ts';

export const imageSplitFolders = defineKind({
  lies: '`TRAIN_FOLDER/class/*`, ...',
  layout:
    '{TRAIN_FOLDER}/CLASS/*.jpg|png\n{VALIDATION_FOLDER}/CLASS/*.jpg|png\n{TEST_FOLDER}/CLASS/*.jpg|png',
  facts: {
    IMAGE_ROOT: { words: '"" = data folder' },
    TRAIN_FOLDER: {},
    VALIDATION_FOLDER: { words: 'None: cut from train', nullable: true },
    TEST_FOLDER: { words: 'None: cut from train', nullable: true },
    ...PICTURE,
    ...CLASSES,
  },
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
