import { ownTable } from '../core/index.ts';
import type { Layer } from './layer-rows.ts';

const KERNEL =
  'kernel_initializer bias_initializer kernel_regularizer bias_regularizer kernel_constraint bias_constraint';
const SEPARATE =
  'depthwise_initializer pointwise_initializer bias_initializer depthwise_regularizer pointwise_regularizer bias_regularizer depthwise_constraint pointwise_constraint bias_constraint';
const RECURRENT =
  'kernel_regularizer recurrent_regularizer bias_regularizer kernel_constraint recurrent_constraint bias_constraint dropout recurrent_dropout';
const STATES = 'return_sequences return_state go_backwards stateful';
const CELL = 'kernel_initializer recurrent_initializer bias_initializer';
const SCALED =
  'beta_initializer gamma_initializer beta_regularizer gamma_regularizer beta_constraint gamma_constraint';
const TABLE = 'max_tokens num_oov_indices mask_token oov_token vocabulary';

/** Layers of Keras 3.15 by class name, made by inspection of the library; an added one is a row. */
export const LAYERS: Readonly<Record<string, Layer>> = ownTable({
  Input: {
    role: 'input',
    arguments: 'shape batch_size dtype sparse batch_shape name tensor',
    aliases: ['Inputs', 'InputLayer'],
    words: /\binputs?\b(?: layers?)?/,
  },
  Dense: {
    role: 'dense',
    arguments: `*units activation use_bias ${KERNEL}`,
    aliases: [
      'Linear',
      'FullyConnected',
      'ClassLayer',
      'CustomOutputLayer',
      'DropConnectDense',
      'DenseFlipout',
    ],
    words:
      /\bdense\b|\bfully[- ]connected\b|\bfc\b|\blinear (?:layers?|neural|output)|\bmlps?\b|multi-?layer perceptron|\bhidden layers?\b|\bfeed[- ]?forward\b|\bneural network\b|\b(?:light ?gbm|lgbm?|xgb\w*|xgboost|cat ?boost|gradient boosting|random forest|logistic regression|linear regression|decision tree|svm|svc|support vector|naive bayes|k-?nearest|ada ?boost|ridge|lasso|elastic ?net|extra ?trees|voting|stacking|tabnet)\w*(?: (?:classifier|regressor|machine|model))*/,
  },
  EinsumDense: {
    role: 'einsum',
    arguments: `*equation *output_shape activation bias_axes ${KERNEL} gptq_unpacked_column_size`,
  },
  'Conv#D': {
    role: 'convolution',
    dimensions: [1, 2, 3],
    arguments: `*filters *kernel_size strides padding data_format dilation_rate groups activation use_bias ${KERNEL}`,
    aliases: ['Convolution#D', 'Convolutional#D', 'CustomConv#D'],
    words:
      /conv(?:olution(?:al)?)?s?(?= ?[123]d)|(?<=[123]d[- ])conv(?:olution(?:al)?)?s?|convolution(?:al|s)?|\bconv(?: (?:layers?|blocks?)|s)?\b|\bcnns?\b|\bconvnet\b|feature extract\w*|squeeze[- ]and[- ]excit\w*|\bcbam\b|\bghost\w*|\bidentity\b|\b(?:res|dense|inception)[- ]?(?:idual)?(?: ?v\d)? ?(?:blocks?|connections?|units?|modules?)|\bresidual\b|\bencoder (?:blocks?|network|part|layers?)\b|\bdiscriminator\b|u[- ]?net\b|\bpatch ?\w*/,
  },
  'Conv#DTranspose': {
    role: 'transposed convolution',
    dimensions: [1, 2, 3],
    arguments: `*filters *kernel_size strides padding output_padding data_format dilation_rate activation use_bias ${KERNEL}`,
    argumentsOf: {
      3: `*filters *kernel_size strides padding data_format output_padding dilation_rate activation use_bias ${KERNEL}`,
    },
    aliases: ['Convolution#DTranspose', 'Deconv#D', 'Deconvolution#D'],
    words:
      /conv(?:olution(?:al)?)? ?[123]?d?[- ]?transpose|transposed? conv\w*|deconv\w*|\bdecoder\b(?: blocks?| layers?| network)?|\bgenerator\b/,
    usual: 2,
  },
  'SeparableConv#D': {
    role: 'convolution',
    dimensions: [1, 2],
    arguments: `*filters *kernel_size strides padding data_format dilation_rate depth_multiplier activation use_bias ${SEPARATE}`,
    aliases: ['SeparableConvolution#D'],
    words: /(?:depthwise[- ])?separable ?conv(?:olution(?:al)?s?)?/,
    usual: 2,
  },
  'DepthwiseConv#D': {
    role: 'depthwise convolution',
    dimensions: [1, 2],
    arguments:
      '*kernel_size strides padding depth_multiplier data_format dilation_rate activation use_bias depthwise_initializer bias_initializer depthwise_regularizer bias_regularizer depthwise_constraint bias_constraint',
    words: /depthwise ?conv(?:olution(?:al)?)?/,
    usual: 2,
  },
  'ConvLSTM#D': {
    role: 'recurrent convolution',
    dimensions: [1, 2, 3],
    arguments: `*filters *kernel_size strides padding data_format dilation_rate activation recurrent_activation use_bias ${CELL} unit_forget_bias ${RECURRENT} seed ${STATES}`,
    words: /conv ?lstm/,
    usual: 2,
  },
  'MaxPooling#D': {
    role: 'pooling',
    dimensions: [1, 2, 3],
    arguments: 'pool_size strides padding data_format',
    aliases: ['MaxPool#D', 'MaxPooling'],
    words: /max[- ]?pool(?:ing)?|\bpooling\b|down ?sampl\w*/,
  },
  'AveragePooling#D': {
    role: 'pooling',
    dimensions: [1, 2, 3],
    arguments: '*pool_size strides padding data_format',
    aliases: ['AvgPool#D'],
    words: /(?:average|avg)[- ]?pool(?:ing)?/,
  },
  'GlobalMaxPooling#D': {
    role: 'global pooling',
    dimensions: [1, 2, 3],
    arguments: 'data_format keepdims',
    aliases: ['GlobalMaxPool#D'],
    words: /global ?max[- ]?pool(?:ing)?/,
  },
  'GlobalAveragePooling#D': {
    role: 'global pooling',
    dimensions: [1, 2, 3],
    arguments: 'data_format keepdims',
    aliases: ['GlobalAvgPool#D'],
    words: /global ?(?:average|avg|mean)?[- ]?pool(?:ing)?/,
  },
  'AdaptiveMaxPooling#D': {
    role: 'adaptive pooling',
    dimensions: [1, 2, 3],
    arguments: '*output_size data_format',
    aliases: ['AdaptiveMaxPool#D'],
  },
  'AdaptiveAveragePooling#D': {
    role: 'adaptive pooling',
    dimensions: [1, 2, 3],
    arguments: '*output_size data_format',
    aliases: ['AdaptiveAvgPool#D'],
  },
  'UpSampling#D': {
    role: 'up-sampling',
    dimensions: [1, 2, 3],
    arguments: 'size data_format interpolation',
    argumentsOf: { 1: 'size', 3: 'size data_format' },
    aliases: ['UpsamplingNearest#D'],
    words: /up[- ]?sampl\w*/,
    usual: 2,
  },
  'ZeroPadding#D': {
    role: 'padding',
    dimensions: [1, 2, 3],
    arguments: 'padding data_format',
    words: /zero ?padding/,
    usual: 2,
  },
  'Cropping#D': {
    role: 'cropping',
    dimensions: [1, 2, 3],
    arguments: 'cropping data_format',
    argumentsOf: { 1: 'cropping' },
  },
  Flatten: { role: 'flatten', arguments: 'data_format', words: /\bflatten\w*/ },
  Reshape: { role: 'reshape', arguments: '*target_shape', words: /\breshap\w+/ },
  RepeatVector: { role: 'repeat', arguments: '*n', words: /repeat ?vector/ },
  Permute: { role: 'permute', arguments: '*dims', words: /\bpermute\b/ },
  LSTM: {
    role: 'recurrent',
    arguments: `*units activation recurrent_activation use_bias ${CELL} unit_forget_bias ${RECURRENT} seed ${STATES} unroll use_cudnn`,
    aliases: ['CuDNNLSTM'],
    words: /\b(?:cudnn)?lstms?\b|\bseq2seq\b|\brecurrent\b/,
  },
  GRU: {
    role: 'recurrent',
    arguments: `*units activation recurrent_activation use_bias ${CELL} ${RECURRENT} seed ${STATES} unroll reset_after use_cudnn`,
    aliases: ['CuDNNGRU'],
    words: /\b(?:cudnn)?grus?\b/,
  },
  SimpleRNN: {
    role: 'recurrent',
    arguments: `*units activation use_bias ${CELL} ${RECURRENT} ${STATES} unroll seed`,
    aliases: ['RNN'],
    words: /\b(?:simple ?)?rnns?\b/,
  },
  Bidirectional: { role: 'bidirectional', arguments: '*layer merge_mode weights' },
  TimeDistributed: {
    role: 'time distributed',
    arguments: '*layer',
    words: /time ?distributed/,
  },
  SpectralNormalization: { role: 'wrapper', arguments: '*layer power_iterations' },
  Embedding: {
    role: 'embedding',
    arguments:
      '*input_dim *output_dim embeddings_initializer embeddings_regularizer embeddings_constraint mask_zero weights',
    words:
      /\b(?:\w*bert\w*|roberta|xlm\w*|gpt-?2?|t5|electra|xlnet|longformer|word2vec|glove|fasttext|universal sentence encoder|elmo|embeddings?)\b(?: (?:layers?|model|encoder|embeddings?))*/,
  },
  ReversibleEmbedding: {
    role: 'embedding',
    arguments:
      '*input_dim *output_dim tie_weights embeddings_initializer embeddings_regularizer embeddings_constraint mask_zero reverse_dtype logit_soft_cap',
  },
  MultiHeadAttention: {
    role: 'query attention',
    arguments: `*num_heads *key_dim value_dim dropout use_bias output_shape attention_axes ${KERNEL} seed`,
    words:
      /multi[- ]?head(?:ed)?[- ]?(?:self[- ])?attention|(?:self|cross|soft|scaled|luong|bahdanau|query-to-context|channel|spatial)?[- ]?attention(?: mechanism)?|\btransformers? (?:encoder|decoder|block|layer)s?|\btransformers?\b(?! model)/,
  },
  GroupQueryAttention: {
    role: 'query attention',
    arguments: `*head_dim *num_query_heads *num_key_value_heads dropout use_bias ${KERNEL} seed`,
    aliases: ['GroupedQueryAttention'],
  },
  Attention: { role: 'list attention', arguments: 'use_scale score_mode dropout seed' },
  AdditiveAttention: { role: 'list attention', arguments: 'use_scale dropout' },
  Concatenate: {
    role: 'concatenation',
    arguments: 'axis',
    aliases: ['Concat', 'Merge'],
    words: /concat\w*|\bmerg\w+|\bfusion\b|\bcombin\w+/,
  },
  Add: {
    role: 'merge',
    arguments: '',
    words: /\badd(?:ition)?\b(?= layers?|\()|\bskip connections?\b|\bresidual connections?\b/,
  },
  Subtract: { role: 'merge', arguments: '' },
  Multiply: { role: 'merge', arguments: '', words: /\bmultipl(?:y|ication)\b/ },
  Average: { role: 'merge', arguments: '', words: /\baverage layers?/ },
  Maximum: { role: 'merge', arguments: '' },
  Minimum: { role: 'merge', arguments: '' },
  Dot: { role: 'merge', arguments: '*axes normalize', words: /\bdot(?: product)?\b/ },
  Activation: {
    role: 'activation',
    arguments: '*activation',
    words: /\bactivations? (?:layers?|functions?)/,
  },
  ReLU: { role: 'activation', arguments: 'max_value negative_slope threshold' },
  LeakyReLU: { role: 'activation', arguments: 'negative_slope' },
  PReLU: {
    role: 'activation',
    arguments: 'alpha_initializer alpha_regularizer alpha_constraint shared_axes',
  },
  ELU: { role: 'activation', arguments: 'alpha' },
  Softmax: { role: 'activation', arguments: 'axis' },
  Identity: { role: 'activation', arguments: '' },
  ActivityRegularization: { role: 'activation', arguments: 'l1 l2' },
  BatchNormalization: {
    role: 'normalization',
    arguments: `axis momentum epsilon center scale beta_initializer gamma_initializer moving_mean_initializer moving_variance_initializer beta_regularizer gamma_regularizer beta_constraint gamma_constraint renorm renorm_clipping renorm_momentum synchronized`,
    aliases: ['BatchNorm', 'BatchNorm2d', 'BatchNormalizationV2', 'SyncBatchNormalization'],
    words:
      /(?:batch|weight) ?normali[sz](?:ed|ation)(?: (?=dense|layer))?|batch ?norm\b|\bnormali[sz]ation\b/,
  },
  LayerNormalization: {
    role: 'normalization',
    arguments: `axis epsilon center scale ${SCALED}`,
    aliases: ['LayerNorm'],
    words: /layer ?normali[sz]ation|layer ?norm\b/,
  },
  GroupNormalization: {
    role: 'normalization',
    arguments: `groups axis epsilon center scale ${SCALED}`,
    words: /(?:instance|group) ?normali[sz]ation/,
  },
  RMSNormalization: { role: 'normalization', arguments: 'axis epsilon' },
  UnitNormalization: { role: 'normalization', arguments: 'axis' },
  Normalization: { role: 'normalization', arguments: 'axis mean variance invert' },
  Dropout: {
    role: 'dropout',
    arguments: '*rate noise_shape seed',
    aliases: ['Drop'],
    words: /drop ?out(?! rate)/,
  },
  'SpatialDropout#D': {
    role: 'channel dropout',
    dimensions: [1, 2, 3],
    arguments: '*rate data_format seed',
    argumentsOf: { 1: '*rate seed' },
    words: /spatial ?drop ?out/,
  },
  GaussianDropout: { role: 'dropout', arguments: '*rate seed', words: /gaussian ?drop ?out/ },
  GaussianNoise: {
    role: 'dropout',
    arguments: '*stddev seed',
    words: /gaussian ?noise|noise layer/,
  },
  AlphaDropout: {
    role: 'dropout',
    arguments: '*rate noise_shape seed',
    words: /alpha ?drop ?out/,
  },
  Masking: { role: 'preprocessing', arguments: 'mask_value', words: /masking/ },
  Rescaling: { role: 'preprocessing', arguments: '*scale offset', words: /\brescal\w+/ },
  Resizing: {
    role: 'resizing',
    arguments:
      '*height *width interpolation crop_to_aspect_ratio pad_to_aspect_ratio fill_mode fill_value antialias data_format',
    words: /\bresiz\w+/,
  },
  CenterCrop: { role: 'resizing', arguments: '*height *width data_format' },
  RandomCrop: { role: 'resizing', arguments: '*height *width seed data_format' },
  CategoryEncoding: { role: 'preprocessing', arguments: 'num_tokens output_mode sparse' },
  Discretization: {
    role: 'preprocessing',
    arguments: 'bin_boundaries num_bins epsilon output_mode sparse',
  },
  Hashing: { role: 'preprocessing', arguments: '*num_bins mask_value salt output_mode sparse' },
  HashedCrossing: { role: 'preprocessing', arguments: '*num_bins output_mode sparse' },
  StringLookup: {
    role: 'preprocessing',
    arguments: `${TABLE} idf_weights invert output_mode pad_to_max_tokens sparse encoding salt`,
  },
  IntegerLookup: {
    role: 'preprocessing',
    arguments: `${TABLE} vocabulary_dtype idf_weights invert output_mode sparse pad_to_max_tokens oov_method salt`,
  },
  TextVectorization: {
    role: 'preprocessing',
    arguments:
      'max_tokens standardize split ngrams output_mode output_sequence_length pad_to_max_tokens vocabulary idf_weights sparse ragged encoding',
  },
  MelSpectrogram: {
    role: 'preprocessing',
    arguments:
      'fft_length sequence_stride sequence_length window sampling_rate num_mel_bins min_freq max_freq power_to_db top_db mag_exp min_power ref_power',
  },
  STFTSpectrogram: {
    role: 'preprocessing',
    arguments:
      'mode frame_length frame_step fft_length window periodic scaling padding expand_dims data_format',
  },
  RandomFlip: {
    role: 'augmentation',
    arguments: 'mode seed data_format',
    words: /\b(?:data )?augment\w*(?: layers?)?|random ?flip\w*/,
  },
  RandomRotation: {
    role: 'augmentation',
    arguments: '*factor fill_mode interpolation seed fill_value data_format',
    words: /random ?rotation/,
  },
  RandomZoom: {
    role: 'augmentation',
    arguments: '*height_factor width_factor fill_mode interpolation seed fill_value data_format',
    words: /random ?zoom/,
  },
  RandomTranslation: {
    role: 'augmentation',
    arguments: '*height_factor *width_factor fill_mode interpolation seed fill_value data_format',
  },
  RandomShear: {
    role: 'augmentation',
    arguments: 'x_factor y_factor interpolation fill_mode fill_value data_format seed',
  },
  RandomPerspective: {
    role: 'augmentation',
    arguments: 'factor scale interpolation fill_value seed data_format',
  },
  RandomElasticTransform: {
    role: 'augmentation',
    arguments: 'factor scale interpolation fill_mode fill_value seed data_format',
  },
  RandomErasing: { role: 'augmentation', arguments: 'factor scale fill_value seed data_format' },
  RandomContrast: { role: 'augmentation', arguments: '*factor seed', words: /random ?contrast/ },
  RandomBrightness: { role: 'augmentation', arguments: '*factor seed' },
  RandomHue: { role: 'augmentation', arguments: '*factor data_format seed' },
  RandomSaturation: { role: 'augmentation', arguments: '*factor data_format seed' },
  RandomSharpness: { role: 'augmentation', arguments: '*factor data_format seed' },
  RandomPosterization: { role: 'augmentation', arguments: '*factor data_format seed' },
  RandomColorDegeneration: { role: 'augmentation', arguments: '*factor data_format seed' },
  RandomColorJitter: {
    role: 'augmentation',
    arguments: 'brightness_factor contrast_factor saturation_factor hue_factor seed data_format',
  },
  RandomGrayscale: { role: 'augmentation', arguments: 'factor data_format seed' },
  RandomGaussianBlur: {
    role: 'augmentation',
    arguments: 'factor kernel_size sigma data_format seed',
  },
  RandomInvert: { role: 'augmentation', arguments: 'factor seed data_format' },
  RandAugment: {
    role: 'augmentation',
    arguments: 'num_ops factor interpolation seed data_format',
  },
  AugMix: {
    role: 'augmentation',
    arguments: 'num_chains chain_depth factor alpha all_ops interpolation seed data_format',
  },
  AutoContrast: { role: 'augmentation', arguments: '' },
  ContrastLimitedAdaptiveHistogramEqualization: {
    role: 'augmentation',
    arguments: 'clip_limit tile_grid_size data_format',
  },
  Equalization: { role: 'augmentation', arguments: 'bins data_format' },
  Solarization: { role: 'augmentation', arguments: 'addition_factor threshold_factor seed' },
});
