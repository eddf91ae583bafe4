import { encoderTerms, otherEncoder } from './encoder-table.ts';
import { calls, type Shown, type Substitute, type Term, type TrunkFamily } from './term.ts';

const CONVOLUTION = /\b(?:Conv[12]D|SeparableConv[12]D)\(|keras\.applications\./;
const UPSAMPLING = calls('Conv2DTranspose', 'UpSampling2D');
const TRANSFORMER = calls('TransformerBlock', 'MultiHeadAttention');
/** Has embeddings, attention and transformer blocks inside. */
const ENCODER = String.raw`keras_hub\.models\.\w+Backbone\b`;
const DENSE = calls('Dense');

const PLAIN_NETWORK: Substitute = { by: 'the layers of the plan', shown: DENSE };
const PLAIN_CONVOLUTION: Substitute = {
  by: 'the convolutional layers of the plan',
  shown: CONVOLUTION,
};
const U_NET: Substitute = { by: 'a U-Net', shown: UPSAMPLING };
const PAIRS_OF_IMAGES: Substitute = {
  by: 'an encoder-decoder trained on pairs of images',
  shown: /TARGET_FOLDER/,
};
const ADVERSARIAL: Substitute = {
  by: 'a deep convolutional generative adversarial network',
  shown: /discriminator/,
};
const CENTRES = /\bcenternet_loss\b/;
const CENTER_NET: Substitute = {
  by: 'a small CenterNet, which finds any number of boxes',
  shown: CENTRES,
};
const ONE_BOX: Substitute = { by: 'a network that predicts one box', shown: /box/ };
const DETECTORS: readonly Substitute[] = [CENTER_NET, ONE_BOX];
const SMALL_TRANSFORMER: Substitute = {
  by: 'a small transformer trained from scratch',
  shown: TRANSFORMER,
};
const PAIR_SCORES: Substitute = {
  by: 'a Siamese network that scores pairs',
  shown: /def \w*pairs?\b/,
};

const NO_WEIGHTS = 'its pretrained weights are not available';
const NETWORKS_ONLY = 'a project trains a Keras network';

function or(shown: RegExp): RegExp {
  return new RegExp(`${shown.source}|${ENCODER}`);
}

/** Networks that programs of the pool build. */
const BUILT: readonly Term[] = [
  built('neural network', null, /\blayers\.\w+\(|keras\.Model/, [
    '(artificial |deep )?neural net(work)?',
    'deep learning( model| approach| algorithm| technique| method)?',
    'deep net(work)?',
    'dnn',
    'ann',
  ]),
  built('convolutional network', 'cnn', CONVOLUTION, [
    '(deep )?conv(olutional)?( neural)? (net|network|model|layer)',
    '([12]d )?cnn',
    'convolutional',
  ]),
  built('bidirectional LSTM', 'bilstm', /Bidirectional\(\s*(?:layers\.)?(?:LSTM|RECURRENT)\b/, [
    'bi lstm',
    'bi directional (lstm|long short term memory)( network)?',
  ]),
  built('bidirectional GRU', 'bigru', /Bidirectional\(\s*(?:layers\.)?GRU\b/, [
    'bi gru',
    'bi directional (gru|gated recurrent unit)( network)?',
  ]),
  built('bidirectional layer', null, calls('Bidirectional'), [
    'bi directional( rnn| recurrent( neural)? (network|net|layer|model)| layer)?',
  ]),
  built('LSTM', 'lstm', /\bLSTM\b/, [
    'lstm( network)?',
    'long short term memory( \\(lstm\\))?( network)?',
  ]),
  built('GRU', 'gru', /\bGRU\b/, ['gru( network)?', 'gated recurrent unit( \\(gru\\))?']),
  built('recurrent network', 'rnn', /\b(?:LSTM|GRU|SimpleRNN)\b/, [
    '(simple )?rnn',
    'recurrent( neural)? (network|net|layer|model)',
  ]),
  built(
    'convolutional recurrent network',
    null,
    /^(?=[\s\S]*\bConv[12]D\()(?=[\s\S]*\b(?:LSTM|GRU|SimpleRNN)\b)/,
    ['c ?rnn', 'conv(olutional)? recurrent( neural)?( network| net| model)?'],
  ),
  built('ConvLSTM', 'convlstm', calls('ConvLSTM[123]D'), ['conv lstm( 2d)?', 'convolutional lstm']),
  {
    kind: 'architecture',
    name: 'encoder and decoder',
    heard: [
      'seq(uence)? (2|to) seq(uence)?( model| architecture| network)?',
      'encoder decoder( model| architecture| network)?',
    ],
    // Every program that writes texts reads with one part and writes with another.
    shown: ({ code, record }) =>
      /decoder|def decode\b/i.test(code) || record.data?.target === 'text',
  },
  built('attention', 'transformer', or(/\b\w*Attention\(|TransformerBlock\(/), [
    '(self |multi head |additive |bahdanau |luong |cross )?attention( mechanism| layer| module| head)?',
  ]),
  built('transformer', 'transformer', or(TRANSFORMER), [
    'transformer( based)?( encoder| decoder| model| architecture| block| network)?',
  ]),
  built('U-Net', 'u-net', UPSAMPLING, ['u net']),
  {
    kind: 'architecture',
    name: 'autoencoder',
    family: 'autoencoder',
    heard: ['auto encoder', 'auto encoding'],
    // Every program that looks for anomalies rebuilds its input.
    shown: ({ code, record }) =>
      /decoder|reconstruct|def decode\b/i.test(code) || record.data?.target === 'anomaly',
  },
  {
    ...built(
      'convolutional autoencoder',
      'autoencoder',
      /^(?=[\s\S]*Conv2D\()(?=[\s\S]*(?:Conv2DTranspose|UpSampling2D)\()(?=[\s\S]*(?:decode|rebuil))/,
      ['conv(olutional)? (denoising )?auto encoder'],
    ),
    nearest: ['autoencoder'],
  },
  {
    // Of pairs the damaged image is given.
    ...built(
      'denoising autoencoder',
      'autoencoder',
      /noise|(?=[\s\S]*TARGET_FOLDER)(?=[\s\S]*def decode\()/i,
      ['denoising auto encoder'],
    ),
    nearest: ['autoencoder'],
  },
  built('variational autoencoder', 'vae', calls('VariationalAutoencoder'), [
    '(beta )?vae',
    'variational auto encoder( \\(vae\\))?',
  ]),
  {
    ...built('generative adversarial network', 'gan', /discriminator/i, [
      '(dc )?gan',
      '(deep convolutional )?generative adversarial( net| network)?( \\((dc)?gans?\\))?',
    ]),
    nearest: ['Pix2Pix'],
  },
  built('conditional GAN', 'gan', /(?=[\s\S]*discriminator)(?=[\s\S]*Embedding\()/, [
    '(c|ac)gan',
    'conditional (gan|generative adversarial network)',
  ]),
  {
    ...built('CenterNet', null, CENTRES, [
      'center net',
      'objects as points',
      'cent(er|re) (heat map )?(based )?(object )?detect(or|ion)',
      'key point (heat map )?(based )?(object detect(or|ion)|detector)',
    ]),
    instead: [ONE_BOX],
    why: 'each image of these data has one box',
  },
  built('Siamese network', 'siamese', /def \w*pairs?\b/, ['siamese( neural)?( network| model)?']),
  built('embedding', null, or(calls('\\w*Embedding', 'CodeSimilarity')), [
    '(word |token |learned |trainable )?embedding( layer| vector)?',
  ]),
  built('dense network', 'dense', DENSE, [
    'mlp',
    'multi layer perceptron',
    '(fully connected|feed forward|dense)( neural)?( network| net| layer)?',
  ]),
  built('residual connections', null, calls('Add', 'layers\\.add', 'Concatenate'), [
    '(residual|skip|shortcut) (connection|block|network|unit)',
    'res block',
  ]),
  built('several inputs', null, calls('Concatenate'), [
    'multi(ple)? (input|modal|branch)( model| network| learning)?',
    'two (branch(es)?|streams?|inputs)( network| model)?',
    'two (branch|stream|input) (network|model|architecture|cnn)',
    '(late|early) fusion',
  ]),
  built('wide and deep network', null, /wide/i, [
    'wide (and|&) deep (network|model|learning|architecture)',
  ]),
  built('matrix factorisation', null, calls('Dot', 'layers\\.dot'), [
    'matrix factori[sz]ation',
    'collaborative filtering',
    'svd',
  ]),
  built('functional API', null, /\bkeras\.Model\(/, ['functional api[s]?']),
  built('Keras', null, /\bkeras\b/, ['keras( api)?', 'tensorflow( 2(\\.\\w+)?)?', 'tf keras']),
  {
    kind: 'architecture',
    name: 'transfer learning',
    family: 'backbone',
    heard: [
      'transfer learning',
      'pre trained( model| network| weight| cnn| backbone| convolutional \\p{L}+)?',
      'imagenet weight',
      'fine tun(e|ed|es|ing)',
    ],
    shown: /^WEIGHTS = "imagenet"$|^PRESET = "/m,
    instead: [
      {
        by: 'an encoder of KerasHub, trained from scratch',
        shown: /\bkeras_hub\.models\.\w+Backbone\b/,
      },
      {
        by: 'a network of keras.applications, trained from scratch',
        shown: /keras\.applications\./,
      },
    ],
    why: 'its pretrained weights are not in the cache; dlcodegen doctor --fetch-weights gets them',
  },
];

/** What a network that is named is built for, and what a project has where none that is named fits it. */
const PLACES = {
  masks: U_NET,
  'image features': PLAIN_CONVOLUTION,
  'restored images': PAIRS_OF_IMAGES,
  'new images': ADVERSARIAL,
  pairs: PAIR_SCORES,
  forecasts: { by: 'a network over windows of the past', shown: /\bWINDOW\b/ },
  texts: PLAIN_NETWORK,
  rows: PLAIN_NETWORK,
} as const satisfies Readonly<Record<string, Substitute>>;
type Place = keyof typeof PLACES;

interface Named {
  readonly place: Place;
  readonly name: string;
  /** A function or class that only its file of the pool has. */
  readonly shown: Shown;
  readonly heard: readonly string[];
}

/** Networks of `pool/models/` that declare `Architecture: NAME`. */
const NAMED: readonly Named[] = [
  {
    place: 'masks',
    name: 'attention U-Net',
    shown: calls('attention_gate'),
    heard: ['attention u net'],
  },
  {
    place: 'masks',
    name: 'U-Net++',
    shown: calls('nest_levels'),
    heard: ['u net \\+\\+', 'u net (plus plus|pp)', 'nested u net'],
  },
  {
    place: 'masks',
    name: 'ResUNet',
    shown: calls('residual_unit'),
    heard: ['(deep )?res(idual)? u net( a)?'],
  },
  {
    place: 'masks',
    name: 'SegNet',
    shown: calls('Unpooling2D'),
    heard: ['seg net'],
  },
  {
    place: 'masks',
    name: 'FCN',
    shown: calls('add_scores'),
    heard: ['fcn( (8|16|32)s?)?', 'fully convolutional( network)?'],
  },
  {
    place: 'masks',
    name: 'LinkNet',
    shown: calls('decode_link'),
    heard: ['link net'],
  },
  {
    place: 'masks',
    name: 'PSPNet',
    shown: calls('pool_pyramid'),
    heard: ['psp net', 'pyramid scene parsing( network)?', 'pyramid pooling( module)?'],
  },
  {
    place: 'masks',
    name: 'DeepLab',
    shown: calls('atrous_pyramid'),
    heard: [
      'deep lab( v [123])?( \\+| plus)?',
      'aspp',
      'atrous spatial pyramid pooling( \\(aspp\\))?',
    ],
  },
  {
    place: 'image features',
    name: 'LeNet',
    shown: /AveragePooling2D[\s\S]*activation="tanh"|activation="tanh"[\s\S]*AveragePooling2D/,
    heard: ['le net( 5)?'],
  },
  {
    place: 'image features',
    name: 'AlexNet',
    shown: calls('pool_overlapping'),
    heard: ['alex net'],
  },
  {
    place: 'image features',
    name: 'SqueezeNet',
    shown: calls('fire_module'),
    heard: ['squeeze net( v?1\\.[01])?'],
  },
  {
    place: 'image features',
    name: 'vision transformer',
    shown: calls('PatchEmbedding', 'PatchPlaces'),
    heard: ['vision transformer', 'vit( [bls]\\d*)?'],
  },
  {
    place: 'image features',
    name: 'MLP-Mixer',
    shown: calls('mix_tokens'),
    heard: ['(mlp )?mixer'],
  },
  {
    place: 'image features',
    name: 'ResNet-18',
    shown: /^STAGE_BLOCKS = \(2, 2, 2, 2\)$/m,
    heard: ['res net 18'],
  },
  {
    place: 'image features',
    name: 'ResNet-34',
    shown: /^STAGE_BLOCKS = \(3, 4, 6, 3\)$/m,
    heard: ['res net 34'],
  },
  {
    place: 'image features',
    name: 'capsule network',
    shown: calls('ClassCapsules'),
    heard: ['caps(ule)? (neural )?net(work)?', 'dynamic routing'],
  },
  {
    place: 'restored images',
    name: 'SRCNN',
    shown: /Conv2D\(patches, 9,/,
    heard: ['sr cnn'],
  },
  {
    place: 'restored images',
    name: 'EDSR',
    shown: /Add\(\)\(\[start, features\]\)/,
    heard: ['edsr', 'enhanced deep( residual)? super resolution( network)?'],
  },
  {
    place: 'restored images',
    name: 'Pix2Pix',
    shown: /^PATCH_FILTERS = (?![\s\S]*^CYCLE_WEIGHT = )/m,
    heard: ['pix 2 pix( gan)?', 'patch gan'],
  },
  {
    place: 'restored images',
    name: 'SRGAN',
    shown: /^ADVERSARIAL_SHARE = [\s\S]*PReLU\(/m,
    heard: ['sr gan', 'super resolution (gan|generative adversarial network)( \\(srgan\\))?'],
  },
  {
    place: 'new images',
    name: 'diffusion model',
    shown: calls('DiffusionNetwork'),
    heard: [
      '(denoising )?diffusion( probabilistic| implicit)?( generative)?( model| network)?( \\((ddpm|ddim)s?\\))?',
      'ddpm( sampl(er|ing))?',
      'ddim( sampl(er|ing))?',
      'denois(er|ing) u net',
      'u net denoiser',
      '(sinusoidal )?time( ?step)? embedding',
      'linear (beta|noise|variance) schedule',
    ],
  },
  {
    place: 'pairs',
    name: 'triplet network',
    shown: /\btriplet_loss\b/,
    heard: ['triplet( margin)?( loss| network| learning)?'],
  },
  {
    place: 'forecasts',
    name: 'temporal convolutional network',
    shown: calls('temporal_block'),
    heard: ['tcn', 'temporal conv(olutional|olution)?( neural)?( network)?'],
  },
  {
    place: 'forecasts',
    name: 'N-BEATS',
    shown: calls('forecast_block'),
    heard: ['n beats'],
  },
  {
    place: 'forecasts',
    name: 'DLinear',
    shown: calls('split_trend'),
    heard: ['d linear', 'decomposition linear( model)?'],
  },
  {
    place: 'forecasts',
    name: 'PatchTST',
    shown: calls('embed_patches'),
    heard: ['patch tst', 'patch time series transformer', 'transformer (over|on) patches'],
  },
  {
    place: 'texts',
    name: 'TextCNN',
    shown: calls('convolve_words'),
    heard: [
      'text cnn',
      'kim cnn',
      'kim s cnn',
      '(filters?|kernels?|windows?|convolutions?)( \\d+)?( (of|with))?( (width|size|height))?s?( of)? \\(?[2-7], [2-7],?( and)? [2-7]\\)?',
    ],
  },
  {
    place: 'rows',
    name: 'residual MLP',
    shown: calls('dense_block'),
    heard: [
      'res(idual)? mlp',
      'residual (dense|fully connected|feed forward) (neural )?net(work)?',
      'mlp with (residual|skip) connections?',
      'tabular res net',
    ],
  },
  {
    place: 'rows',
    name: 'FT-Transformer',
    shown: calls('NumberVectors'),
    heard: ['(ft|feature tokenizer) transformer'],
  },
  {
    place: 'rows',
    name: 'TabTransformer',
    shown: calls('relate_categories'),
    heard: ['tab(ular)? transformer'],
  },
  {
    place: 'rows',
    name: 'TabNet',
    shown: calls('choose_columns'),
    heard: ['tab net'],
  },
  {
    place: 'rows',
    name: 'entity embeddings',
    shown: calls('embed_entities'),
    heard: ['entity embedding', 'embeddings? (for|of) (the |all )?categor(ical|y)( \\p{L}+)?'],
  },
  {
    place: 'rows',
    name: 'two-tower network',
    shown: calls('build_tower'),
    heard: ['two tower( model| network| architecture)?', 'dual tower( model| network)?'],
  },
  {
    place: 'rows',
    name: 'neural collaborative filtering',
    shown: calls('multiply_ids'),
    heard: ['neural collaborative filtering', 'ncf', 'neu mf', 'neural matrix factori[sz]ation'],
  },
];

/** Names of these networks. */
export const NAMED_NETWORKS: ReadonlySet<string> = new Set(NAMED.map(({ name }) => name));

/** Where several networks are named, the one that is built stands in for the others. */
function substitutes(place: Place): readonly Substitute[] {
  const built = NAMED.filter((row) => row.place === place);
  return [...built.map(({ name, shown }) => ({ by: name, shown })), PLACES[place]];
}

/** Known networks that no program builds, and what is built in their place. */
const UNBUILT: readonly Term[] = [
  unbuilt(
    'character embeddings',
    null,
    [
      'char(acter)?s?( level)? (embedding|feature|representation)s?',
      '(char|character) (cnn|lstm|bilstm)',
    ],
    [{ by: 'an embedding of whole words', shown: calls('Embedding') }],
  ),
  unbuilt('double U-Net', null, ['double u net'], substitutes('masks')),
  unbuilt('3D U-Net', null, ['3 d u net', 'v net'], substitutes('masks')),
  unbuilt(
    'feature pyramid network',
    null,
    ['fpn', 'feature pyramid( network)?'],
    substitutes('masks'),
  ),
  unbuilt('Mask R-CNN', null, ['mask r cnn'], substitutes('masks')),
  unbuilt('SegFormer', null, ['segformer'], substitutes('masks')),
  {
    kind: 'architecture',
    name: 'Wasserstein GAN',
    family: 'gan',
    heard: [
      'wgan( gp)?',
      'wasserstein (gan|generative adversarial network)( \\(wgan\\))?( with (a )?gradient penalty)?',
      'gradient penalty',
    ],
    shown: calls('WassersteinNetwork'),
    instead: [ADVERSARIAL],
    why: 'only images are generated so',
  },
  unbuilt(
    'StyleGAN',
    null,
    ['style gan \\d?', 'progressive(ly growing)? gan', 'big gan'],
    ADVERSARIAL,
  ),
  {
    ...unbuilt(
      'latent diffusion',
      null,
      ['(stable|latent) diffusion( model)?', 'score based (generative )?model'],
      substitutes('new images'),
    ),
    nearest: ['diffusion model'],
  },
  {
    kind: 'architecture',
    name: 'CycleGAN',
    heard: [
      'cycle gan',
      'cycle consisten(t|cy)( gan| network)?( (adversarial )?loss)?',
      'un paired image to image translation',
    ],
    shown: calls('CycleNetwork'),
    instead: substitutes('restored images'),
    why: 'the images of these data are no two domains without pairs',
  },
  unbuilt(
    'neural style transfer',
    null,
    ['(neural )?style transfer'],
    substitutes('restored images'),
  ),
  {
    ...unbuilt(
      'FaceNet or ArcFace',
      null,
      ['(face|arc|cos|deep) face', 'face net', 'n pair loss'],
      substitutes('pairs'),
    ),
    nearest: ['triplet network'],
  },
  unbuilt(
    'contrastive learning',
    null,
    ['contrastive (representation )?(learning|pre training)', 'sim clr'],
    PAIR_SCORES,
  ),
  unbuilt(
    'Swin transformer',
    'transformer',
    ['swin( transformer)?', 'deit'],
    substitutes('image features'),
  ),
  unbuilt(
    '3D convolution',
    null,
    ['3 d (cnn|conv(olution(al)?)?|resnet)( neural)?( network| layer)?'],
    substitutes('image features'),
  ),
  unbuilt(
    'a network of convolutions and LSTMs over frames',
    null,
    ['lrcn', 'long term recurrent convolutional( network)?'],
    substitutes('image features'),
  ),
  unbuilt(
    'ShuffleNet and its like',
    'cnn',
    ['(shuffle|ghost|zf|se|reg) net( 5)?', 'se resnext \\d*'],
    substitutes('image features'),
  ),
  unbuilt(
    'ResNeXt',
    'cnn',
    [
      '(wide )?res(nex|2ne)t( (18|20|32|34|56))',
      'wide res net( \\d+)?',
      'res net (20|32|44|56|110)',
      'resnext( \\d+)?',
    ],
    substitutes('image features'),
  ),
  unbuilt(
    'YOLO or another many-box detector',
    null,
    [
      'yolo( v?\\d+\\w?)?',
      '(faster |fast )?r cnn',
      'ssd( mobile net| lite)?( v?\\d+)?',
      'single shot( multi box)? detect(or|ion)',
      'detectron\\w*',
      '(retina|corner|extreme) net',
      'fcos',
      'efficient det( d\\d)?',
      '(deformable )?detr',
      '(anchor (based|free)|(one|two) stage) (object )?detect(or|ion)',
    ],
    DETECTORS,
  ),
  unbuilt(
    'anchor boxes or non-maximum suppression',
    null,
    ['anchor box(es)?', 'anchors', '(soft )?nms', 'non max(imum|imal)? suppression'],
    {
      by: 'peaks of the heat of box centres, which need no anchors and no suppression',
      shown: CENTRES,
    },
  ),
  ...encoderTerms(SMALL_TRANSFORMER),
  otherEncoder(
    'another pretrained encoder',
    [
      '(mobile|bio|sci|ara|arabic|fin|clinical|legal|camem|pho|indo|tweet|twitter|pub med) bert',
      'xl net',
      'longformer',
      'big bird',
      'ernie',
      'mp net',
      'mini lm',
    ],
    SMALL_TRANSFORMER,
  ),
  otherEncoder(
    'a pretrained GPT or T5',
    ['gpt(?! 2)( ([34]|neo|j))?', '(flan )?t5', 'bart', 'pegasus', 'llama\\w*', 'mistral'],
    SMALL_TRANSFORMER,
  ),
  otherEncoder(
    'a pretrained sentence encoder',
    ['universal sentence encoder', 'sentence (bert|transformer)', 'elmo', 'ulmfit'],
    SMALL_TRANSFORMER,
  ),
  otherEncoder('Hugging Face models', ['hugging face( transformer| model)?'], SMALL_TRANSFORMER),
  unbuilt('TensorFlow Hub models', null, ['(tf|tensorflow) hub'], PLAIN_NETWORK, NO_WEIGHTS),
  unbuilt(
    'CLIP',
    null,
    ['clip (model|embedding)', 'openai clip'],
    {
      by: 'encoders of images and texts trained from scratch',
      shown: /(?=[\s\S]*Conv2D\()(?=[\s\S]*Embedding\()/,
    },
    NO_WEIGHTS,
  ),
  unbuilt(
    'pretrained word vectors',
    null,
    [
      'glove( word| pre trained)?( embedding| vector)?',
      'word 2 vec( embedding)?',
      'fast text( embedding)?',
      'pre trained (word )?(embedding|vector)',
    ],
    { by: 'an embedding learned from the training texts', shown: calls('\\w*Embedding') },
    NO_WEIGHTS,
  ),
  unbuiltGroup(
    'gradient boosting',
    'dense',
    [
      'xgb(oost)?( classifier| regressor)?',
      'light gbm( classifier| regressor)?',
      'lgbm?( classifier| regressor)?',
      'cat boost( classifier| regressor)?',
      '(hist )?gradient boost(ing|ed)( machine| tree)?( classifier| regressor)?',
      'ada boost( classifier| regressor)?',
    ],
    {
      by: 'a dense network, with gradient boosting as the reference',
      shown: /HistGradientBoosting/,
    },
    NETWORKS_ONLY,
  ),
  unbuiltGroup(
    'a forest or tree',
    'dense',
    [
      'random forest( classifier| regressor)?',
      'extra trees( classifier| regressor)?',
      'extremely randomi[sz]ed trees',
      'decision tree( classifier| regressor)?',
      'bagging( classifier| regressor)?',
    ],
    PLAIN_NETWORK,
    NETWORKS_ONLY,
  ),
  unbuiltGroup(
    'a classical model',
    'dense',
    [
      'svms?|svc|svr',
      'support vector (machine|classifier|regression)',
      'k nn',
      'k nearest neighbou?r',
      'k neighbou?rs (classifier|regressor)',
      'naive bayes',
      'logistic regress(ion|or)',
      'linear regress(ion|or)',
      '(ridge|lasso|elastic net)( regression)?',
      'gaussian process(es)?',
    ],
    PLAIN_NETWORK,
    NETWORKS_ONLY,
  ),
  unbuilt(
    'a statistical forecast',
    null,
    ['s?arima(x)?', 'prophet', 'holt winters', 'exponential smoothing'],
    { by: 'a network over windows of the past', shown: /WINDOW/ },
    NETWORKS_ONLY,
  ),
  unbuilt('N-HiTS', null, ['n hits'], substitutes('forecasts')),
  unbuilt('WaveNet', null, ['wave net'], PLAIN_NETWORK),
  unbuilt(
    'forecasting transformer',
    null,
    ['informer', 'autoformer', 'temporal fusion transformer', 'deep ar'],
    PLAIN_NETWORK,
  ),
  unbuilt(
    'graph network',
    'dense',
    ['graph (neural |convolution(al)? |attention )?net(work)?', 'gnn', 'gcn', 'graph sage'],
    PLAIN_NETWORK,
  ),
  unbuilt(
    'survival model',
    null,
    [
      'survival analysis',
      'deep surv',
      'cox( proportional hazards?)?( loss| model)?',
      'proportional hazards?',
      'censor(ed|ing)',
    ],
    { by: 'a prediction that takes every row as complete', shown: DENSE },
  ),
  unbuilt(
    'ranking model',
    null,
    ['learning to rank', 'rank net', 'lambda (rank|mart)', '(list|pair)wise( ranking)?'],
    { by: 'a score for each row by itself', shown: DENSE },
  ),
  unbuilt(
    'clustering',
    null,
    [
      'k means',
      'dbscan',
      'clustering',
      'cluster (the|our|my|these|all|similar)( \\p{L}+)?',
      'gaussian mixture',
    ],
    { by: 'a network trained on the target', shown: DENSE },
    NETWORKS_ONLY,
  ),
  unbuilt(
    'another anomaly detector',
    null,
    ['isolation forest', 'one class svm', 'local outlier factor'],
    {
      by: 'a reconstruction error, with an isolation forest as the reference',
      shown: /IsolationForest/,
    },
  ),
  unbuilt(
    'PyTorch or another library',
    null,
    ['py torch( lightning)?', 'fast ai', 'jax', 'flax', 'mxnet', 'caffe'],
    { by: 'Keras', shown: /\bkeras\b/ },
    'projects are written in Keras',
  ),
];

export const ARCHITECTURE_TERMS: readonly Term[] = [
  ...BUILT,
  ...NAMED.map(({ place, ...row }): Term => ({
    kind: 'architecture',
    ...row,
    instead: substitutes(place),
    why: 'the pool has no such network for these data',
  })),
  ...UNBUILT,
];

function built(
  name: string,
  family: TrunkFamily | null,
  shown: RegExp,
  heard: readonly string[],
): Term {
  return { kind: 'architecture', name, heard, shown, ...(family === null ? {} : { family }) };
}

/** Different things that one network stands in for: each that is named is an ask. */
function unbuiltGroup(...row: Parameters<typeof unbuilt>): Term {
  return { ...unbuilt(...row), isGroup: true };
}

function unbuilt(
  name: string,
  family: TrunkFamily | null,
  heard: readonly string[],
  instead: Substitute | readonly Substitute[],
  why = 'no program of the pool builds it',
): Term {
  const row = { kind: 'architecture', name, heard, instead: [instead].flat(), why } as const;
  return family === null ? row : { ...row, family };
}
