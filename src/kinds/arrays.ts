import { defineKind } from './define-kind.ts';
import { CLASSES } from './shared.ts';

export const arrays = defineKind({
  lies: '`.npy` files, or one `.npz`',
  layout: '{INPUT_FILE}, {TARGET_FILE}      items of shape {INPUT_SHAPE}',
  facts: {
    INPUT_FILE: {},
    TARGET_FILE: { words: 'None: in the same .npz', nullable: true },
    INPUT_KEY: { words: 'in an .npz, else None', nullable: true },
    TARGET_KEY: { words: 'in an .npz, else None', nullable: true },
    VALIDATION_ARRAYS: {
      words:
        'input file, target file and their keys of a split stored by itself; None: cut from the first',
      unknown: null,
    },
    TEST_ARRAYS: { words: 'the same', unknown: null },
    INPUT_SHAPE: { words: 'one item' },
    ...CLASSES,
  },
  forms: true,
  // Two axes are steps of features, whatever else their program can make of them.
  form: ({ INPUT_SHAPE: shape }) => (shape?.length === 2 ? 'sequence' : 'other'),
  item: ({ INPUT_SHAPE: shape }) => {
    if (shape === undefined || shape === null || shape.length === 0) return null;
    // Programs read any rank as images: missing axes are 1, further ones stand one below the other.
    const padded = shape.length < 3 ? [...shape, 1, 1].slice(0, 3) : shape;
    const height = padded.slice(0, -2).reduce((product, size) => product * size, 1);
    return [height, ...padded.slice(-2)];
  },
  newItems: { path: 'new', words: 'a file like that of the training items' },
  onePerRow: false,
  groups: {},
  describe: ({ INPUT_SHAPE }) => `Arrays of shape ${JSON.stringify(INPUT_SHAPE)} an item`,
  modality: 'arrays',
  subjects: ['images', 'tables'],
});
