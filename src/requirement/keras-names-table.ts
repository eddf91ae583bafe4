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
