/** Names and words that are no Keras layer -> layer texts that stand in, and why. */
export const SUBSTITUTES: readonly (readonly [RegExp, readonly string[], string])[] = [
  [
    /tokenizer|textvectorization|count ?vectorizer|tf-?idf|wordpiece/i,
    [],
    'text is turned into numbers in the data section',
  ],
  [
    /(?:early ?stopping|reduce ?lr|model ?checkpoint|callback|learning rate schedul)/i,
    [],
    'callbacks belong to the training section',
  ],
  [
    /(?:model compil|compile|training loop|\bloss\b|optimizer|image ?data ?generator|preprocess|standard ?scaler|\bpca\b)/i,
    [],
    'it is no layer; it belongs to another section',
  ],
  [
    /^(?:sequential|model|functional(?: ?api)?|layer|hypothetical ?layer|inputspec)(?: (?:model|api|layers?))?\.?$/i,
    [],
    'the container is made by build_model',
  ],
  [
    /crf|conditional random field/i,
    ["Dense(class_count, activation='softmax')"],
    'Keras has no CRF; each tag is predicted by itself',
  ],
  [
    /bert|roberta|xlm|gpt|electra|xlnet|\bt5\b|automodel|transformer ?model|keras ?layer|hub ?layer|universal sentence|useembedding|elmo|longformer|\bllm\b|clip/i,
    ['Embedding(vocab_size, 128)', 'Bidirectional(LSTM(64))'],
    'no pretrained language model can be had offline; an embedding and a recurrent layer are trained instead',
  ],
  [
    /light ?gbm|lgb|xgb|cat ?boost|ada ?boost|boosting|forest|svc|svm|support vector|naive|nb$|multinomialnb|regressor$|tabnet|elastic ?net|logistic|voting|stacking|k-?nn|neighbors|decision tree|ridge|lasso|bayes/i,
    ["Dense(128, activation='relu')", 'Dropout(0.3)', "Dense(64, activation='relu')"],
    'it is no neural network; a dense network is used instead',
  ],
  [
    /transformer|attention|swin|patchmerging|tokenandposition/i,
    ['MultiHeadAttention(4, 32)', 'LayerNormalization()'],
    'the block is built from an attention and a normalisation layer',
  ],
  [
    /res(?:idual)?_?(?:net|idual)?\w*_?block|^residual|bottleneck|identity_?block|convolutional_?block|conv_?block|block_?\d|respath|spectral_block|rescn|ghost|mlpconv|inception|multires|resize_?and_?conv|aggregat/i,
    ["Conv2D(64, 3, padding='same', activation='relu')", 'BatchNormalization()'],
    'the block is written as a convolution and a normalisation',
  ],
  [
    /se_?block|squeeze|cbam|spatial_?attn|channel_?attn|aspp|pyramid|netvlad|fpn|adjacency|graph/i,
    ["Conv2D(64, 1, padding='same', activation='relu')"],
    'the block is written as a 1 x 1 convolution',
  ],
  [
    /instance ?norm/i,
    ['GroupNormalization(groups=-1)'],
    'Keras writes instance normalisation as group normalisation',
  ],
  [
    /weight ?norm|spectral ?norm/i,
    ['BatchNormalization()'],
    'Keras has no such wrapper for a plan layer; batch normalisation steadies training instead',
  ],
  [
    /patch|gfc/i,
    ["Conv2D(64, 4, strides=4, padding='same')"],
    'patches are cut by a strided convolution',
  ],
  [
    /wavenet|\btcn\b/i,
    [
      "Conv1D(64, 3, padding='causal', activation='relu')",
      "Conv1D(64, 3, padding='causal', dilation_rate=2, activation='relu')",
    ],
    'the block is written as dilated causal convolutions',
  ],
  [
    /u-?net|csrnet|spanet|yolo|mask ?r-?cnn|faster ?r-?cnn|ssd\b|detectron/i,
    [
      "Conv2D(32, 3, padding='same', activation='relu')",
      "Conv2D(64, 3, padding='same', activation='relu')",
    ],
    'the model is written as convolutions',
  ],
  [
    /generator|decoder|deconv/i,
    ["Conv2DTranspose(64, 3, strides=2, padding='same', activation='relu')"],
    'the part is written as a transposed convolution',
  ],
  [
    /discriminator|cnn|encoder|gan|movinet|vit\b|cut_model|feature|autoencoder|autoencoders|efficientdet/i,
    ["Conv2D(64, 3, padding='same', activation='relu')"],
    'the part is written as a convolution',
  ],
  [
    /dense ?features|^mlp|perceptron|neural network|classifi|auxiliary|mlp|q-?network|policy|regression|custom/i,
    ["Dense(64, activation='relu')"],
    'the part is written as a dense layer',
  ],
  [
    /lambda|get_triu|scaled?layer|rescale/i,
    [],
    'an anonymous function cannot be saved and read back; it is left out',
  ],
];
