import type { NameRule } from './vocabulary.ts';

/** Letters of the name -> Keras class. */
export const OPTIMIZERS: Readonly<Record<string, string>> = {
  adam: 'Adam',
  adamoptimizer: 'Adam',
  adamw: 'AdamW',
  sgd: 'SGD',
  gradientdescent: 'SGD',
  momentum: 'SGD',
  rmsprop: 'RMSprop',
  adamax: 'Adamax',
  nadam: 'Nadam',
  adadelta: 'Adadelta',
  adagrad: 'Adagrad',
  ftrl: 'Ftrl',
  lion: 'Lion',
  adafactor: 'Adafactor',
  muon: 'Muon',
};

const adam = (reason: string) => ({ with: 'Adam', reason });

/** Tried in the order of their place in the text; at the same place the earlier row wins. */
export const OPTIMIZER_RULES: readonly NameRule[] = [
  [/\b(?:rectified ?adam|radam)\b/, 'RectifiedAdam', adam('Keras has no rectified Adam')],
  [
    /\blookahead\b.*\bsgd\b/,
    'Lookahead',
    { with: 'SGD', reason: 'Keras has no Lookahead; its inner optimizer is used' },
  ],
  [
    /\blookahead\b.*\badamw\b/,
    'Lookahead',
    { with: 'AdamW', reason: 'Keras has no Lookahead; its inner optimizer is used' },
  ],
  [/\blookahead\b/, 'Lookahead', adam('Keras has no Lookahead; its inner optimizer is used')],
  [/\badabelief\w*/, 'AdaBelief', adam('Keras has no AdaBelief')],
  [/\bnovograd\b/, 'NovoGrad', adam('Keras has no NovoGrad')],
  [/\blamb\b/, 'Lamb', { with: 'AdamW', reason: 'LAMB is for very large batches' }],
  [/\b(?:l ?bfgs|bfgs|newton|conjugate)\b/, 'LBFGS', adam('Keras has no second-order optimizer')],
  [
    /\bvariational ?online ?ga?ua?ss\w*/,
    'VariationalOnlineGaussNewton',
    adam('Keras has no variational optimizer'),
  ],
  [
    /\b(?:light ?gbm|lgbm|xgb|xgboost|cat ?boost)\w*/,
    'GradientBoosting',
    adam('boosted trees are trained without an optimizer; the network needs one'),
  ],
  [
    /\bswa\b|stochastic weight averag/,
    'SWA',
    adam('weight averaging is not an optimizer; Adam takes the steps'),
  ],
  [
    /\bcustom\b(?!.*\b(?:adam|sgd|rmsprop)\b)/,
    'custom',
    adam('the custom optimizer is not described'),
  ],
  [/\badamw\b|\badam w\b/, 'AdamW'],
  [/\bnadam\b/, 'Nadam'],
  [/\badamax\b/, 'Adamax'],
  [/\badadelta\b/, 'Adadelta'],
  [/\badagrad\b/, 'Adagrad'],
  [/\badafactor\b/, 'Adafactor'],
  [/\brms ?prop\b/, 'RMSprop'],
  [/\bftrl\b/, 'Ftrl'],
  [/\blion\b/, 'Lion'],
  [/\bsgd\b|gradient descent/, 'SGD'],
  [/adam/, 'Adam'],
];
