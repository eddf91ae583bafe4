import { ownTable } from '../../core/index.ts';
import { calls, type Shown } from './term.ts';

const UPSAMPLING = /Conv[23]DTranspose\(|UpSampling[23]D\(|image\.resize\(/;
const CONVOLUTIONS = calls('(?:Separable)?Conv2D');
const ADVERSARIAL = /discriminator|critic/i;

/**
 * What shows in code that a language model wrote that it does what no program of the pool does, by kind and name of the
 * term: the layers or operations that only this has, else a function or class named after it with layers of its kind.
 * A term that has `shown` of its own needs no row.
 */
export const WRITTEN: Readonly<Record<string, Shown>> = ownTable({
  'architecture double U-Net': all(named('double_?u_?net'), UPSAMPLING),
  'architecture 3D U-Net': all(calls('Conv3D'), /Conv3DTranspose\(|UpSampling3D\(/),
  'architecture feature pyramid network': all(named('fpn', 'feature_?pyramid\\w*'), UPSAMPLING),
  'architecture Mask R-CNN': all(named('mask_?r_?cnn', 'roi_?align'), CONVOLUTIONS),
  'architecture SegFormer': all(named('segformer', 'mix_?(?:ffn|transformer)\\w*'), UPSAMPLING),
  'architecture Wasserstein GAN': all(/gradient_penalty|wasserstein/i, /critic/i),
  'architecture StyleGAN': all(/\bmapping|adain|adaptive_?instance|fade_?in/i, ADVERSARIAL),
  'architecture neural style transfer': /gram_?matrix/i,
  'architecture FaceNet or ArcFace': /arc_?(?:face|margin)|cos_?face|triplet/i,
  'architecture contrastive learning': /nt_?xent|info_?nce|sim_?clr/i,
  'architecture Swin transformer': all(
    /window_partition|shift(?:ed)?_?(?:window|size)/i,
    /Attention/,
  ),
  'architecture 3D convolution': calls('Conv3D'),
  'architecture a network of convolutions and LSTMs over frames': all(
    calls('TimeDistributed'),
    /\b(?:LSTM|GRU)\(/,
    CONVOLUTIONS,
  ),
  'architecture ShuffleNet and its like': all(
    named('(?:shuffle|ghost|zf|se|reg)_?net\\w*'),
    CONVOLUTIONS,
  ),
  'architecture ResNeXt': all(calls('Add', 'layers\\.add'), /groups=|cardinality/, CONVOLUTIONS),
  'architecture YOLO or another many-box detector': all(/anchor/i, /iou|non_max_suppression/i),
  'architecture another pretrained encoder': pretrained(
    'bert|xlnet|longformer|bigbird|ernie|mpnet|minilm',
  ),
  'architecture a pretrained GPT or T5': pretrained('gpt|t5|bart|pegasus|llama|mistral'),
  'architecture a pretrained sentence encoder': /SentenceTransformer\(|universal-sentence-encoder/,
  'architecture Hugging Face models': /^(?:from|import) transformers\b/m,
  'architecture TensorFlow Hub models': /hub\.(?:KerasLayer|load)\(/,
  'architecture CLIP': pretrained('clip'),
  'architecture pretrained word vectors': all(
    /glove|word2vec|KeyedVectors|fasttext/i,
    calls('\\w*Embedding'),
  ),
  'architecture gradient boosting':
    /\b(?:XGB|LGBM|CatBoost|GradientBoosting|AdaBoost)(?:Classifier|Regressor)\(/,
  // The forest of the simple reference (pool/references) begins with its share of the items.
  'architecture a forest or tree':
    /\b(?:RandomForest|ExtraTrees|DecisionTree|Bagging)(?:Classifier|Regressor)\((?!max_samples=)/,
  'architecture a statistical forecast': calls('S?ARIMAX?', 'Prophet', 'ExponentialSmoothing'),
  'architecture WaveNet': all(/padding=.causal/, /dilation_rate=/, /tanh/, /sigmoid/),
  'architecture forecasting transformer': all(
    named('patch_?tst', 'informer', 'autoformer', 'temporal_?fusion\\w*', 'd_?linear', 'deep_?ar'),
    calls('\\w*(?:Attention|Dense|LSTM)'),
  ),
  'architecture graph network': all(/adjacency|edges?_index|neighbou?rs/i, /matmul|segment_sum/),
  'architecture survival model': /partial_likelihood|cox|hazard/i,
  'architecture ranking model': /pairwise|listwise|lambda_?rank|ndcg/i,
  'architecture clustering': calls(
    'KMeans',
    'DBSCAN',
    'GaussianMixture',
    'AgglomerativeClustering',
  ),
  'layer squeeze-and-excitation': all(
    /GlobalAveragePooling2D\(/,
    calls('Multiply', 'layers\\.multiply'),
  ),
  'layer CRF': named('\\w*crf\\w*'),
  'layer Lambda': calls('Lambda'),
  'technique other augmentation':
    /mix_?up|cut_?mix|cut_?out|RandomErasing|RandAugment|AutoContrast|time_?mask|pitch_?shift/i,
  'technique oversampling':
    /SMOTE|ADASYN|Random(?:Over|Under)Sampler|rejection_resample|oversampl/i,
  'technique hyperparameter search':
    /optuna|keras_tuner|GridSearchCV|RandomizedSearchCV|for \w+ in [^\n]*(?:RATES|candidates|grid)\b/i,
  'technique test-time augmentation': named('\\w*(?:tta|test_time)\\w*'),
  'technique pseudo-labels': /pseudo_?label/i,
  'technique self-supervised learning': /masked_?(?:language|token)|pretext/i,
  'technique TPU or several devices': calls('MirroredStrategy', 'TPUStrategy', 'DataParallel'),
  'technique knowledge distillation': all(/teacher/i, /student/i),
  'technique pruning or quantisation': /\.quantize\(|prune_low_magnitude/,
  'technique adversarial robustness': /fgsm|sign\(\s*gradients?/i,
  'preprocess robust scaling': /RobustScaler\(|PowerTransformer\(|QuantileTransformer\(|log1p\(/,
  'preprocess target encoding': /TargetEncoder\(|target_?encod/i,
  'preprocess stop words and stems': /stop_?words|stemmer|lemmati/i,
  'preprocess POS tags': /\bpos_tags?\b|POS_COLUMN|\.pos_\b/,
  'preprocess dependency tags': /\bdep(?:endency)?_tags?\b|DEP\w*_COLUMN|\.dep_\b/,
  'preprocess histogram equalisation': /equali[sz]e|GaussianBlur|GaussianFilter|Canny|sobel/i,
  'preprocess wavelets': /\bpywt\b|cwt\(|butter\(|wavelet/i,
  'preprocess radiomics': /radiomics|\bhog\(|greycomatrix/i,
  'preprocess rotation of a volume': /voxel|isotropic|hounsfield/i,
  'preprocess face detection': /CascadeClassifier\(|MTCNN\(|face_?detect/i,
  'preprocess translation of the data': /back_?translat|synonym/i,
  'metric Grad-CAM': all(/GradientTape/, /reduce_mean|np\.mean/, /heat_?map|grad_?cam/i),
  'metric explanations': /\b(?:shap|lime)\.\w|Lime\w+Explainer|integrated_?gradients/,
  'metric word cloud': calls('WordCloud'),
  'metric statistical test': calls(
    'ttest_\\w+',
    'wilcoxon',
    'mcnemar',
    'chi2_contingency',
    'f_oneway',
  ),
  'metric speed': /perf_counter\(|count_params\(/,
  'comparison several models':
    /\bfor [^\n]{1,60} in [^\n]{0,40}(?:models|builders|architectures)\b/i,
  'artefact HDF5 model': /\.(?:h5|hdf5|onnx)\b|\.export\(/,
  'artefact TensorFlow Lite': calls('TFLiteConverter\\.\\w+'),
  'artefact web service': calls('Flask', 'FastAPI', 'gr\\.Interface', 'st\\.\\w+'),
});

/** Code in which each of these is found, in any order. */
function all(...parts: readonly RegExp[]): Shown {
  return ({ code }) => parts.every((part) => part.test(code));
}

/** A function or class whose name holds one of these. */
function named(...names: readonly string[]): RegExp {
  return new RegExp(`^[ ]*(?:def|class) \\w*?(?:${names.join('|')})\\w*[(:]`, 'im');
}

/** Weights that a package of pretrained models loads. */
function pretrained(name: string): Shown {
  return all(/\bfrom_pre(?:set|trained)\((?!find_preset\()/, new RegExp(name, 'i'));
}
