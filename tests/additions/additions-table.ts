/** A change of a file: text put before the only place where `before` stands. */
export interface Insertion {
  readonly before: string;
  readonly text: string;
}

/** One file that an addition touches: changed, new with a text of its own, or new after another one. */
export interface TouchedFile {
  readonly file: string;
  readonly insert?: readonly Insertion[];
  readonly text?: string;
  readonly like?: string;
  /** Pairs of what stands in `like` and what stands there instead, everywhere. */
  readonly changes?: readonly (readonly [from: string, to: string])[];
}

/** Something that is added to the product, to prove how many files that takes and that none can be forgotten. */
export interface Addition {
  readonly name: string;
  /** Most files written by hand. */
  readonly limit: number;
  readonly touched: readonly TouchedFile[];
  /** What a recipe of tests/reference/ writes when Keras has more than before. */
  readonly recorded?: readonly TouchedFile[];
  /** Test files that judge the addition. */
  readonly tests: readonly string[];
  /** The program whose data, made by its kind's maker, must be read as what it declares: tests/slow/made-data.test.ts. */
  readonly madeFor?: string;
}

const NAMES = 'src/plan/names.test.ts';
const KERAS = 'tests/reference/keras.json';
const POOL = ['src/retrieval/check-composition.test.ts', 'src/retrieval/pool.test.ts'];

/** A field of keras.json that has one name more, behind the last one. */
function recordedName(last: string, name: string): readonly TouchedFile[] {
  return [
    { file: KERAS, like: KERAS, changes: [[`"${last}"\n ]`, `"${last}",\n  "${name}"\n ]`]] },
  ];
}

export const ADDITIONS: readonly Addition[] = [
  {
    name: 'loss',
    limit: 1,
    recorded: recordedName('Tversky', 'Tweedie'),
    touched: [
      {
        file: 'src/plan/losses.ts',
        insert: [
          {
            before: '} as const satisfies Record<string, Loss>;',
            text: `  tweedie: {
    code: '"tweedie"',
    keras: 'Tweedie',
    fits: ['numbers'],
    activation: null,
    logits: false,
    labels: 'one-hot',
    words: ['tweedie'],
  },
`,
          },
        ],
      },
    ],
    tests: [NAMES, 'src/targets/targets.test.ts'],
  },
  {
    name: 'metric',
    limit: 1,
    recorded: recordedName('TruePositives', 'WeightedKappa'),
    touched: [
      {
        file: 'src/plan/metrics.ts',
        insert: [
          {
            before: '} as const satisfies Record<string, Metric>;',
            text: `  weighted_kappa: {
    code: 'keras.metrics.WeightedKappa(name="weighted_kappa")',
    fits: SINGLE_CLASSES,
    ...ONE_HOT,
    words: ['weighted kappa'],
  },
`,
          },
        ],
      },
    ],
    tests: [NAMES, 'src/targets/targets.test.ts'],
  },
  {
    name: 'optimizer',
    limit: 1,
    recorded: recordedName('ScheduleFreeAdamW', 'Sophia'),
    touched: [
      {
        file: 'src/plan/optimizers.ts',
        insert: [
          {
            before: '} as const satisfies Record<string, NameWords>;',
            text: "  Sophia: { words: [], beside: ['sophia'] },\n",
          },
        ],
      },
    ],
    tests: [NAMES],
  },
  {
    name: 'layer',
    limit: 1,
    recorded: [
      {
        file: KERAS,
        insert: [{ before: '  "Activation": ', text: '  "GatedDense": "*units activation",\n' }],
      },
    ],
    touched: [
      {
        file: 'src/plan/layers.ts',
        insert: [
          {
            before: '  EinsumDense: {\n',
            text: "  GatedDense: { role: 'dense', arguments: '*units activation' },\n",
          },
        ],
      },
    ],
    tests: [NAMES, 'src/plan/layers.test.ts'],
  },
  {
    name: 'backbone',
    limit: 1,
    recorded: [
      { file: KERAS, insert: [{ before: '  "ConvNeXtBase"', text: '  "CoAtNet0",\n' }] },
      {
        file: 'tests/reference/weights.json',
        insert: [
          {
            before: '  "ConvNeXtBase"',
            text: `  "CoAtNet0": [
   "coatnet0_notop.h5",
   "https://storage.googleapis.com/tensorflow/keras-applications/coatnet/coatnet0_notop.h5",
   "00000000000000000000000000000000"
  ],
`,
          },
        ],
      },
    ],
    touched: [
      {
        file: 'src/plan/backbones.ts',
        insert: [
          {
            before: '  ConvNeXtBase: {\n',
            text: `  CoAtNet0: {
    features: 768,
    leastSide: 32,
    pixels: '-1 to 1',
    weights: {
      path: 'tensorflow/keras-applications/coatnet/coatnet0_notop.h5',
      hash: '00000000000000000000000000000000',
    },
    words: ['co at net'],
  },
`,
          },
        ],
      },
    ],
    tests: [NAMES, 'src/verification/pretrained-weights.test.ts'],
  },
  {
    name: 'model',
    limit: 2,
    touched: [
      {
        file: 'pool/models/signal-gru.py',
        like: 'pool/models/signal-cnn.py',
        changes: [
          ['One-dimensional convolutions', 'A gated recurrent network'],
          [
            '    features = layers.GlobalMaxPooling1D()(features)\n',
            '    features = layers.GRU(64)(features)\n',
          ],
        ],
      },
      {
        file: 'pool/programs/signal-gru.json',
        like: 'pool/programs/signal-cnn.json',
        changes: [
          ['a 1D convolutional network', 'a gated recurrent network over convolutions'],
          ['models/signal-cnn', 'models/signal-gru'],
          ['GlobalMaxPooling1D()', 'GRU(64)'],
        ],
      },
    ],
    tests: [...POOL, 'src/targets/targets.test.ts', 'src/targets/bound-numbers.test.ts'],
  },
  {
    name: 'kind',
    limit: 5,
    touched: [
      {
        file: 'src/kinds/audio-split-folders.ts',
        text: `import { defineKind } from './define-kind.ts';
import { describeSounds, NEW_SOUNDS, SOUND, SOUND_NOUNS, soundShape } from './shared.ts';

export const audioSplitFolders = defineKind({
  lies: '\`TRAIN_FOLDER/class/*.wav\`, ...',
  layout:
    '{TRAIN_FOLDER}/CLASS/*.wav      {SAMPLE_RATE} Hz\\n{VALIDATION_FOLDER}/CLASS/*.wav\\n{TEST_FOLDER}/CLASS/*.wav',
  facts: {
    TRAIN_FOLDER: {},
    VALIDATION_FOLDER: { words: 'None: cut from train', nullable: true },
    TEST_FOLDER: { words: 'None: cut from train', nullable: true },
    ...SOUND,
  },
  form: 'image',
  item: soundShape,
  newItems: NEW_SOUNDS,
  onePerRow: true,
  groups: { paths: 'items' },
  describe: describeSounds,
  modality: 'audio',
  subjects: ['sounds'],
  nouns: SOUND_NOUNS,
});
`,
      },
      {
        file: 'src/profile/detect-audio.ts',
        insert: [
          {
            before:
              "  return found([candidate], doubt === null ? [] : [lacks('audio-folders', ['class'], doubt)]);\n",
            text: `  if (split !== null && doubt === null)
    return found([candidate, splitCandidate(context, split, root, names)]);
`,
          },
          {
            before: 'async function settleFolders(\n',
            text: `/** Folders train, validation, test with a folder per class in each. */
function splitCandidate(
  context: ProfileContext,
  { validation, test }: Split,
  train: Folder,
  classNames: readonly string[],
): Candidate {
  return candidateOf(
    context,
    {
      kind: 'audio-split-folders',
      targets: ['class'],
      fit: 0.8,
      why: \`\${classNames.length} class folders in \${train.path}\`,
      place: train.path,
      count: countUnder(train, 'audio'),
      classNames,
    },
    async () => {
      const detected = await settleFolders(context, train, undefined);
      const { AUDIO_ROOT: _, GROUP_PATTERN: __, ...facts } = detected.data.facts;
      const folders = {
        TRAIN_FOLDER: train.path,
        VALIDATION_FOLDER: validation?.path ?? null,
        TEST_FOLDER: test?.path ?? null,
      };
      return {
        ...detected,
        data: { kind: 'audio-split-folders', target: 'class', facts: { ...folders, ...facts } },
      };
    },
  );
}

`,
          },
          {
            before: "import type { FactValue } from '../artifacts/index.ts';",
            text: "import type { Candidate } from '../artifacts/index.ts';\nimport type { Split } from './class-folders.ts';\n",
          },
        ],
      },
      {
        file: 'python/made_data/audio_split_folders.py',
        text: `"""Makes folders of .wav files per class for each split."""

from pathlib import Path

from made_data.audio_folders import make_data as make_folders


def make_data(folder: Path, facts: dict, target: str, count: int) -> None:
    """Writes 70 % of \`count\` clips to the train folder and 15 % to each other folder."""
    shares = (("TRAIN_FOLDER", 0.7), ("VALIDATION_FOLDER", 0.15), ("TEST_FOLDER", 0.15))
    for fact, share in shares:
        if facts.get(fact):
            own = {**facts, "AUDIO_ROOT": facts[fact]}
            make_folders(folder, own, target, max(6, round(share * count)))
`,
      },
      {
        file: 'pool/sections/audio/split_folders.py',
        like: 'pool/sections/image/split_folders.py',
        changes: [
          [
            '# Folder below the data folder that holds the split folders; "" is the data folder itself.\nIMAGE_ROOT = ""\n',
            '',
          ],
          [' / IMAGE_ROOT', ''],
          ['Images lie', 'Clips lie'],
          ['the images [n]', 'the clips [n]'],
          ['one image file', 'one .wav file'],
        ],
      },
      {
        file: 'pool/programs/audio-split.json',
        like: 'pool/programs/audio-classification.json',
        changes: [
          ['One folder per command with', 'Folders train and test with one folder per command,'],
          [
            '"AUDIO_ROOT": "",',
            '"TRAIN_FOLDER": "train", "VALIDATION_FOLDER": null, "TEST_FOLDER": "test",',
          ],
          ['"kind": "audio-folders"', '"kind": "audio-split-folders"'],
          ['audio/folders', 'audio/split_folders'],
          ['splits/plain', 'splits/given'],
        ],
      },
    ],
    tests: ['src/kinds/kinds.test.ts', ...POOL],
    madeFor: 'audio-split',
  },
  {
    name: 'target',
    limit: 3,
    touched: [
      {
        file: 'src/targets/repaired.ts',
        text: `import { knownFacts, imageShape, imageSize } from '../kinds/index.ts';
import { hasSides, type Target } from './define-target.ts';

/** Old images without their scratches. */
export const repairedTarget: Target = {
  tasks: [{ modality: 'image', goal: 'restore', kind: 'images', when: /\\bscratch(es)?\\b/ }],
  forms: ['picture'],
  head: () => ({ form: 'picture', layer: null, goal: null }),
  outputFits: hasSides,
  map: imageShape,
  sizes: ['CHANNELS'],
  halves: true,
  describe: ({ facts }) => \`Repaired images of shape \${imageSize(knownFacts(facts))}, values 0-1\`,
  words: { must: /\\b(?:images?|pictures?|photos?|pixels?)\\b/i },
  makes: ['images'],
};
`,
      },
      {
        file: 'pool/targets/repaired.py',
        like: 'pool/targets/restored.py',
        changes: [['restored to', 'repaired to']],
      },
      {
        file: 'pool/programs/image-repaired.json',
        like: 'pool/programs/image-autoencoder.json',
        changes: [
          ['Remove the grain from noisy pictures', 'Remove the scratches from old pictures'],
          ['"target": "image"', '"target": "repaired"'],
          ['targets/restored', 'targets/repaired'],
        ],
      },
    ],
    tests: ['src/targets/targets.test.ts', 'src/requirement/task-table.test.ts', ...POOL],
    madeFor: 'image-repaired',
  },
];
