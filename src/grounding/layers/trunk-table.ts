import type { InputForm } from '../../kinds/index.ts';
import type { TrunkFamily } from '../../requirement/index.ts';

const embedding = (mask: boolean): string =>
  `Embedding({vocabulary}, 64${mask ? ', mask_zero=True' : ''})`;

/** Recurrent trunks differ in their layer only. */
function recurrent(layer: string): Partial<Record<InputForm, readonly string[]>> {
  const single = layer.startsWith('Bidirectional(') ? layer : `${layer}(64)`;
  return {
    tokens: [embedding(true), single, 'Dropout(0.3)', "Dense(64, activation='relu')"],
    sequence: [single, 'Dropout(0.2)', "Dense(32, activation='relu')"],
    tabular: ['Reshape((-1, 1))', single, 'Dropout(0.2)', "Dense(32, activation='relu')"],
    image: [
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
    tokens: [
      embedding(false),
      "Conv1D(128, 5, padding='same', activation='relu')",
      'GlobalMaxPooling1D()',
      "Dense(64, activation='relu')",
      'Dropout(0.4)',
    ],
    sequence: [
      "Conv1D(32, 5, padding='same', activation='relu')",
      'MaxPooling1D(2)',
      "Conv1D(64, 5, padding='same', activation='relu')",
      'GlobalAveragePooling1D()',
      'Dropout(0.2)',
    ],
    tabular: [
      'Reshape((-1, 1))',
      "Conv1D(32, 3, padding='same', activation='relu')",
      'Flatten()',
      "Dense(64, activation='relu')",
      'Dropout(0.2)',
    ],
    image: [
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
    tokens: [
      embedding(false),
      'GlobalAveragePooling1D()',
      "Dense(64, activation='relu')",
      'Dropout(0.3)',
    ],
    sequence: [
      'Flatten()',
      "Dense(64, activation='relu')",
      'Dropout(0.2)',
      "Dense(32, activation='relu')",
    ],
    tabular: ["Dense(64, activation='relu')", 'Dropout(0.2)', "Dense(32, activation='relu')"],
    image: [
      'Flatten()',
      "Dense(256, activation='relu')",
      'Dropout(0.3)',
      "Dense(64, activation='relu')",
    ],
  },
  transformer: {
    sequence: [
      'Dense(32)',
      'TransformerBlock(heads=4, dense_units=64, dropout_rate=0.1)',
      'GlobalAveragePooling1D()',
      'Dropout(0.2)',
    ],
    tokens: [
      'TokenAndPositionEmbedding({vocabulary}, 64, {length})',
      'TransformerBlock(heads=4, dense_units=128, dropout_rate=0.1)',
      'GlobalAveragePooling1D()',
      'Dropout(0.3)',
    ],
  },
  backbone: {
    image: ['{backbone}()', 'GlobalAveragePooling2D()', 'Dropout(0.3)'],
  },
};

/** CNN and LSTM together: convolutions find short patterns, the recurrent layer reads their order. */
export const CONVOLUTION_BEFORE_RECURRENCE: Readonly<
  Partial<Record<InputForm, readonly string[]>>
> = {
  tokens: ["Conv1D(64, 5, padding='same', activation='relu')", 'MaxPooling1D(2)'],
  sequence: ["Conv1D(32, 3, padding='same', activation='relu')"],
  tabular: ["Conv1D(32, 3, padding='same', activation='relu')"],
};

/** Which layers show that a plan has an architecture. */
export const ARCHITECTURE_LAYERS: Readonly<Partial<Record<TrunkFamily, RegExp>>> = {
  bilstm: /Bidirectional\(\s*(layers\.)?LSTM/,
  bigru: /Bidirectional\(\s*(layers\.)?GRU/,
  lstm: /LSTM\(/,
  gru: /\bGRU\(/,
  rnn: /SimpleRNN|LSTM|GRU/,
  transformer: /Transformer|Attention|Backbone\(/,
  cnn: /\b(?:Separable)?Conv[12]D\(/,
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
