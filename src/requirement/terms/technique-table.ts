import { calls, type Substitute, type Term } from './term.ts';

const IMAGE_AUGMENTATION = calls('Random(?:Flip|Rotation|Zoom|Translation|Contrast|Brightness)');

/** How a network is trained beyond its hyperparameters. */
export const TECHNIQUE_TERMS: readonly Term[] = [
  technique(
    'augmentation',
    [
      '(data |image |text |audio )?augment(ation|ations|ed|ing)?( technique| pipeline)?',
      'image data generator',
      'albumentations',
    ],
    IMAGE_AUGMENTATION,
  ),
  group(
    technique(
      'flips',
      [
        '((horizontal|vertical)(ly)?( and| or|,) (horizontal|vertical)(ly)? )?(random |horizontal(ly)? |vertical(ly)? |h |v )?flip(ping|ped)?( (horizontal|vertical)ly)?( (and|or) (horizontal|vertical)ly)?',
      ],
      calls('RandomFlip'),
    ),
  ),
  technique('rotations', ['(random )?rotat(e|ed|ion|ions|ing)'], calls('RandomRotation')),
  technique('zooms', ['(random )?zoom(ing|ed)?'], calls('RandomZoom')),
  technique(
    'shifts',
    ['(width|height|random) shift(ing|ed)?', '(random )?translations of (the )?images'],
    calls('RandomTranslation'),
  ),
  technique('shears', ['(random )?shear(s|ing|ed)?( range)?'], calls('RandomShear')),
  technique(
    'brightness changes',
    ['(random )?brightness( change| jitter| range)?', 'colou?r jitter'],
    calls('RandomBrightness'),
  ),
  technique(
    'contrast changes',
    ['(random )?contrast( change| jitter| range)?'],
    calls('RandomContrast'),
  ),
  technique('random crops', ['random crop(ping)?'], calls('RandomCrop')),
  group(
    technique('other augmentation', [
      'mix up',
      'cut mix',
      'cut out',
      'random erasing',
      'mosaic (data )?augment(ation|ed|ing)',
      'rand augment',
      'auto augment',
      'spec augment',
      'elastic (deformation|transform)\\w*',
      '(pitch|time) (shift|stretch)(ing)?',
      'time mask(ing)?',
      'back translation',
      'synonym replacement',
    ]),
  ),
  technique(
    'class weights',
    [
      'class weight(ing|s)?',
      'weighted (loss|class)',
      'balanced class weight',
      '((handl|address|tackl|mitigat|manag|overcom|counter|correct|deal)(e|es|s|ed|ing)?( with| for)?( the| any)? )?(class |data |label )?imbalance(d)?( class| data| dataset)?',
      'unbalanced( class| data| dataset)?',
      'skewed classes',
    ],
    /\bclass_weight=dict\(|options\["class_weight"\]|even_classes\(|FocalCrossentropy/,
    [
      {
        by: 'stratified splits and macro-averaged metrics',
        shown: /(?=[\s\S]*split_by_class)(?=[\s\S]*macro)/,
      },
    ],
  ),
  group(
    technique('oversampling', [
      'over sampl(e|ed|ing)',
      'under sampl(e|ed|ing)',
      're sampl(ing|e) (the )?(minority|majority|classes)',
      'smote',
      'adasyn',
    ]),
  ),
  technique(
    'early stopping',
    ['early stop(ping|ped)?', 'stop(s|ped|ping)? (training )?early'],
    calls('EarlyStopping'),
  ),
  technique(
    'checkpoints',
    [
      '(model )?check point(s|ing)?',
      '(save|keep|restore)(s|d)? (the )?best (model|weights)',
      'best weights',
    ],
    calls('ModelCheckpoint'),
  ),
  technique('callbacks', ['callback'], /\bcallbacks\b/),
  technique(
    'plateau schedule',
    [
      'reduce lr on plateau',
      '(reduce|lower)(s|d)? (the )?learning rate( on( a)? plateau)?',
      'learning rate reduction',
    ],
    calls('ReduceLROnPlateau'),
  ),
  group(
    technique(
      'learning rate schedule',
      [
        'learning rate (schedul(e|er|es|ing)|decay|annealing|warm up|finder)',
        'lr (schedul(e|er|ing)|decay)',
        '(cosine|exponential|step|polynomial|linear)( learning rate| lr)? (decay|annealing|schedule)',
        'one cycle( policy)?',
        'cyclical learning rate',
        'warm up( step| epoch)?',
      ],
      /keras\.optimizers\.schedules|LearningRateScheduler\(|RateSchedule\(/,
      [
        {
          by: 'a rate that falls when the validation loss stalls',
          shown: calls('ReduceLROnPlateau'),
        },
      ],
    ),
  ),
  technique(
    'gradient clipping',
    ['gradient clip(ping)?', 'clip(ped|ping)?( the)? gradient', 'clip (norm|value)'],
    /clip(?:norm|value)=/,
  ),
  technique('momentum', [
    '(sgd|rmsprop|stochastic gradient descent)( optimi[sz]er)? (with|and|\\+) momentum',
    'momentum (sgd|optimi[sz]er)',
  ]),
  technique('Nesterov momentum', ['nesterov( s)?( accelerated)?( gradient| momentum)?']),
  technique('AMSGrad', ['ams grad( variant)?']),
  technique(
    'cross-validation',
    [
      '(stratified )?k fold( cross validation)?',
      '\\d+ fold( cross validation)?',
      'cross validat(ion|e|ed)',
      'group k fold',
      'leave one out',
    ],
    /\bcross_validate\(/,
    [
      {
        by: 'one split into train, validation and test',
        shown: /VALIDATION_SHARE|VALIDATION_FOLDER/,
      },
    ],
  ),
  technique('label smoothing', ['label smoothing'], /label_smoothing=/),
  group(
    technique('hyperparameter search', [
      'hyper parameter (tuning|search|optimi[sz]ation)',
      '(tune|tuning|optimi[sz]e)(s|d)? (the )?hyper parameter',
      'optuna',
      'keras tuner',
      '(grid|random|bayesian) search( cv)?',
      'bayesian optimi[sz]ation',
      'hyperopt',
    ]),
  ),
  technique(
    'threshold choice',
    [
      '(decision |classification |optimal )?threshold( tuning| selection| optimi[sz]ation)?',
      'cut off',
    ],
    /threshold/i,
  ),
  technique('test-time augmentation', ['test time augmentation', 'tta']),
  technique('pseudo-labels', [
    'pseudo label(s|ling|ing)?',
    'semi supervised( learning)?',
    'self training',
  ]),
  technique('self-supervised learning', [
    'self supervised( learning| pre training)?',
    'masked language model(ing)?',
  ]),
  technique(
    'ensemble',
    [
      '(stacked |stacking |voting )?ensembl(e|es|ing)( model| method| learning)?',
      'stack(ing|ed) (model|classif\\w*|regressor|ensemble|generali[sz]ation)',
      'stacking',
      'blend(ed|ing)',
      'averag(e|ing) (the )?(prediction|model)s',
      '(soft|hard|majority) (voting|vote)',
      'voting (classif\\w*|regressor)',
    ],
    calls('layers\\.Average', 'layers\\.average'),
  ),
  technique(
    'freezing',
    [
      '(freeze|freezing|frozen|unfreeze|unfreezing)( the)?( base| first| last| all| some| convolutional)?( layer| backbone| weights)?',
    ],
    /\.trainable = /,
  ),
  technique('mixed precision', ['mixed precision', 'float 16', 'fp16'], /mixed_float16/),
  technique('TPU or several devices', [
    'tpu',
    '(multi|several) gpu',
    'distribut(ed|ion) (training|strategy)',
    'mirrored strategy',
    'gpu',
  ]),
  technique('knowledge distillation', ['(knowledge )?distillation', 'teacher student']),
  technique('pruning or quantisation', [
    'prun(ing|ed)',
    'quanti[sz](ation|ed|e)',
    'model compression',
  ]),
  technique(
    'custom training loop',
    ['custom training loop', 'gradient tape'],
    /train_step|GradientTape/,
  ),
  technique(
    'custom loss',
    ['custom (loss|metric|layer|callback)( function)?'],
    /register_keras_serializable/,
  ),
  technique('teacher forcing', ['teacher forcing'], /decoder_inputs?|target.*\[:, :-1\]/),
  technique('leave one group out', [
    'leave one (subject|patient|person|user|group|session|site|speaker|recording)s? out( cross validation)?',
    'loso( cross validation)?',
  ]),
  technique('beam search', ['beam search( decoding)?'], /\bsearch_beams\(|beam/i),
  technique(
    'characters',
    ['char(acter)?s? (level|wise|based)', 'character by character', 'char rnn'],
    /return list\(text\)|"split": "character"|\bcharacters\b/,
  ),
  technique('greedy decoding', ['greedy (search|decoding)'], calls('np\\.argmax', 'argmax')),
  technique(
    'regularisation',
    ['regulari[sz](ation|er|ers|ed|e)( technique)?', 'weight decay'],
    /kernel_regularizer|weight_decay|Dropout\(/,
  ),
  technique('federated or continual learning', [
    'federated learning',
    'continual learning',
    'meta learning',
    'few shot( learning)?',
    'zero shot',
    'active learning',
    'curriculum learning',
    'multi task( learning)?',
  ]),
  technique('adversarial robustness', ['adversarial (attack|example|training)', 'fgsm']),
  technique(
    'uncertainty',
    [
      'uncertainty( estimation| quantification)?',
      'monte carlo dropout',
      'mc dropout',
      'bayesian( neural network| deep learning)?',
      'prediction interval',
      'quantile (regression|forecast)',
      'confidence interval',
    ],
    /quantile|interval/i,
  ),
  technique(
    'sequence padding',
    ['padd(ing|ed)( sequence)?', 'pad sequences'],
    /pad_to_max_tokens|output_sequence_length|pad_sequences|padded_batch|np\.pad/,
  ),
  technique(
    'masking',
    ['mask(ed|ing)? (padding|loss|tokens)', 'mask zero'],
    /mask_zero=True|Masking\(/,
  ),
  technique('shuffling', ['shuffl(e|ed|ing)'], /\.shuffle\(|permutation\(/),
  technique('seed', ['(random )?seed', 'reproducib(le|ility)'], calls('set_random_seed')),
  technique(
    'stratified split',
    ['stratif(y|ied|ication)( split| sampling)?'],
    /split_by_class|stratify=/,
  ),
  technique('multi-label', ['multi label( classification)?'], /binary_crossentropy|sigmoid/),
  technique('multi-class', ['multi class( classification)?'], /categorical_crossentropy|softmax/),
  technique(
    'binary classification',
    ['binary (classification|classifier|label|target|outcome|problem)'],
    /binary_crossentropy|CLASS_COUNT = 2\b|sigmoid/,
  ),
];

/** Phrases that name different things, each of them asked for. */
function group(term: Term): Term {
  return { ...term, isGroup: true };
}

function technique(
  name: string,
  heard: readonly string[],
  shown?: RegExp,
  instead?: readonly Substitute[],
): Term {
  return {
    kind: 'technique',
    name,
    heard,
    ...(shown === undefined ? {} : { shown }),
    ...(instead === undefined ? {} : { instead }),
  };
}
