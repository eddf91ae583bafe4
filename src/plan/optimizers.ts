import { ownTable } from '../core/index.ts';
import type { NameWords, OtherName } from './names.ts';

/** Optimizers of Keras 3.15 by the name of their class, which takes the learning rate first; an added one is a row. */
export const OPTIMIZERS = {
  Adam: { words: ['adam'], written: /adam/ },
  AdamW: { words: ['adam w', 'adam with decoupled weight decay'] },
  Adamax: { words: ['adamax'] },
  Nadam: { words: ['nadam', 'nesterov adam'] },
  SGD: {
    words: ['sgd', 'stochastic gradient descent'],
    beside: ['gradient descent', 'momentum', 'nesterov'],
  },
  RMSprop: { words: ['rms prop'] },
  Adagrad: { words: ['ada grad'] },
  Adadelta: { words: ['ada delta'] },
  Adafactor: { words: ['ada factor'] },
  Ftrl: { words: ['ftrl', 'follow the regularized leader'] },
  Lion: { words: [], beside: ['lion'] },
  Lamb: { words: [], beside: ['lamb'] },
  Muon: { words: [], beside: ['muon'] },
  ScheduleFreeAdamW: { words: ['schedule free adam', 'schedule free adam w'] },
} as const satisfies Record<string, NameWords>;

export type OptimizerName = keyof typeof OPTIMIZERS;

const INNER = 'Keras has no Lookahead; its inner optimizer is used';

/** Optimizers that Keras has no equivalent of. */
export const OTHER_OPTIMIZERS: Readonly<Record<string, OtherName<OptimizerName>>> = ownTable({
  RectifiedAdam: {
    words: ['rectified adam', 'r adam'],
    with: ['Adam'],
    reason: 'Keras has no rectified Adam',
  },
  LookaheadSGD: {
    words: [],
    written: /\blookahead\b.*\bsgd\b/,
    with: ['SGD'],
    reason: INNER,
  },
  LookaheadAdamW: {
    words: [],
    written: /\blookahead\b.*\badam ?w\b/,
    with: ['AdamW'],
    reason: INNER,
  },
  Lookahead: { words: ['lookahead'], with: ['Adam'], reason: INNER },
  AdaBelief: {
    words: ['ada belief', 'ada belief optimizer'],
    with: ['Adam'],
    reason: 'Keras has no AdaBelief',
  },
  NovoGrad: { words: ['novo grad'], with: ['Adam'], reason: 'Keras has no NovoGrad' },
  LBFGS: {
    words: ['l bfgs', 'bfgs'],
    beside: ['newton', 'quasi newton', 'conjugate gradient', 'second order'],
    written: /\b(?:newton|conjugate)\b/,
    with: ['Adam'],
    reason: 'Keras has no second-order optimizer',
  },
  VariationalOnlineGaussNewton: {
    words: ['variational online gauss newton', 'vogn'],
    written: /\bvariational ?online ?ga?ua?ss\w*/,
    with: ['Adam'],
    reason: 'Keras has no variational optimizer',
  },
  GradientBoosting: {
    words: [],
    written: /\b(?:light ?gbm|lgbm|xgb|xgboost|cat ?boost)\w*/,
    with: ['Adam'],
    reason: 'boosted trees are trained without an optimizer; the network needs one',
  },
  SWA: {
    words: ['stochastic weight averaging'],
    beside: ['swa'],
    written: /\bswa\b/,
    with: ['Adam'],
    reason: 'weight averaging is not an optimizer; Adam takes the steps',
  },
  custom: {
    words: [],
    written: /\bcustom\b/,
    with: ['Adam'],
    reason: 'the custom optimizer is not described',
    vague: true,
  },
});
