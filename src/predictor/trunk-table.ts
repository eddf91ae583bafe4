import type { DataKind, DataSpec } from '../artifacts/index.ts';
import type { TrunkFamily } from '../requirement/index.ts';

/** What the first layer of the trunk receives, without the batch. */
export const INPUT_FORMS = ['picture', 'words', 'steps', 'vector', 'other'] as const;
export type InputForm = (typeof INPUT_FORMS)[number];

/**
 * picture: [height, width, channels]; words: [length] of word numbers; steps: [length, features]; vector: [features];
 * other: several inputs, or a form that depends on the sample.
 */
export const INPUT_FORM: Readonly<Record<DataKind, InputForm>> = {
  'image-folders': 'picture',
  'image-split-folders': 'picture',
  'image-table': 'picture',
  'image-features-table': 'other',
  'image-masks': 'other',
  'image-pairs': 'other',
  images: 'other',
  'image-captions': 'other',
  'image-boxes': 'picture',
  table: 'vector',
  'text-table': 'words',
  'text-folders': 'words',
  'text-file': 'words',
  'text-pairs': 'other',
  'tagged-words': 'other',
  series: 'steps',
  'signal-table': 'steps',
  arrays: 'other',
  'audio-folders': 'picture',
  'audio-table': 'picture',
};

/** Arrays of two axes are steps of features, whatever else their program can make of them. */
export function inputForm({ kind, facts }: DataSpec): InputForm {
  const shape = facts['INPUT_SHAPE'];
  return kind === 'arrays' && Array.isArray(shape) && shape.length === 2
    ? 'steps'
    : INPUT_FORM[kind];
}

const embedding = (mask: boolean): string =>
  `Embedding({vocabulary}, 64${mask ? ', mask_zero=True' : ''})`;

/** Recurrent trunks differ in their layer only. */
function recurrent(layer: string): Partial<Record<InputForm, readonly string[]>> {
  const single = layer.startsWith('Bidirectional(') ? layer : `${layer}(64)`;
  return {
    words: [embedding(true), single, 'Dropout(0.3)', "Dense(64, activation='relu')"],
    steps: [single, 'Dropout(0.2)', "Dense(32, activation='relu')"],
    vector: ['Reshape((-1, 1))', single, 'Dropout(0.2)', "Dense(32, activation='relu')"],
    picture: [
      "Conv2D(32, (3, 3), padding='same', activation='relu')",
      'MaxPooling2D((2, 2))',
      "Conv2D(64, (3, 3), padding='same', activation='relu')",
      'MaxPooling2D((2, 2))',
      'Reshape((-1, 64))',
      single,
      'Dropout(0.3)',
    ],
  };
}

/** Trunks for an architecture that is asked for where no sample of the pool has it; `{vocabulary}` is filled from the facts. */
export const TRUNKS: Readonly<
  Partial<Record<TrunkFamily, Partial<Record<InputForm, readonly string[]>>>>
> = {
  lstm: recurrent('LSTM'),
  gru: recurrent('GRU'),
  rnn: recurrent('SimpleRNN'),
  bilstm: recurrent('Bidirectional(LSTM(64))'),
  bigru: recurrent('Bidirectional(GRU(64))'),
  cnn: {
    words: [
      embedding(false),
      "Conv1D(128, 5, padding='same', activation='relu')",
      'GlobalMaxPooling1D()',
      "Dense(64, activation='relu')",
      'Dropout(0.4)',
    ],
    steps: [
      "Conv1D(32, 5, padding='same', activation='relu')",
      'MaxPooling1D(2)',
      "Conv1D(64, 5, padding='same', activation='relu')",
      'GlobalAveragePooling1D()',
      'Dropout(0.2)',
    ],
    vector: [
      'Reshape((-1, 1))',
      "Conv1D(32, 3, padding='same', activation='relu')",
      'Flatten()',
      "Dense(64, activation='relu')",
      'Dropout(0.2)',
    ],
    picture: [
      "Conv2D(32, (3, 3), padding='same', activation='relu')",
      'MaxPooling2D((2, 2))',
      "Conv2D(64, (3, 3), padding='same', activation='relu')",
      'MaxPooling2D((2, 2))',
      "Conv2D(128, (3, 3), padding='same', activation='relu')",
      'GlobalAveragePooling2D()',
      'Dropout(0.3)',
    ],
  },
  dense: {
    words: [
      embedding(false),
      'GlobalAveragePooling1D()',
      "Dense(64, activation='relu')",
      'Dropout(0.3)',
    ],
    steps: [
      'Flatten()',
      "Dense(64, activation='relu')",
      'Dropout(0.2)',
      "Dense(32, activation='relu')",
    ],
    vector: ["Dense(64, activation='relu')", 'Dropout(0.2)', "Dense(32, activation='relu')"],
    picture: [
      'Flatten()',
      "Dense(256, activation='relu')",
      'Dropout(0.3)',
      "Dense(64, activation='relu')",
    ],
  },
  transformer: {
    steps: [
      'Dense(32)',
      'TransformerBlock(heads=4, dense_units=64, dropout_rate=0.1)',
      'GlobalAveragePooling1D()',
      'Dropout(0.2)',
    ],
    words: [
      'TokenAndPositionEmbedding({vocabulary}, 64, {length})',
      'TransformerBlock(heads=4, dense_units=128, dropout_rate=0.1)',
      'GlobalAveragePooling1D()',
      'Dropout(0.3)',
    ],
  },
  backbone: {
    picture: ['{backbone}()', 'GlobalAveragePooling2D()', 'Dropout(0.3)'],
  },
};

/** CNN and LSTM together: convolutions find short patterns, the recurrent layer reads their order. */
export const CONVOLUTION_BEFORE_RECURRENCE: Readonly<
  Partial<Record<InputForm, readonly string[]>>
> = {
  words: ["Conv1D(64, 5, padding='same', activation='relu')", 'MaxPooling1D(2)'],
  steps: ["Conv1D(32, 3, padding='same', activation='relu')"],
  vector: ["Conv1D(32, 3, padding='same', activation='relu')"],
};

/** Which layers show that a plan has an architecture. */
export const ARCHITECTURE_LAYERS: Readonly<Partial<Record<TrunkFamily, RegExp>>> = {
  bilstm: /Bidirectional\(\s*(layers\.)?LSTM/,
  bigru: /Bidirectional\(\s*(layers\.)?GRU/,
  lstm: /LSTM\(/,
  gru: /\bGRU\(/,
  rnn: /SimpleRNN|LSTM|GRU/,
  transformer: /Transformer|Attention/,
  cnn: /Conv[12]D\(/,
  dense: /^Dense\(/,
  gan: /tanh|LeakyReLU/,
  'u-net': /Conv2DTranspose|UpSampling2D/,
};

/** Recurrent families and the Keras layer of each; of a plain `rnn` any recurrent layer will do. */
export const RECURRENT: Readonly<Partial<Record<TrunkFamily, string>>> = {
  bilstm: 'LSTM',
  bigru: 'GRU',
  lstm: 'LSTM',
  gru: 'GRU',
};
