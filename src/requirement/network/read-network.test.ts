import { expect, test } from 'vitest';
import { renderLayer } from '../../plan/index.ts';
import { networkIn } from './read-network.ts';

/** Layers without the padding that a convolution has where none is stated. */
function layersIn(text: string): string[] {
  return (networkIn(text)?.layers ?? []).map(({ call }) =>
    renderLayer(call)
      .replaceAll(/,? ?padding='same'/g, '')
      .replace('(, ', '('),
  );
}

test('words become vectors first, wherever the text says so', () => {
  expect(
    layersIn('Two LSTM layers with 64 and 32 units, then dropout 0.2, on an embedding of 50.'),
  ).toEqual([
    'Embedding(output_dim=50)',
    'LSTM(64, return_sequences=True)',
    'LSTM(32)',
    'Dropout(0.2)',
  ]);
});

test.each([
  ['A Conv1D with 64 filters and kernel size 5, then an LSTM with 100 units.', 2],
  ['An LSTM that writes jokes: two LSTM layers of 256, dropout 0.2.', 3],
])('%s names %i layers', (text, count) => {
  expect(layersIn(text)).toHaveLength(count);
});

test.each([
  [
    'A Conv2D with 32 filters of 3x3, then batch normalization, ReLU, max pooling, dropout 0.25, flatten, a dense layer of 128 units and a softmax output.',
    [
      'Conv#D(32, (3, 3))',
      'BatchNormalization()',
      'ReLU()',
      'MaxPooling#D()',
      'Dropout(0.25)',
      'Flatten()',
      'Dense(128)',
    ],
  ],
  [
    'Two LSTM layers with 64 and 32 units, dropout of 30 % and a dense layer of 16 tanh units before the output layer.',
    ['LSTM(64, return_sequences=True)', 'LSTM(32)', 'Dropout(0.3)', "Dense(16, activation='tanh')"],
  ],
  [
    'Three convolutional layers with 16, 32 and 64 filters, each followed by max pooling. Then flatten and dense 10 with softmax.',
    [
      'Conv#D(16)',
      'MaxPooling#D()',
      'Conv#D(32)',
      'MaxPooling#D()',
      'Conv#D(64)',
      'MaxPooling#D()',
      'Flatten()',
    ],
  ],
  [
    'Two blocks of (convolution with 8 filters, batch normalization, average pooling of 2x2), global max pooling and a softmax layer.',
    [
      'Conv#D(8)',
      'BatchNormalization()',
      'AveragePooling#D((2, 2))',
      'Conv#D(8)',
      'BatchNormalization()',
      'AveragePooling#D((2, 2))',
      'GlobalMaxPooling#D()',
    ],
  ],
  [
    'Two dense layers of 64 units with dropout 0.5 after each, then a sigmoid output. No batch normalization is used.',
    ['Dense(64)', 'Dropout(0.5)', 'Dense(64)', 'Dropout(0.5)'],
  ],
  [
    'A DenseNet like model: a depthwise separable convolution: a depthwise convolution with a 7x7 kernel, then pooling, dropout 0.2. After that flatten and use a softmax layer.',
    ['DepthwiseConv#D((7, 7))', 'MaxPooling#D()', 'Dropout(0.2)', 'Flatten()'],
  ],
  [
    'Raise the number of channels to 16 with a 1x1 convolution. Path one has two blocks, each made of a convolution and an average pooling layer. Then flatten.',
    [
      'Conv#D(16, (1, 1))',
      'Conv#D()',
      'AveragePooling#D()',
      'Conv#D()',
      'AveragePooling#D()',
      'Flatten()',
    ],
  ],
  [
    'Three blocks follow; within each block there is a convolution with 8 filters and batch normalization. Between the blocks stands an average pooling layer. Then a dense layer with 64 units before the sigmoid.',
    [
      'Conv#D(8)',
      'BatchNormalization()',
      'AveragePooling#D()',
      'Conv#D(8)',
      'BatchNormalization()',
      'AveragePooling#D()',
      'Conv#D(8)',
      'BatchNormalization()',
      'Dense(64)',
    ],
  ],
  [
    'Two 3x3 convolutions with stride 2 for the 28x28 images, batch norm + ReLU, then a dense layer with 10 units and softmax.',
    [
      'Conv#D(kernel_size=(3, 3), strides=2)',
      'Conv#D(kernel_size=(3, 3), strides=2)',
      'BatchNormalization()',
      'ReLU()',
    ],
  ],
  [
    'Two identical blocks followed by two fully connected layers of 32 units with dropout 0.5 after the first. Each block consists of a convolution and max pooling. After the last block the features are flattened. A softmax layer ends it.',
    [
      'Conv#D()',
      'MaxPooling#D()',
      'Conv#D()',
      'MaxPooling#D()',
      'Flatten()',
      'Dense(32)',
      'Dropout(0.5)',
      'Dense(32)',
    ],
  ],
  [
    'Blocks one and two have two 3x3 convolutions with 64 and 128 filters each and one max pooling layer. Then flatten, two dense layers of 32 units with dropout 0.5 between them, and a softmax layer.',
    [
      'Conv#D(64, (3, 3))',
      'Conv#D(64, (3, 3))',
      'MaxPooling#D()',
      'Conv#D(128, (3, 3))',
      'Conv#D(128, (3, 3))',
      'MaxPooling#D()',
      'Flatten()',
      'Dense(32)',
      'Dropout(0.5)',
      'Dense(32)',
    ],
  ],
])('a chain of layers: %s', (text, layers) => {
  expect(layersIn(text)).toEqual(layers);
});

test.each([
  [
    'Two parallel branches: the first branch is a 1x1 convolution with 16 filters, the second branch a 3x3 convolution with 16 filters. The outputs of both branches are concatenated, then flattened for a softmax layer.',
    [
      'branch_1 = Conv#D(16, (1, 1))',
      'branch_2 = Conv#D(16, (3, 3))(inputs)',
      'Concatenate()(branch_1, branch_2)',
      'Flatten()',
    ],
  ],
  [
    'After a convolution with 32 filters comes a residual block: two 3x3 convolutions with 32 filters, whose input is added to its output. Global average pooling and a softmax layer follow.',
    [
      'shared_1 = Conv#D(32)',
      'Conv#D(32, (3, 3))',
      'branch_1 = Conv#D(32, (3, 3))',
      'Add()(branch_1, shared_1)',
      'GlobalAveragePooling#D()',
    ],
  ],
  [
    'The embedding has 32 dimensions. A multi-head attention layer with 2 heads follows, and a residual connection adds the embedding to its output. Layer normalization, global average pooling, softmax output.',
    [
      'shared_1 = Embedding(output_dim=32)',
      'branch_1 = MultiHeadAttention(2, 32)',
      'Add()(branch_1, shared_1)',
      'LayerNormalization()',
      'GlobalAveragePooling#D()',
    ],
  ],
  [
    'The input is split into three groups along the channels. Each group passes through a separable convolution with kernels of 1x1, 3x3 and 5x5 respectively, and the outputs are concatenated. The fused features are flattened, then a softmax layer.',
    [
      'branch_1 = SeparableConv#D(kernel_size=(1, 1))',
      'branch_2 = SeparableConv#D(kernel_size=(3, 3))(inputs)',
      'branch_3 = SeparableConv#D(kernel_size=(5, 5))(inputs)',
      'Concatenate()(branch_1, branch_2, branch_3)',
      'Flatten()',
    ],
  ],
  [
    'A function for a basic block: a convolution with 8 filters and batch normalization on the main path, the input on the other, both added. Use it twice, then flatten.',
    [
      'Conv#D(8)',
      'branch_1 = BatchNormalization()',
      'shared_1 = Add()(branch_1, inputs)',
      'Conv#D(8)',
      'branch_2 = BatchNormalization()',
      'Add()(branch_2, shared_1)',
      'Flatten()',
    ],
  ],
  [
    'The network has two blocks. In the first block max pooling layers with windows and strides of 1x1 and 2x2 see the input, their outputs are flattened and concatenated. Between the two blocks a fully connected layer with 64 units and a reshape to 8x8x1 follow. The second block is a convolution with 8 filters.',
    [
      'branch_1 = MaxPooling#D((1, 1))',
      'branch_2 = MaxPooling#D((2, 2))(inputs)',
      'branch_3 = Flatten()(branch_1)',
      'branch_4 = Flatten()(branch_2)',
      'Concatenate()(branch_3, branch_4)',
      'Dense(64)',
      'Reshape((8, 8, 1))',
      'Conv#D(8)',
    ],
  ],
  [
    'A 1x1, a 3x3 and a 5x5 convolution see the input, and are added together. Two fully connected layers follow, the first with 128 neurons, the second with ten neurons, then a softmax layer.',
    [
      'branch_1 = Conv#D(kernel_size=(1, 1))',
      'branch_2 = Conv#D(kernel_size=(3, 3))(inputs)',
      'branch_3 = Conv#D(kernel_size=(5, 5))(inputs)',
      'Add()(branch_1, branch_2, branch_3)',
      'Dense(128)',
      'Dense(10)',
    ],
  ],
  [
    'A main path and a branch path. The main path starts with a 1x1 convolution and is then split into three branches: the first goes through a 3x3 convolution, the second and the third each go through max pooling and upsampling. The outputs of all branches are concatenated. The branch path has a 1x1 convolution. Both paths are added.',
    [
      'shared_1 = Conv#D(kernel_size=(1, 1))',
      'branch_1 = Conv#D(kernel_size=(3, 3))',
      'MaxPooling#D()(shared_1)',
      'branch_2 = UpSampling#D()',
      'MaxPooling#D()(shared_1)',
      'branch_3 = UpSampling#D()',
      'branch_4 = Concatenate()(branch_1, branch_2, branch_3)',
      'branch_5 = Conv#D(kernel_size=(1, 1))(inputs)',
      'Add()(branch_4, branch_5)',
    ],
  ],
  [
    'The channels of the input are split into three groups; each group is reduced by a 1x1 convolution with batch normalization, and the groups are concatenated. A transposed convolution is used for upsampling.',
    [
      'branch_1 = Conv#D(kernel_size=(1, 1))',
      'branch_2 = Conv#D(kernel_size=(1, 1))(inputs)',
      'branch_3 = Conv#D(kernel_size=(1, 1))(inputs)',
      'branch_4 = BatchNormalization()(branch_1)',
      'branch_5 = BatchNormalization()(branch_2)',
      'branch_6 = BatchNormalization()(branch_3)',
      'Concatenate()(branch_4, branch_5, branch_6)',
      'Conv#DTranspose()',
    ],
  ],
])('a graph of layers: %s', (text, layers) => {
  expect(layersIn(text)).toEqual(layers);
});

test.each([
  'Classify images of cats and dogs with a convolutional network and dropout of 0.3.',
  'Predict house prices with a neural network of two hidden layers.',
  'Fine-tune BERT on my reviews, without dropout.',
  'A network with various layers including convolutional, max pooling and batch normalization layers.',
])('no network is read from %s', (text) => {
  expect(networkIn(text)).toBeNull();
});

test('every layer has the words that state it', () => {
  const text = 'Conv2D with 32 filters, max pooling of 2x2, flatten, dense of 64 units, softmax.';
  const words = networkIn(text)?.layers.map(({ span }) => text.slice(...span));
  expect(words).toEqual([
    'Conv2D with 32 filters',
    'max pooling of 2x2',
    'flatten',
    'dense of 64 units',
  ]);
});
