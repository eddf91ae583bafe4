import { escapePattern, ownTable } from '../core/index.ts';
import type { Ask, DataKind, FactValue, SettledAsk } from '../artifacts/index.ts';
import { KINDS, knownFacts, unknownFacts, type KnownFacts } from '../kinds/index.ts';
import {
  CLASSICAL_MODELS,
  classicalModel,
  type ClassicalModel,
  lossOf,
  normalizeBackbone,
  normalizeCategory,
  normalizeLoss,
  normalizeMetric,
  normalizeOptimizer,
  termsOfSum,
} from '../plan/index.ts';
import { splitShares } from './asked-constants.ts';
import { showsLayer } from './shown-layer.ts';
import { renderLiteral } from '../python/text.ts';
import { namedChange, reportedNames, settingCode } from '../techniques/index.ts';
import { sameSpan, TASKS, type Layout, type ProjectView } from '../requirement/index.ts';

/** How an ask ends. */
export type Outcome = Pick<SettledAsk, 'status' | 'by' | 'why'> & {
  /** Only the user's data could show it, and they are not at hand: that speaks against nothing. */
  readonly lacksData?: true;
};
/** An ask without its place in the text. */
export type Unsettled = Omit<Ask, 'span'>;
/** Null where there is nothing to do about an ask; undefined where its term says what shows it. */
export type Settler = (ask: Unsettled, view: ProjectView) => Outcome | null | undefined;

const NOT_UNDERSTOOD = 'not understood; nothing is done for it';
const DONE: Outcome = { status: 'done' };

/**
 * Is the task that is planned one of those that the words may ask for under this category? Words say what the data are and
 * what is predicted; how the data lie on disk is no part of the task.
 */
function isTaskKept(category: FactValue, view: ProjectView): boolean {
  const { data } = view.record;
  return layoutsOf(category).some(
    ({ kind, target }) =>
      target === data?.target &&
      // Of data that were looked at nobody has to say what they are.
      (view.found !== null || KINDS[kind].modality === KINDS[data.kind].modality),
  );
}

/** "Detect cars" asks for a class of data without boxes, and for boxes of data that have them. */
function findsBoxes(words: string, { found, record }: ProjectView): boolean {
  return found !== null && record.data?.target === 'box' && /\bdetect/i.test(words);
}

/** "Predict the mileage" leaves it to the column whether classes or numbers are meant. */
function isOpen(words: string, { found, record }: ProjectView): boolean {
  const target = record.data?.target;
  const isEither = target === 'number' || target === 'class';
  return (
    found !== null &&
    isEither &&
    /^\W*(?:predict|estimat|guess)\w*\b/i.test(words) &&
    !EITHER.test(words)
  );
}

const EITHER =
  /\b(?:class|categor|label|whether|types?\b|kinds?\b|regress|numbers?\b|amount|probabilit|segment|forecast|generat)/i;

/** Whether it predicts what the words ask for, from whatever data. */
function isTargetKept(category: FactValue, { record }: ProjectView): boolean {
  return layoutsOf(category).some(({ target }) => target === record.data?.target);
}

function layoutsOf(category: FactValue): readonly Layout[] {
  const wanted = normalizeCategory(String(category)).name;
  return TASKS.flatMap((task) =>
    normalizeCategory(task.category).name === wanted ? task.layouts : [],
  );
}

/** Whether the program takes the last column, since nobody has looked at the table. */
function hasOpenTarget({ found, record: { data } }: ProjectView): boolean {
  return (
    found === null &&
    data !== null &&
    data.facts['TARGET'] === null &&
    'TARGET' in unknownFacts(data.kind)
  );
}

/** Asks with a value: what shows that the project has just that value. Other asks are terms. */
export const SETTLERS: Readonly<Record<string, Settler>> = ownTable({
  'task task': ({ value, words }, view) => {
    if (!isTaskKept(value, view) && !findsBoxes(words, view) && !isOpen(words, view)) {
      const why = `the words ask for ${String(value) || 'another task'}`;
      const outcome = replaced(view.record.plan.category, why);
      // Data that were looked at may be of another form than the words made likely.
      return isTargetKept(value, view) ? { ...outcome, lacksData: true } : outcome;
    }
    return hasOpenTarget(view)
      ? {
          ...replaced(
            'predicting the last column of the table',
            'no data were given to find it in',
          ),
          lacksData: true,
        }
      : DONE;
  },
  'task another target': () => ({
    status: 'unmet',
    why: 'one thing is predicted; of a table the columns that are named are learned together',
  }),
  'count number columns': counted(({ NUMERIC_COUNT: numbers }) => numbers),
  'count category columns': counted(({ CATEGORY_SIZES: sizes }) => sizes?.length),
  'count columns': counted(({ NUMERIC_COUNT: numbers, CATEGORY_SIZES: sizes }) =>
    typeof numbers === 'number' ? numbers + (sizes?.length ?? 0) : null,
  ),
  'training batch size': constant('BATCH_SIZE'),
  'training epochs': constant('EPOCHS'),
  'training learning rate': constant('LEARNING_RATE'),
  'training seed': constant('SEED'),
  'training patience': constant('PATIENCE'),
  'training plateau factor': argument('factor'),
  'training plateau patience': ({ value }, { code }) =>
    when(
      new RegExp(`ReduceLROnPlateau\\([^\\n]*patience=${literal(value)}\\b`).test(code),
      'the program waits otherwise before the rate falls',
    ),
  'training stopping monitor': ({ value }, { code }) =>
    when(
      value === 'val_loss'
        ? /EarlyStopping\((?!\s*monitor)/.test(code)
        : new RegExp(`EarlyStopping\\(\\s*monitor="${String(value)}"`).test(code),
      'training watches the validation loss',
    ),
  'training warm-up': constant('WARM_UP_EPOCHS'),
  'training rate decay': ({ value }, { code }) => {
    const [factor = 0, every = 0, unit] = Array.isArray(value) ? value : [];
    const isDone =
      unit === 'step'
        ? code.includes(`ExponentialDecay(learning_rate, ${String(every)}, ${String(factor)}`)
        : has(code, 'DECAY_FACTOR', factor) && has(code, 'DECAY_EPOCHS', every);
    return when(isDone, 'the program has another course of the learning rate');
  },
  'technique learning rate schedule': ({ value }, { code }) => {
    const [, shown = /RateSchedule\(|optimizers\.schedules/] =
      COURSES.find(([said]) => said.test(String(value))) ?? [];
    if (shown.test(code)) return DONE;
    return replaced(
      code.includes('ReduceLROnPlateau(')
        ? 'a rate that falls when the validation loss stalls'
        : null,
      'the program has no such course of the learning rate',
    );
  },
  'technique rotations': change('RandomRotation', '(?: / 360)?'),
  'technique zooms': change('RandomZoom'),
  'technique shifts': change('RandomTranslation'),
  'technique shears': change('RandomShear'),
  'technique brightness changes': change('RandomBrightness'),
  'technique contrast changes': change('RandomContrast'),
  'technique flips': ({ value }, { code }) => {
    const direction = /vertical|horizontal/.exec(String(value))?.[0] ?? '';
    const isThere =
      new RegExp(`RandomFlip\\(["a-z_]*${direction}`).test(code) ||
      // Boxes move with their images.
      (direction !== 'vertical' && constantOf(code, 'FLIP_SHARE') !== null);
    return value === false ? when(!isThere, 'the program has it') : when(isThere, NOT_CHANGED);
  },
  'technique other augmentation': ({ value }, { code }) => {
    const layer = namedChange(String(value));
    return when(layer !== null && code.includes(`${layer}(`), NOT_CHANGED);
  },
  'technique mixup alpha': argument('alpha'),
  'technique cross-validation': ({ value }, { code }) => {
    if (!code.includes('cross_validate('))
      return replaced(
        /VALIDATION_SHARE|VALIDATION_FOLDER/.test(code)
          ? 'one split into train, validation and test'
          : null,
        'no program for these data trains on folds',
      );
    return typeof value !== 'number' || has(code, 'FOLDS', value)
      ? DONE
      : replaced(`FOLDS = ${constantOf(code, 'FOLDS')}`, 'the program has another value');
  },
  'technique hyperparameter search': ({ value }, { code }) => {
    if (!code.includes('search_settings(')) return when(false, 'no part of the program searches');
    return FOREIGN_SEARCH.test(String(value))
      ? replaced(
          'a search of learning rate, batch size and width in plain Python',
          'the package is not part of a project',
        )
      : DONE;
  },
  'technique search trials': constant('SEARCH_TRIES'),
  'technique oversampling': ({ value }, { code }) => {
    if (!code.includes('even_classes(')) return when(false, NOT_CHANGED);
    return /smote|adasyn/.test(String(value))
      ? replaced(
          'repeated rows of rare classes',
          'the package imbalanced-learn is not part of a project',
        )
      : DONE;
  },
  'technique threshold choice': ({ value }, { code }) => {
    if (value === false) return undefined;
    return typeof value === 'number'
      ? when(
          has(code, 'THRESHOLD', value) ||
            new RegExp(`\\bscores\\b[^\\n]*> ${literal(value)}(?![\\d.])`).test(code),
          'the program decides otherwise',
        )
      : when(/choose_threshold\(|THRESHOLD/.test(code), 'no part of the program chooses one');
  },
  'artefact HDF5 model': ({ value }, { code }) =>
    /h5|hdf/.test(String(value))
      ? replacedUnless(code.includes('model.h5"'), 'a model in the .keras format', NO_FILE)
      : replacedUnless(code.includes('model.export('), 'a model in the .keras format', NO_FILE),
  'training momentum': optimizing('momentum'),
  'technique momentum': optimizing('momentum'),
  'technique Nesterov momentum': optimizing('nesterov'),
  'technique AMSGrad': optimizing('amsgrad'),
  'training beta 1': optimizing('beta_1'),
  'training beta 2': optimizing('beta_2'),
  'training rho': optimizing('rho'),
  'training epsilon': optimizing('epsilon'),
  'training weight decay': optimizing('weight_decay'),
  'training gradient clipping': optimizing('clipnorm|global_clipnorm'),
  'training value clipping': optimizing('clipvalue'),
  'training time decay': ({ value }, { code }) =>
    when(
      code.includes(`InverseTimeDecay(learning_rate, 1, ${renderLiteral(value)})`),
      'the program has another course of the learning rate',
    ),
  'training label smoothing': argument('label_smoothing'),
  'training focal gamma': ofLoss('FocalCrossentropy', 'gamma'),
  'training focal alpha': ofLoss('FocalCrossentropy', 'alpha'),
  'training Huber delta': ofLoss('Huber', 'delta'),
  'training Tversky alpha': ofLoss('Tversky', 'alpha'),
  'training Tversky beta': ofLoss('Tversky', 'beta'),
  'training contrastive margin': ({ value }, { code }) =>
    when(
      has(code, 'MARGIN', value) && code.includes('2 * (1 - scores)'),
      'the loss of the program has no such margin',
    ),
  'technique pair distance': ({ value }, { code }) => {
    const shown = value === 'cosine' ? /ops\.sum\(left \* right/ : /ops\.square\(left - right\)/;
    const isPair = code.includes('CodeSimilarity(');
    if (isPair && value !== 'manhattan' && shown.test(code)) return DONE;
    return replaced(isPair ? 'the Euclidean distance' : null, 'the network compares no pairs so');
  },
  'training optimizer': ({ value }, { code, record }) => {
    const { name } = normalizeOptimizer(String(value));
    return code.includes(`optimizers.${name}(`)
      ? DONE
      : replaced(record.plan.hyperparameters.optimizer, 'the program has another optimizer');
  },
  'training loss': ({ value }, { code, record }) => {
    const { loss } = record.plan.hyperparameters;
    const { name } = normalizeLoss(loss);
    const { choices, stated, substitute } = normalizeLoss(String(value));
    const summed = [...code.matchAll(/loss=(\w+)/g)]
      .map(([, name = '']) => termsOfSum(name))
      .find((terms) => terms.length > 1);
    if (summed !== undefined)
      return when(
        stated === 'bce_dice' || choices.some((choice) => summed.includes(choice)),
        'another loss is in the sum',
      );
    if (!choices.includes(name)) {
      const forms = lossOf(name)?.fits ?? [];
      const isFit = lossOf(stated)?.fits.some((form) => forms.includes(form)) === true;
      return replaced(loss, isFit ? 'a network has one loss' : 'it does not fit the target');
    }
    const isShown = new RegExp(stated.replaceAll('_', '[ _]?'), 'i').test(code);
    return substitute === undefined || isShown ? DONE : replaced(name, substitute.reason);
  },
  'metric reported metric': (ask, view) =>
    when(isReported(ask, view), 'the program does not compute it for such a target'),
  'metric metric': (ask, view) => {
    const { value } = ask;
    const { code, record } = view;
    if (isReported(ask, view)) return DONE;
    const { stated, substitute } = normalizeMetric(String(value));
    if ((METRIC_CODE[stated] ?? new RegExp(stated.replaceAll('_', '[ _]?'), 'i')).test(code))
      return DONE;
    const own = normalizeMetric(record.plan.hyperparameters.metric);
    // What no network of Keras computes inside fit is named as it is where the program measures it.
    const name = METRIC_CODE[own.stated]?.test(code) === true ? own.stated : own.name;
    return replaced(
      name === '' ? null : name,
      substitute?.reason ?? 'the program reports another metric',
    );
  },
  'layer dropout': ({ value }, { code }) =>
    when(
      new RegExp(`(?:Dropout\\w*\\(|\\bdropout_rate=)${literal(value)}\\b`).test(code) ||
        ['DROPOUT', 'DROPOUT_RATE'].some((name) => has(code, name, value)),
      'the program has another dropout',
    ),
  'layer units': ({ value }, { code }) =>
    when(
      new RegExp(`\\b(?:Dense|LSTM|GRU|SimpleRNN)\\(\\s*(?:units=)?${literal(value)}\\b`).test(
        code,
      ) || new RegExp(`^\\w*UNITS\\w* = \\(?${literal(value)}\\b`, 'm').test(code),
      'the layers have other sizes',
    ),
  'layer embedding dimension': ({ value }, { code }) =>
    when(
      new RegExp(`Embedding\\([^()]*,\\s*(?:output_dim=)?${literal(value)}\\b`).test(code) ||
        has(code, 'EMBEDDING_SIZE', value) ||
        has(code, 'EMBEDDING_UNITS', value),
      'the embedding has another dimension',
    ),
  'layer attention heads': sized(
    'HEADS',
    (value) => `\\b(?:num_)?heads=${value}\\b|MultiHeadAttention\\(${value}\\b`,
    'the network has other heads, or none',
  ),
  'layer feed-forward units': sized(
    'FEED_FORWARD_UNITS',
    (value) => `TransformerBlock\\([^()]*dense_units=${value}\\b`,
    'the network has no such layer',
  ),
  'layer model dimension': sized(
    'EMBEDDING_UNITS',
    (value) =>
      `Embedding\\([^()]*, (?:output_dim=)?${value}\\b|\\bUNITS = ${value}\\b|\\bhidden_dim=${value}\\b`,
    'the network has another dimension',
  ),
  'layer encoder blocks': blocksOf('TransformerBlock'),
  'layer decoder blocks': blocksOf('DecoderBlock'),
  'layer network layer': ({ value }, { record, code }) =>
    replacedUnless(
      showsLayer(String(value), record.plan.layers, code),
      layerWords(record.plan.layers),
      'the network that is built for the task has other layers',
    ),
  'layer hidden layers': layers('Dense'),
  'layer recurrent layers': layers('LSTM|GRU|SimpleRNN'),
  'layer convolution layers': layers('Conv[12]D'),
  'layer L2 penalty': penalty('L2\\(|l2='),
  'layer L1 penalty': penalty('L1\\(|l1='),
  'layer initialiser': ({ value }, { code }) =>
    when(
      code.includes(`kernel_initializer="${String(value)}"`) ||
        code.includes(`kernel_initializer='${String(value)}'`),
      'the layers of the program start otherwise',
    ),
  'layer kernel size': ({ value }, { code }) =>
    when(
      new RegExp(`Conv[12]D\\((?:\\w+, )?(?:kernel_size=)?\\(?${literal(value)}\\b`).test(code),
      'the convolutions of the program have other kernels',
    ),
  'size image': constant('IMAGE_SIZE', 'INPUT_SHAPE'),
  'size channels': constant('CHANNELS'),
  'size sample rate': constant('SAMPLE_RATE'),
  'size clip seconds': (ask, view) => {
    const outcome = constant('CLIP_SECONDS')(ask, view);
    return outcome?.status === 'done' && PARTS.test(ask.words)
      ? replaced(
          `the first ${String(ask.value)} seconds of each file`,
          'a file is one item of the program',
        )
      : outcome;
  },
  'preprocess MFCC': ({ value }, { code }) => {
    if (!code.includes('MelCoefficients(')) return undefined;
    return typeof value !== 'number' || has(code, 'COEFFICIENTS', value)
      ? DONE
      : replaced(
          `COEFFICIENTS = ${constantOf(code, 'COEFFICIENTS')}`,
          'the program has another number',
        );
  },
  'preprocess mel bands': constant('MEL_BINS'),
  'preprocess FFT length': constant('FFT_LENGTH'),
  'preprocess hop length': constant('FRAME_STEP'),
  'technique cycle weight': constant('CYCLE_WEIGHT'),
  'technique identity weight': constant('IDENTITY_WEIGHT'),
  'technique residual blocks': constant('RESIDUAL_BLOCKS'),
  'technique noise steps': constant('NOISE_STEPS'),
  'technique sampling steps': constant('SAMPLING_STEPS'),
  'technique sampling temperature': constant('TEMPERATURE'),
  'technique top-k sampling': constant('TOP_WORDS'),
  'technique nucleus sampling': constant('NUCLEUS'),
  'technique written length': constant('WRITTEN_WORDS'),
  'technique seed text': ({ value }, { code }) =>
    when(
      code.toLowerCase().includes(`"${String(value)}"`),
      'the program writes on from texts of the test split',
    ),
  'technique beam search': (ask, view) => {
    if (!view.code.includes('search_beams(')) return undefined;
    return typeof ask.value === 'number' ? constant('BEAM_WIDTH')(ask, view) : DONE;
  },
  'size latent dimension': (ask, view) =>
    isNarrowest(ask.value, view.record)
      ? DONE
      : constant('LATENT_SIZE', 'CODE_SIZE', 'RECURRENT_UNITS')(ask, view),
  'artefact sample grid': ({ value }, { code }) =>
    when(
      code.includes(`np.arange(${String(value)}) % len(class_names)`),
      'the program saves another number of images',
    ),
  'artefact samples every epochs': constant('GRID_EPOCHS'),
  'size signal length': constant('SIGNAL_LENGTH'),
  'size sequence length': constant('SEQUENCE_LENGTH', 'SOURCE_LENGTH'),
  'size source length': constant('SOURCE_LENGTH', 'SEQUENCE_LENGTH'),
  'size target length': constant('TARGET_LENGTH'),
  'size vocabulary': constant('VOCABULARY_SIZE'),
  'size window': span('WINDOW'),
  'size horizon': span('HORIZON'),
  'count classes': ({ value }, { record, found }) => {
    const count = record.data?.facts['CLASS_COUNT'];
    if (count === value) return DONE;
    if (typeof count !== 'number') return when(false, 'the target is no class');
    const whose = found === null ? 'the plan has' : 'the data have';
    return { status: 'substituted', by: `${count} classes`, why: `${whose} ${count}` };
  },
  'count instances': ({ value }, { found }) =>
    found === null || found.count === value
      ? null
      : { status: 'substituted', by: `${found.count} items`, why: `the data have ${found.count}` },
  'class class names': settleClasses,
  'column target': ({ value }, view) => {
    const target = view.record.data?.facts['TARGET'];
    const names = Array.isArray(target) ? target : [target];
    return names.some((name) => isSameName(name, value))
      ? DONE
      : replaced(names.map(String).join(', '), 'another column is predicted');
  },
  'column listed': ({ value }, { found, code }) => {
    const names = Array.isArray(value) ? value : [value];
    if (names.every((name) => code.includes(renderLiteral(name)))) return DONE;
    if (found === null)
      return {
        status: 'substituted',
        by: 'the columns that the table has',
        why: 'no data were given in which to find it',
        lacksData: true,
      };
    return names.every((name) => found.columns.some((other) => isSameName(other, name)))
      ? DONE
      : { status: 'unmet', why: `the data have no such column` };
  },
  'file file': named('file'),
  'folder folder': named('folder'),
  'data name': named('name'),
  'data public data set': (_, { found }) =>
    found === null
      ? {
          status: 'substituted',
          by: 'your own copy, laid out as README.md says',
          why: 'nothing is downloaded',
          lacksData: true,
        }
      : DONE,
  'data languages': ({ value }, { code, record }) => {
    const [source, target] = Array.isArray(value) ? value : [];
    const facts = record.data?.facts ?? {};
    if (!('SOURCE_COLUMN' in facts)) return when(false, 'the project does not translate');
    if ([source, target].every((name) => code.toLowerCase().includes(String(name)))) return DONE;
    return {
      status: 'substituted',
      by: `from ${columnWords(facts['SOURCE_COLUMN'])} to ${columnWords(facts['TARGET_COLUMN'])}`,
      why: 'which column holds which language is told by its name or place',
    };
  },
  'data unknown': ({ words }, { code, found, record }) => {
    const isWithin = (name: string, text: string): boolean =>
      new RegExp(String.raw`(?<![\p{L}\d])${escapePattern(name)}(?![\p{L}\d])`, 'iu').test(text);
    // "Sage Heizlast voraus" in whatever language: the column that it names is predicted.
    const targets = [record.data?.facts['TARGET']].flat().map(String);
    const namesTarget = targets.some((name) => isWithin(name, words));
    // "Apples (ripe, raw)" names classes of the data.
    const namesClass = found?.classes.some((name) => isSameClass(name, words)) === true;
    if (found !== null && (namesTarget || namesClass)) return DONE;
    const stems = stemsOf(words);
    const numbers = words.match(/(?<![\p{L}\d.-])\d[\d.,]*(?![\p{L}\d-])/gu) ?? [];
    const shown = when(
      (numbers.length === 0 || showsNumbers(code, numbers, words)) &&
        // Short words stand in any code: "max" shows nothing.
        stems.some((stem) => stem.length > 3) &&
        stems.every((stem) => new RegExp(`(?<![a-z])${stem}`, 'i').test(code)),
      NOT_UNDERSTOOD,
    );
    const mayBeOfData = namesTarget || isWithin(words, record.plan.dataset.output);
    return found === null && mayBeOfData ? { ...shown, lacksData: true } : shown;
  },
  'data unknown number': ({ value, words }, { code }) => {
    const numbers = Array.isArray(value) ? value.map(String) : [];
    return when(
      showsNumbers(code.replaceAll(/(?<=\d)_(?=\d)/g, ''), numbers, words),
      NOT_UNDERSTOOD,
    );
  },
  'data test share': constant('TEST_SHARE'),
  'data validation share': constant('VALIDATION_SHARE'),
  'data split': ({ value }, { code }) => {
    const shares = splitShares(value);
    const names = Object.keys(shares);
    return when(
      names.every((name) => has(code, name, shares[name] ?? null)),
      `the program splits by ${names.map((name) => `${name} = ${constantOf(code, name) ?? 'none'}`).join(', ')}`,
    );
  },
  'technique ensemble': joined,
  'technique ensemble with the network': (_, { code }) =>
    replaced(
      /\b(?:Voting|Stacking)(?:Classifier|Regressor)\(/.test(code)
        ? 'an ensemble of the other models, compared with the network'
        : null,
      'the ensemble is one of scikit-learn, which takes no Keras network',
    ),
  'technique meta model': ({ value }, { code }) =>
    when(
      CLASSICAL_MODELS.some((model) => model.name === value && isLast(model, code)),
      'no stack of the program ends with it',
    ),
  'technique model setting': ({ value }, { code, record }) => {
    const stated = settingCode(value, record.data);
    if (stated === null) return when(false, 'the model has no such argument');
    const made = [madeModel(stated.name, code), lastModel(code)].join('\n');
    return when(made.includes(stated.code), 'the model is not part of the program');
  },
  'architecture a classical model': compared,
  'architecture a forest or tree': compared,
  'architecture gradient boosting': compared,
  'architecture backbone': ({ value }, { code, record }) => {
    const { name, substitute } = normalizeBackbone(String(value));
    if (new RegExp(`\\b${name}\\b`).test(code))
      return substitute === undefined ? DONE : replaced(name, substitute.reason);
    return replaced(
      layerWords(record.plan.layers),
      'the program for these data builds its own network',
    );
  },
});

/** How code shows a course of the learning rate; see pool/techniques/schedule.py. */
const COURSES: readonly (readonly [said: RegExp, shown: RegExp])[] = [
  [/warm/, /^WARM_UP_EPOCHS = \d/m],
  [/cosine/, /RATE_DECAY = "cosine"|math\.cos\(|CosineDecay\(/],
  [/exponential/, /RATE_DECAY = "exponential"|DECAY_FACTOR \*\* \(epoch \/ |ExponentialDecay\(/],
  [/linear|polynomial/, /RATE_DECAY = "linear"|1 - epoch \/ epochs/],
  [/step/, /RATE_DECAY = "steps"|DECAY_FACTOR \*\* \(epoch \/\/ |ExponentialDecay\(/],
  [/cycl/, /CyclicalLearningRate/],
];

/** How code shows a metric, by its name in plans. */
const METRIC_CODE: Readonly<Record<string, RegExp>> = ownTable({
  accuracy: /accuracy/,
  f1_score: /f1_score|F1Score/,
  auc: /\bauc\b|roc_auc/i,
  precision: /classification_report|Precision\(|"precision"/,
  recall: /classification_report|Recall\(|"recall"/,
  mean_absolute_error: /mean_absolute_error|\bmae\b|np\.abs/,
  mean_squared_error: /mean_squared_error|\bmse\b/,
  root_mean_squared_error: /root_mean_squared|RootMeanSquared|\brmse\b/i,
  r2_score: /r2_score|R2Score|"r2"/,
  mean_io_u: /\biou\b|MeanIoU|mean_iou/i,
  dice_coefficient: /\bmean_dice\b/,
  mean_average_precision: /\bmean_average_precision\b|"map_50"/,
  psnr: /psnr/i,
  ssim: /ssim/i,
  bleu: /bleu/i,
  rouge: /rouge/i,
  perplexity: /perplexity/i,
});

/** Whether metrics.json has what the words of an ask name. */
function isReported({ words }: Unsettled, { code, record: { data } }: ProjectView): boolean {
  const names = data === null ? [] : reportedNames(words, data);
  return names.length > 0 && names.every((name) => code.includes(`"${name}": `));
}

/** Parts of a longer file. */
const PARTS = /segment|chunk|excerpt|snippet|slice|window/i;

function when(isDone: boolean, why: string): Outcome {
  return isDone ? DONE : { status: 'unmet', why };
}

function replaced(by: string | null, why: string): Outcome {
  return by === null ? { status: 'unmet', why } : { status: 'substituted', by, why };
}

function replacedUnless(isDone: boolean, by: string, why: string): Outcome {
  return isDone ? DONE : replaced(by, why);
}

/** The value of a constant of the program, as text. */
function constantOf(code: string, name: string): string | null {
  return new RegExp(`^${name} = (.+)$`, 'm').exec(code)?.[1]?.trim() ?? null;
}

function has(code: string, name: string, value: FactValue): boolean {
  const text = constantOf(code, name);
  if (text === null) return false;
  if (typeof value === 'number' && Number(text) === value) return true;
  return text === renderLiteral(value);
}

/** The value of the first of these constants that the program has. */
function constant(...names: readonly string[]): Settler {
  return ({ value }, { code }) => {
    const name = names.find((other) => constantOf(code, other) !== null);
    if (name === undefined) return { status: 'unmet', why: 'the program has no such setting' };
    return has(code, name, value)
      ? DONE
      : {
          status: 'substituted',
          by: `${name} = ${constantOf(code, name)}`,
          why: 'the program has another value',
        };
  };
}

/** Whether the narrowest dense layer of a network that writes its input again has so many units. */
function isNarrowest(value: FactValue, { data, plan }: ProjectView['record']): boolean {
  const units = plan.layers.flatMap((layer) => /^Dense\((?:units=)?(\d+)/.exec(layer)?.[1] ?? []);
  return data?.target === 'anomaly' && units.length > 0 && Math.min(...units.map(Number)) === value;
}

/** Columns of a table, where no data say how many there are. */
function counted(countOf: (facts: KnownFacts) => number | null | undefined): Settler {
  return ({ value }, { found, record: { data } }) => {
    if (found !== null || data === null || !isOfColumns(data.kind)) return null;
    return countOf(knownFacts(data.facts)) === value
      ? DONE
      : { ...replaced('the columns that the data have', 'they are found there'), lacksData: true };
  };
}

function isOfColumns(kind: DataKind): boolean {
  return ['table', 'series'].includes(KINDS[kind].modality);
}

/** A constant, or an argument of a layer in the code or the plan. */
function sized(name: string, pattern: (value: string) => string, why: string): Settler {
  return ({ value }, { code }) =>
    when(has(code, name, value) || new RegExp(pattern(literal(value))).test(code), why);
}

const BLOCK = /^(?:Transformer|Decoder)Block\(/;

/** Blocks of a transformer, as many as stated. */
function blocks(layer: string): Settler {
  return ({ value, words }, { code, record }) => {
    const own = record.plan.layers.filter((text) => text.startsWith(`${layer}(`)).length;
    // "6 transformer blocks" are those of either side that the network has.
    const isBoth = !/coder/i.test(words) && record.plan.layers.some((text) => BLOCK.test(text));
    if (own === 0 && isBoth) return null;
    if (!code.includes(`${layer}(`) || own === 0)
      return when(false, 'the network is built of other blocks');
    return replacedUnless(own === value, `${own} of them`, 'the network has another number');
  };
}

/** A model that is no network, with which the project compares its network. */
function compared({ value }: Unsettled, { code, record }: ProjectView): Outcome | undefined {
  const model = classicalModel(String(value));
  if (model === null) return undefined;
  const made = madeModel(model.name, code);
  if (made === null && isLast(model, code)) return DONE;
  if (made === null) {
    const isClass = record.data?.target === 'class';
    if (isClass && model.classes === undefined) return when(false, 'it predicts numbers only');
    const isNumber = record.data?.target === 'number' || record.data?.target === 'future';
    return isNumber && model.numbers === undefined
      ? when(false, 'it predicts classes only')
      : undefined;
  }
  return model.isSubstitute === true
    ? replaced(
        `${/^\w+/.exec(made)?.[0] ?? 'another library'} in the comparison`,
        'the package of this name is too large to be part of a project',
      )
    : DONE;
}

/** The code of a model of `make_models`; null where the program has none of this name. */
function madeModel(name: string, code: string): string | null {
  const made = code.split(/^def make_models\(/m)[1]?.split(/^(?=\w)/m)[0] ?? '';
  const [, rest] = made.split(`"${name}": `);
  return rest?.split(/\n {8}(?:"|\})|\n {4}\}/)[0] ?? null;
}

/** The arguments of an ensemble that stacks models, the last of which learns from the others. */
function lastModel(code: string): string {
  return /\bStacking\w+\(([^]*?)\n {4}(?:models\[|return)/.exec(code)?.[1] ?? '';
}

function isLast({ classes, numbers }: ClassicalModel, code: string): boolean {
  return [classes, numbers].some(
    (last) => last !== undefined && lastModel(code).includes(`${last.name}(`),
  );
}

/** Ensembles of models that are no networks, by the way in which they answer together. */
const ENSEMBLES: Readonly<Record<string, RegExp>> = ownTable({
  stacking: /\bStacking(?:Classifier|Regressor)\(/,
  'hard voting': /\bVotingClassifier\((?![^=]*voting="soft")|\bVotingRegressor\(/,
  'soft voting': /\bVotingClassifier\([^=]*voting="soft"|\bVotingRegressor\(/,
});

/** An ensemble of models that are no networks; of networks its term says what shows it, but for one that is stacked. */
function joined({ value, words }: Unsettled, { code }: ProjectView): Outcome | undefined {
  const [way] = Array.isArray(value) ? value : [];
  if (ENSEMBLES[String(way)]?.test(code) === true) return DONE;
  return /stack/i.test(words) && code.includes('average_networks(')
    ? replaced('the mean answer of the networks', 'the program joins networks otherwise')
    : undefined;
}

/** A random change of images by the layer that makes it, and by its size where one is stated. */
function change(layer: string, rest = ''): Settler {
  return ({ value }, { code }) => {
    const size = typeof value === 'number' ? `${literal(value)}${rest}\\b` : '';
    const isThere = new RegExp(`${layer}\\(${size}`).test(code);
    return value === false ? when(!isThere, 'the program has it') : when(isThere, NOT_CHANGED);
  };
}

const NOT_CHANGED = 'the program does not change its training items so';

const NO_FILE = 'the program writes no other file';
/** Packages and methods of search that a project does without. */
const FOREIGN_SEARCH = /optuna|tuner|hyperopt|bayesian/;

/** A penalty on kernels; of one that is named without a factor, any. */
function penalty(names: string): Settler {
  return ({ value }, { code }) => {
    const own = new RegExp(`regularizers\\.L\\w+\\([^)]*?(?<=${names})([\\d.e-]+)`).exec(code)?.[1];
    if (value === false) return when(own === undefined, 'the program has it');
    const isSame = value === true || Number(own) === value;
    return when(own !== undefined && isSame, 'no layer of the program has such a penalty');
  };
}

/** An argument of the optimizer: of a stated value, or of any where none is stated. */
function optimizing(names: string): Settler {
  return ({ value }, { code, record }) => {
    const found = new RegExp(
      `optimizers\\.\\w+\\((?:[^()]|\\([^()]*\\))*?\\b(?:${names})=([\\w.-]+)`,
    ).exec(code)?.[1];
    if (value === false) return when(found === undefined, 'the optimizer has it');
    const isDone = typeof value === 'number' ? Number(found) === value : found !== undefined;
    return when(isDone, `${String(record.plan.hyperparameters.optimizer)} has no such argument`);
  };
}

/** A stated number of the loss that the model is compiled with. */
function ofLoss(loss: string, argument: string): Settler {
  return ({ value }, { code }) =>
    when(
      new RegExp(`losses\\.\\w*${loss}\\([^()]*\\b${argument}=${literal(value)}(?![\\d.])`).test(
        code,
      ),
      'the loss of the program has no such number',
    );
}

function argument(names: string): Settler {
  return ({ value }, { code }) =>
    when(
      new RegExp(`\\b(?:${names})[=(]\\s*${literal(value)}\\b`).test(code),
      'no part of the program sets it',
    );
}

/** A span is stated in a unit of time; the program counts steps of its data. */
function span(name: string): Settler {
  return ({ value, words }, { code }) => {
    const own = Number(constantOf(code, name));
    // The length of a text is asked for by itself.
    const isLength = /\bsequence\b/i.test(words) && /^(?:SEQUENCE|SOURCE)_LENGTH = /m.test(code);
    if ((Number.isNaN(own) || own === 0) && isLength) return null;
    if (Number.isNaN(own) || own === 0)
      return { status: 'unmet', why: 'the program does not cut windows in time' };
    return sameSpan(value, own)
      ? DONE
      : {
          status: 'substituted',
          by: `${name} = ${own}`,
          why: 'the data have too few steps, or their step is another',
        };
  };
}

/** Layers of a kind in the plan, without the head: their number, or their units one by one. */
function layers(kinds: string): Settler {
  const pattern = new RegExp(`\\b(?:${kinds})\\((?:units=)?(\\d+)`);
  return ({ value }, { record }) => {
    const own = record.plan.layers
      .slice(0, -1)
      .flatMap((layer) => pattern.exec(layer)?.[1] ?? [])
      .map(Number);
    const isSame = Array.isArray(value) ? value.join() === own.join() : own.length === value;
    return isSame
      ? DONE
      : replaced(
          own.length === 0 ? null : own.join(', '),
          'the program for these data has its own layers',
        );
  };
}

/** What the words of a phrase begin with. */
function stemsOf(words: string): readonly string[] {
  return (words.toLowerCase().match(/\p{L}[\p{L}\d]{2,}/gu) ?? [])
    .filter((word) => !FUNCTION_WORDS.test(word))
    .map((word) => word.replace(/(?:ies|es|s|ing|ed)$/, ''))
    .filter((stem) => stem.length >= 3);
}

const FUNCTION_WORDS =
  /^(?:the|and|with|for|from|that|this|each|per|only|are|has|must|should|into)$/;

/** How code writes what a number counts. */
const WRITTEN: readonly (readonly [RegExp, string])[] = [
  [/filter|feature map/, 'Conv\\dD|FILTERS'],
  [/neuron|unit|dense/, 'Dense|UNITS'],
  [/head/, 'HEADS|MultiHeadAttention'],
];

/** Whether one line of code has the number and names what it is of; of several, whether they follow one another. */
function showsNumbers(code: string, numbers: readonly string[], words: string): boolean {
  const forms = numbers.map((number) => {
    const digits = number.replace(/[%k,].*$/, '').replaceAll(',', '');
    const value = number.endsWith('k') ? Number(digits) * 1000 : Number(digits);
    return Number.isNaN(value)
      ? escapePattern(number)
      : [
          ...new Set([
            digits,
            String(value),
            ...(number.endsWith('%') ? [String(value / 100)] : []),
          ]),
        ]
          .map(escapePattern)
          .join('|');
  });
  const said = words.toLowerCase();
  const names = [
    ...stemsOf(words).filter((stem) => stem.length >= 4),
    ...WRITTEN.flatMap(([heard, written]) => (heard.test(said) ? [written] : [])),
  ];
  if (names.length === 0) return false;
  const number = forms
    .map((form) => `\\b(?:${form})\\b(?!\\.\\d)`)
    .join('[^\\n]{0,40}\\n?[^\\n]{0,80}?');
  return new RegExp(`^[^\\n]*(?:${names.join('|')})[^\\n]*?${number}`, 'im').test(code);
}

/** Blocks one by one, or their number in a network of KerasHub, which has one of both halves. */
function blocksOf(name: string): Settler {
  return (ask, view) =>
    ['ENCODER_LAYERS', 'DECODER_LAYERS', 'num_layers'].some((setting) =>
      new RegExp(`\\b${setting} ?= ?${literal(ask.value)}\\b`).test(view.code),
    )
      ? DONE
      : blocks(name)(ask, view);
}

/** A file, a folder or another name that the program has as a text. */
function named(what: string): Settler {
  return ({ value }, { code, found, record: { data } }) => {
    const name = String(value);
    const { TABLE_FILES: tables } = knownFacts(data?.facts ?? {});
    if (tables?.includes(name) === true) return DONE;
    if (
      code.includes(JSON.stringify(name).slice(1, -1)) &&
      new RegExp(`["'][^"'\n]*${escapePattern(name)}[^"'\n]*["']`).test(code)
    )
      return DONE;
    const things = what === 'name' ? 'values' : `${what}s`;
    return found === null
      ? {
          status: 'substituted',
          by: `the ${things} that the data have`,
          why: 'no data were given in which to find it',
          lacksData: true,
        }
      : { status: 'unmet', why: `no part of the program reads a ${what} of this name` };
  };
}

function settleClasses({ value }: Unsettled, { found, record, code }: ProjectView): Outcome {
  const names = Array.isArray(value) ? value.map(String) : [];
  if (record.data?.facts['CLASS_COUNT'] === undefined) return when(false, 'the target is no class');
  if (found !== null) {
    const { CLASS_SPELLINGS: spelt } = knownFacts(record.data.facts);
    const known = [...found.classes, ...(spelt ?? []).map(([, name]) => name)];
    const missing = names.filter((name) => !known.some((other) => isSameClass(other, name)));
    return missing.length === 0
      ? DONE
      : replaced(
          found.classes.slice(0, 10).join(', ') || null,
          `the data have no class ${missing.join(', ')}`,
        );
  }
  const isNamed = names.every((name) => code.includes(renderLiteral(name)));
  const isCounted = record.data.facts['CLASS_COUNT'] === names.length;
  if (isNamed) return DONE;
  const why = 'they are read from the data, in alphabetical order';
  return isCounted
    ? { ...replaced('the class names that the data have', why), lacksData: true }
    : { ...when(false, 'the plan has another number of classes'), lacksData: true };
}

/** Also "drums" for the class drum. */
function isSameClass(left: string, right: string): boolean {
  return isSameName(left.replace(/s$/i, ''), right.replace(/s$/i, ''));
}

/** Names but for case, spaces and marks. */
function isSameName(left: unknown, right: unknown): boolean {
  const plain = (name: unknown): string =>
    String(name)
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '');
  return plain(left) === plain(right);
}

function literal(value: FactValue): string {
  return String(value).replaceAll('.', '\\.');
}

function columnWords(value: FactValue | undefined): string {
  return typeof value === 'number' ? `column ${value + 1}` : `the column ${String(value)}`;
}

function layerWords(planLayers: readonly string[]): string {
  return planLayers.slice(0, 3).join(', ');
}
