/** Names as Keras has them, and the words users have for them; the first that the text holds is taken. */
export type Names = readonly { readonly name: string; readonly pattern: RegExp }[];

export const OPTIMIZERS: Names = [
  { name: 'AdamW', pattern: /\badamw\b/ },
  { name: 'Adamax', pattern: /\badamax\b/ },
  { name: 'Nadam', pattern: /\bnadam\b/ },
  { name: 'Adam', pattern: /\badam\b/ },
  { name: 'RMSprop', pattern: /\brms-?prop\b/ },
  { name: 'Adagrad', pattern: /\badagrad\b/ },
  { name: 'Adadelta', pattern: /\badadelta\b/ },
  { name: 'Ftrl', pattern: /\bftrl\b/ },
  { name: 'Lion', pattern: /\blion optimi[sz]er\b/ },
  { name: 'SGD', pattern: /\b(sgd|stochastic gradient descent)\b/ },
];

export const LOSSES: Names = [
  {
    name: 'sparse_categorical_crossentropy',
    pattern: /\bsparse[ _-]categorical[ _-]?cross[ _-]?entropy\b/,
  },
  { name: 'categorical_crossentropy', pattern: /\bcategorical[ _-]?cross[ _-]?entropy\b/ },
  {
    name: 'binary_crossentropy',
    pattern: /\b(binary[ _-]?cross[ _-]?entropy|bce|log[ _-]?loss)\b/,
  },
  { name: 'binary_focal_crossentropy', pattern: /\bfocal[ _-]loss\b/ },
  {
    name: 'mean_squared_logarithmic_error',
    pattern: /\b(msle|mean[ _-]squared[ _-]log(arithmic)?[ _-]error)\b/,
  },
  {
    name: 'mean_squared_error',
    pattern:
      /\b(mean[ _-]squared[ _-]error|mse)( as)?( the)? loss\b|\bloss( function)?( of| is| as|:|=)?( the)? (mean[ _-]squared[ _-]error|mse)\b/,
  },
  {
    name: 'mean_absolute_error',
    pattern:
      /\b(mean[ _-]absolute[ _-]error|mae)( as)?( the)? loss\b|\bloss( function)?( of| is| as|:|=)?( the)? (mean[ _-]absolute[ _-]error|mae)\b/,
  },
  { name: 'huber', pattern: /\bhuber\b/ },
  { name: 'dice', pattern: /\bdice[ _-]?(coefficient )?loss\b/ },
];

export const METRICS: Names = [
  { name: 'f1_score', pattern: /\bf1([ _-]?scores?)?\b|\bf-?measure\b/ },
  { name: 'auc', pattern: /\b(roc[ _-]?auc|auc|area under the (roc )?curve)\b/ },
  { name: 'mean_io_u', pattern: /\b(iou|intersection over union|jaccard)\b/ },
  { name: 'dice', pattern: /\bdice( coefficient| score)\b/ },
  { name: 'root_mean_squared_error', pattern: /\b(rmse|root[ _-]mean[ _-]squared?[ _-]error)\b/ },
  { name: 'mean_absolute_error', pattern: /\b(mae|mean[ _-]absolute[ _-]error)\b/ },
  { name: 'r2_score', pattern: /\b(r2|r-squared|r\^2|r²)\b/ },
  { name: 'mean_squared_error', pattern: /\b(mse|mean[ _-]squared[ _-]error)\b/ },
  { name: 'psnr', pattern: /\bpsnr\b/ },
  { name: 'ssim', pattern: /\bssim\b/ },
  { name: 'bleu', pattern: /\bbleu\b/ },
  { name: 'rouge', pattern: /\brouge\b/ },
  { name: 'perplexity', pattern: /\bperplexity\b/ },
  { name: 'precision', pattern: /\bprecision\b/ },
  { name: 'recall', pattern: /\b(recall|sensitivity)\b/ },
  { name: 'accuracy', pattern: /\baccura(cy|te)\b/ },
];

/** Families of layers a requirement may ask for. */
export const ARCHITECTURES = [
  'bilstm',
  'bigru',
  'lstm',
  'gru',
  'rnn',
  'convlstm',
  'transformer',
  'u-net',
  'backbone',
  'cnn',
  'dense',
  'autoencoder',
  'gan',
  'vae',
  'siamese',
] as const;
export type Architecture = (typeof ARCHITECTURES)[number];

export const ARCHITECTURE_CUES: readonly {
  readonly name: Architecture;
  readonly pattern: RegExp;
}[] = [
  {
    name: 'bilstm',
    pattern: /\b(bi-?lstms?|bi-?directional[ -](lstm|long short)|bidirectional\(lstm)\b/,
  },
  { name: 'bigru', pattern: /\b(bi-?grus?|bi-?directional[ -]gru)\b/ },
  { name: 'lstm', pattern: /\b(lstms?|long short[- ]term memory)\b/ },
  { name: 'gru', pattern: /\b(grus?|gated recurrent)\b/ },
  { name: 'rnn', pattern: /\b(rnns?|recurrent (neural )?networks?|simplernn)\b/ },
  {
    name: 'transformer',
    pattern: /\b(transformers?|vit|swin\w*|self-?attention|multi-?head attention)\b/,
  },
  { name: 'u-net', pattern: /\b(u-?nets?)\b/ },
  {
    name: 'cnn',
    pattern:
      /\b(cnns?|conv(olutional)?[ -]?nets?|convolutional|convolutions?|conv1d|conv2d|1d-?cnn)\b/,
  },
  {
    name: 'dense',
    pattern:
      /\b(mlp|multi-?layer perceptrons?|dense (neural )?networks?|fully[- ]connected|feed-?forward|ann|deep neural networks?|dnn)\b/,
  },
  { name: 'vae', pattern: /\b(vaes?|variational auto-?encoders?)\b/ },
  { name: 'gan', pattern: /\b(gans?|dcgans?|generative adversarial)\b/ },
  { name: 'siamese', pattern: /\bsiamese\b/ },
  { name: 'autoencoder', pattern: /\bauto-?encoders?\b/ },
];

/** Pretrained image networks of Keras Applications. */
export const BACKBONES: Names = [
  { name: 'EfficientNetV2B0', pattern: /\beffici?ent-?net-?v2(-?[sb]0?)?\b/ },
  ...Array.from({ length: 7 }, (_, at) => ({
    name: `EfficientNetB${at + 1}`,
    pattern: new RegExp(String.raw`\befficient-?net-?b${at + 1}\b`),
  })),
  { name: 'EfficientNetB0', pattern: /\befficient-?nets?(-?b0)?\b/ },
  { name: 'MobileNetV3Small', pattern: /\bmobile-?net-?v3-?small\b/ },
  { name: 'MobileNetV3Large', pattern: /\bmobile-?net-?v3(-?large)?\b/ },
  { name: 'MobileNetV2', pattern: /\bmobile-?net-?v2\b/ },
  { name: 'MobileNet', pattern: /\bmobile-?net(-?v1)?\b/ },
  { name: 'InceptionResNetV2', pattern: /\binception-?resnet(-?v2)?\b/ },
  { name: 'ResNet50V2', pattern: /\bresnet-?50-?v2\b/ },
  { name: 'ResNet101V2', pattern: /\bresnet-?101-?v2\b/ },
  { name: 'ResNet152V2', pattern: /\bresnet-?152-?v2\b/ },
  { name: 'ResNet101', pattern: /\bresnet-?101\b/ },
  { name: 'ResNet152', pattern: /\bresnet-?152\b/ },
  { name: 'ResNet50', pattern: /\bres-?nets?(-?(18|34|50))?\b/ },
  { name: 'VGG19', pattern: /\bvgg-?19\b/ },
  { name: 'VGG16', pattern: /\bvgg(-?16|net)?\b/ },
  { name: 'InceptionV3', pattern: /\binception(-?v3|net)?\b|\bgooglenet\b/ },
  { name: 'Xception', pattern: /\bxception\b/ },
  { name: 'DenseNet121', pattern: /\bdense-?net(-?121)?\b/ },
  { name: 'DenseNet169', pattern: /\bdense-?net-?169\b/ },
  { name: 'DenseNet201', pattern: /\bdense-?net-?201\b/ },
  { name: 'NASNetMobile', pattern: /\bnasnet(-?mobile)?\b/ },
  { name: 'ConvNeXtTiny', pattern: /\bconv-?next(-?tiny)?\b/ },
];

/** What is asked for and cannot be had in a Keras project of its own, and what stands in for it. */
export const SUBSTITUTES: readonly {
  readonly name: string;
  readonly pattern: RegExp;
  readonly by: Architecture | null;
  readonly words: string;
}[] = [
  {
    name: 'a pretrained language model (BERT, GPT, T5 and their like)',
    pattern:
      /\b(bert|roberta|distil-?bert|deberta\w*|albert|xlnet|electra|gpt-?[234]?|t5|bart|llama\w*|mistral|hugging ?face|universal sentence encoder)\b/,
    by: 'transformer',
    words: 'a small transformer trained from scratch',
  },
  {
    name: 'gradient boosting or random forests',
    pattern:
      /\b(xgb\w*|xgboost|lgbm\w*|light-?gbm|cat-?boost|gradient boost\w*|random forests?|decision trees?|ada-?boost)\b/,
    by: 'dense',
    words: 'a dense network',
  },
  {
    name: 'support vector machines, nearest neighbours or naive Bayes',
    pattern: /\b(svms?|svc|support vector\w*|k-?nn|k-nearest|nearest neighbou?rs?|naive bayes)\b/,
    by: 'dense',
    words: 'a dense network',
  },
  {
    name: 'ARIMA or Prophet',
    pattern: /\b(s?arimax?|prophet|holt-?winters|exponential smoothing)\b/,
    by: null,
    words: 'a recurrent or convolutional forecaster',
  },
  {
    name: 'clustering',
    pattern: /\b(k-?means|dbscan|cluster(ing|s)?)\b/,
    by: null,
    words: 'a network trained on the stated target',
  },
  {
    name: 'a model from TensorFlow Hub',
    pattern: /\b(tf-?hub|tensorflow hub|tfhub)\b/,
    by: null,
    words: 'layers trained from scratch',
  },
  {
    name: 'GloVe or Word2Vec vectors',
    pattern: /\b(glove|word2vec|fasttext)\b/,
    by: null,
    words: 'an embedding learnt from the training texts',
  },
  {
    name: 'YOLO or another ready-made detector',
    pattern: /\b(yolo\w*|faster r-?cnn|mask r-?cnn|ssd|detectron\w*|retinanet|efficientdet)\b/,
    by: null,
    words: 'a network that predicts one box',
  },
  { name: 'PyTorch', pattern: /\b(py-?torch|fast\.?ai|lightning)\b/, by: null, words: 'Keras' },
  {
    name: 'a network over graphs',
    pattern: /\b(graph (neural|convolution\w*|attention) net\w*|gnns?|gcns?|graph-?sage)\b/,
    by: 'dense',
    words: 'a network that sees each row by itself',
  },
  {
    name: 'survival analysis with censored times',
    pattern: /\b(survival analysis|censor\w+|deep-?surv|cox|proportional hazards?)\b/,
    by: null,
    words: 'a prediction that takes each row as complete (leave censored rows out)',
  },
  {
    name: 'learning to rank by pairs or lists',
    pattern: /\b(learning to rank|ranknet|lambda-?(rank|mart)|listwise|pairwise ranking)\b/,
    by: null,
    words: 'a network that scores each row by itself',
  },
  {
    name: 'an answer cut out of a paragraph',
    pattern:
      /\b(squad|extractive (question|qa)|(answer|question)\w* [^.]{0,40}\b(paragraph|passage|context)s?)\b/,
    by: null,
    words: 'an answer learnt from pairs of a question and its answer',
  },
  {
    name: 'music from sounds or MIDI files',
    pattern:
      /\b(midi|piano rolls?|(generat|compos)(e|es|ing) (\w+ )?(music|melod(y|ies)|tunes?|songs?))\b/,
    by: null,
    words: 'text in which each word is a note',
  },
  {
    name: 'style transfer from single pictures',
    pattern: /\bneural style transfer\b/,
    by: null,
    words: 'a network that learns from pairs of pictures, before and after',
  },
  {
    name: 'video',
    pattern: /\b(videos?|video clips?)\b/,
    by: null,
    words: 'single frames, each judged on its own',
  },
];
