import type { DataSpec, FactValue } from '../artifacts/index.ts';
import { isAsked, type AskedValues, type Technique, type TechniqueEdit } from './technique.ts';

/** A random change of images: how it is asked for, and the layer that makes it. */
interface Change {
  /** Asks that call for it. */
  readonly asked: string;
  /** Words of the ask; any where absent. */
  readonly said?: RegExp;
  /** Largest change where none is stated. */
  readonly usual: number;
  readonly layer: (most: string, words: string) => string;
}

/** Layers of Keras that are asked for by a name of their own, and how. */
const OTHER_CHANGES = {
  MixUp: /mix ?-?up/,
  CutMix: /cut ?-?mix/,
  RandomErasing: /erasing|cut ?-?out/,
  RandAugment: /rand ?-?augment/,
};

/** The layer that makes the change of images that words name; null where Keras has none. */
export function namedChange(words: string): string | null {
  return Object.entries(OTHER_CHANGES).find(([, said]) => said.test(words))?.[0] ?? null;
}

const CHANGES: readonly Change[] = [
  {
    asked: 'technique flips',
    usual: 0,
    layer: (_, words) => `RandomFlip("${directionOf(words)}")`,
  },
  {
    asked: 'technique rotations',
    usual: 18,
    layer: (degrees) => `RandomRotation(${degrees} / 360)`,
  },
  { asked: 'technique zooms', usual: 0.1, layer: (share) => `RandomZoom(${share})` },
  {
    asked: 'technique shifts',
    usual: 0.1,
    layer: (share) => `RandomTranslation(${share}, ${share})`,
  },
  { asked: 'technique shears', usual: 0.1, layer: (share) => `RandomShear(${share}, ${share})` },
  {
    asked: 'technique brightness changes',
    usual: 0.2,
    layer: (share) => `RandomBrightness(${share})`,
  },
  { asked: 'technique contrast changes', usual: 0.2, layer: (share) => `RandomContrast(${share})` },
  {
    asked: 'technique other augmentation',
    said: OTHER_CHANGES.RandomErasing,
    usual: 0.5,
    layer: (share) => `RandomErasing(${share})`,
  },
  {
    asked: 'technique other augmentation',
    said: OTHER_CHANGES.RandAugment,
    usual: 0,
    layer: () => 'RandAugment()',
  },
];

/** What changes where augmentation is asked for and no kind of it. */
const USUAL: readonly string[] = [
  'RandomFlip("horizontal")',
  'RandomRotation(0.05)',
  'RandomZoom(0.1)',
  'RandomTranslation(0.1, 0.1)',
  'RandomContrast(0.2)',
];

const BATCHED = /^ {4}return dataset\.batch\(batch_size\)\.prefetch\(tf\.data\.AUTOTUNE\)$/m;
const IMAGE_KINDS = new Set(['image-folders', 'image-split-folders', 'image-table']);

/** Random changes of the images of train. */
export const AUGMENTATION_TECHNIQUES: readonly Technique[] = [
  {
    name: 'kinds of augmentation, in a program that augments',
    use: (asked, data) => {
      const changes = changesOf(asked);
      return changes.length === 0 || !hasImages(data)
        ? null
        : {
            edits: [{ find: /^def make_augmentation\(/m, put: '$&' }],
            adds: [{ section: 'preprocessing', code: augmentation(changes) }],
          };
    },
  },
  {
    name: 'augmentation',
    use: (asked, data) => {
      const changes = wantedChanges(asked);
      return changes === null || !hasImages(data)
        ? null
        : {
            edits: [mapped('augmentation = make_augmentation()', IMAGES_ALONE)],
            adds: [
              {
                section: 'preprocessing',
                code: augmentation(changes),
              },
              { section: 'imports', code: 'import keras' },
              { section: 'imports', code: 'from keras import layers' },
            ],
          };
    },
  },
  {
    name: 'augmentation of images with their masks',
    use: (asked, data) => {
      const changes = wantedChanges(asked);
      return changes === null || data.kind !== 'image-masks'
        ? null
        : {
            edits: [mapped('change_pairs = make_augmentation()', 'change_pairs')],
            adds: [
              {
                section: 'preprocessing',
                code: pairAugmentation(changes),
              },
              { section: 'imports', code: 'from keras import layers' },
            ],
          };
    },
  },
  {
    name: 'mixing of images',
    use: (asked, data) => {
      const words = asked.words('technique other augmentation');
      const name = MIXES.find((layer) => OTHER_CHANGES[layer].test(words));
      const alpha = asked.value('technique mixup alpha');
      const argument = typeof alpha === 'number' ? `alpha=${alpha}` : '';
      return name === undefined || data.target !== 'class' || !hasImages(data)
        ? null
        : {
            edits: [
              // Labels are mixed as shares of classes.
              { find: /keras\.utils\.to_categorical\(numbers, CLASS_COUNT\)/, put: '$&' },
              {
                find: /^ {4}return dataset(\.batch\(batch_size\))?\.prefetch\(tf\.data\.AUTOTUNE\)$/m,
                put: [
                  '    dataset = dataset$1',
                  '    if training:',
                  '        dataset = dataset.map(make_mixing(), num_parallel_calls=tf.data.AUTOTUNE)',
                  '    return dataset.prefetch(tf.data.AUTOTUNE)',
                ].join('\n'),
              },
            ],
            adds: [
              { section: 'imports', code: 'from keras import layers' },
              { section: 'preprocessing', code: mixing(`${name}(${argument})`) },
            ],
          };
    },
  },
];

/** Layers that mix images with one another. */
const MIXES = ['MixUp', 'CutMix'] as const;

function hasImages({ kind, target }: DataSpec): boolean {
  return (
    IMAGE_KINDS.has(kind) && (target === 'class' || target === 'labels' || target === 'number')
  );
}

function changesOf(asked: AskedValues): readonly string[] {
  return CHANGES.flatMap(({ asked: ask, said, usual, layer }) => {
    const value = asked.value(ask);
    const words = asked.words(ask);
    if (value === undefined || !isAsked(value) || said?.test(words) === false) return [];
    return [layer(String(mostOf(value, usual)), words)];
  });
}

/** The stated changes, or the usual ones where only augmentation is asked for; null where nothing is. */
function wantedChanges(asked: AskedValues): readonly string[] | null {
  const changes = changesOf(asked);
  if (changes.length > 0) return changes;
  return asked.value('technique augmentation') === true ? USUAL : null;
}

function mostOf(value: FactValue, usual: number): number {
  return typeof value === 'number' ? value : usual;
}

function directionOf(words: string): string {
  const [isHorizontal, isVertical] = [
    /horizontal|left|\bh ?-?flip/.test(words),
    /vertical|up|\bv ?-?flip/.test(words),
  ];
  if (isVertical) return isHorizontal ? 'horizontal_and_vertical' : 'vertical';
  return 'horizontal';
}

const IMAGES_ALONE = 'lambda images, targets: (augmentation(images, training=True), targets)';

function mapped(made: string, change: string): TechniqueEdit {
  return {
    find: BATCHED,
    put: [
      '    dataset = dataset.batch(batch_size)',
      '    if training:',
      `        ${made}`,
      '        dataset = dataset.map(',
      `            ${change},`,
      '            num_parallel_calls=tf.data.AUTOTUNE,',
      '        )',
      '    return dataset.prefetch(tf.data.AUTOTUNE)',
    ].join('\n'),
  };
}

function augmentation(changes: readonly string[]): string {
  return `def make_augmentation():
    """Returns random changes that keep the target, for batches of images 0-255."""
    return keras.Sequential(
        [
${changes.map((change) => `            layers.${change},\n`).join('')}        ],
        name="augmentation",
    )`;
}

function pairAugmentation(changes: readonly string[]): string {
  return `def make_augmentation():
    """Returns a function that changes batches of images 0-255 at random, and masks with them."""
    changes = [
${changes.map((change) => `        layers.${change},\n`).join('')}    ]

    def change_pairs(images, masks):
        has_channels = masks.shape.rank == 4
        moved = masks if has_channels else masks[..., tf.newaxis]
        pairs = {"images": images, "segmentation_masks": moved}
        for change in changes:
            pairs = change(pairs, training=True)
        moved = tf.cast(pairs["segmentation_masks"], masks.dtype)
        return pairs["images"], moved if has_channels else moved[..., 0]

    return change_pairs`;
}

function mixing(layer: string): string {
  return `def make_mixing():
    """Returns a function that mixes batches of images with one another, and their labels alike."""
    mix = layers.${layer}

    def mix_pairs(images, labels):
        mixed = mix({"images": images, "labels": labels}, training=True)
        return mixed["images"], mixed["labels"]

    return mix_pairs`;
}
