import { ownTable } from '../core/index.ts';

/** A class of a library that is fitted beside the network. */
export interface Estimator {
  readonly module: string;
  readonly name: string;
  /** Argument -> code, of what is not the library's default. */
  readonly options: Readonly<Record<string, string>>;
}

/** A model that is no network: how it is called, how it is made, and which of its settings may be stated. */
export interface ClassicalModel {
  /** In the table that compares models. */
  readonly name: string;
  readonly said: RegExp;
  readonly classes?: Estimator;
  readonly numbers?: Estimator;
  /** Over TF-IDF weights, where it is another than over columns. */
  readonly texts?: {
    readonly classes?: Estimator;
    readonly numbers?: Estimator;
    readonly settings?: ClassicalModel['settings'];
  };
  /** Whether it wants columns of like scale. */
  readonly isScaled?: true;
  /** Stated setting -> argument. */
  readonly settings: Readonly<Partial<Record<ClassicalSetting, string>>>;
  /** Whether another library is fitted in place of the one that is named. */
  readonly isSubstitute?: true;
}

/** Settings that a requirement may state beside such a model. */
export type ClassicalSetting =
  | 'trees'
  | 'depth'
  | 'rate'
  | 'leaves'
  | 'leaf items'
  | 'split items'
  | 'child weight'
  | 'row share'
  | 'column share'
  | 'features'
  | 'strength'
  | 'alpha'
  | 'lambda'
  | 'L1 share'
  | 'kernel'
  | 'degree'
  | 'gamma'
  | 'neighbours'
  | 'weights'
  | 'distance'
  | 'criterion'
  | 'iterations';

const SEEDED = { random_state: 'SEED' };
const FOREST = { n_estimators: '300', ...SEEDED };
const XGBOOST = { n_estimators: '300', learning_rate: '0.1', ...SEEDED };
const LIGHTGBM = { n_estimators: '300', learning_rate: '0.05', ...SEEDED, verbose: '-1' };

const TREE_SETTINGS = {
  depth: 'max_depth',
  'leaf items': 'min_samples_leaf',
  'split items': 'min_samples_split',
  criterion: 'criterion',
  leaves: 'max_leaf_nodes',
} as const;
const FOREST_SETTINGS = {
  ...TREE_SETTINGS,
  trees: 'n_estimators',
  features: 'max_features',
} as const;
const HISTOGRAM_SETTINGS = {
  trees: 'max_iter',
  iterations: 'max_iter',
  depth: 'max_depth',
  rate: 'learning_rate',
  leaves: 'max_leaf_nodes',
  'leaf items': 'min_samples_leaf',
} as const;
const BOOSTER_SETTINGS = {
  trees: 'n_estimators',
  iterations: 'n_estimators',
  depth: 'max_depth',
  rate: 'learning_rate',
  'row share': 'subsample',
  'column share': 'colsample_bytree',
  'child weight': 'min_child_weight',
  lambda: 'reg_lambda',
  alpha: 'reg_alpha',
} as const;

const LIGHT = {
  classes: estimator('lightgbm', 'LGBMClassifier', LIGHTGBM),
  numbers: estimator('lightgbm', 'LGBMRegressor', LIGHTGBM),
  settings: { ...BOOSTER_SETTINGS, leaves: 'num_leaves', 'leaf items': 'min_child_samples' },
} as const;
const HISTOGRAM = {
  classes: estimator('sklearn.ensemble', 'HistGradientBoostingClassifier', SEEDED),
  numbers: estimator('sklearn.ensemble', 'HistGradientBoostingRegressor', SEEDED),
  // It takes no sparse weights.
  texts: LIGHT,
  settings: HISTOGRAM_SETTINGS,
} as const;

/** In the order of the comparison; the first whose words are found is the one that is meant. */
export const CLASSICAL_MODELS: readonly ClassicalModel[] = [
  {
    name: 'logistic regression',
    said: /logistic/,
    classes: estimator('sklearn.linear_model', 'LogisticRegression', { max_iter: '2000' }),
    isScaled: true,
    settings: { strength: 'C', iterations: 'max_iter' },
  },
  {
    name: 'linear regression',
    said: /linear regress|ordinary least squares/,
    numbers: estimator('sklearn.linear_model', 'LinearRegression'),
    isScaled: true,
    settings: {},
  },
  {
    name: 'ridge regression',
    said: /ridge/,
    numbers: estimator('sklearn.linear_model', 'Ridge'),
    isScaled: true,
    settings: { alpha: 'alpha' },
  },
  {
    name: 'lasso',
    said: /lasso/,
    numbers: estimator('sklearn.linear_model', 'Lasso', { alpha: '0.01' }),
    isScaled: true,
    settings: { alpha: 'alpha', iterations: 'max_iter' },
  },
  {
    name: 'elastic net',
    said: /elastic/,
    numbers: estimator('sklearn.linear_model', 'ElasticNet', { alpha: '0.01' }),
    isScaled: true,
    settings: { alpha: 'alpha', 'L1 share': 'l1_ratio', iterations: 'max_iter' },
  },
  {
    name: 'random forest',
    said: /forest/,
    classes: estimator('sklearn.ensemble', 'RandomForestClassifier', FOREST),
    numbers: estimator('sklearn.ensemble', 'RandomForestRegressor', FOREST),
    settings: FOREST_SETTINGS,
  },
  {
    name: 'extra trees',
    said: /extra|extremely/,
    classes: estimator('sklearn.ensemble', 'ExtraTreesClassifier', FOREST),
    numbers: estimator('sklearn.ensemble', 'ExtraTreesRegressor', FOREST),
    settings: FOREST_SETTINGS,
  },
  {
    name: 'bagging',
    said: /bagging/,
    classes: estimator('sklearn.ensemble', 'BaggingClassifier', { n_estimators: '50', ...SEEDED }),
    numbers: estimator('sklearn.ensemble', 'BaggingRegressor', { n_estimators: '50', ...SEEDED }),
    settings: { trees: 'n_estimators', 'row share': 'max_samples', 'column share': 'max_features' },
  },
  {
    name: 'XGBoost',
    said: /xgb/,
    classes: estimator('xgboost', 'XGBClassifier', XGBOOST),
    numbers: estimator('xgboost', 'XGBRegressor', XGBOOST),
    settings: { ...BOOSTER_SETTINGS, gamma: 'gamma', leaves: 'max_leaves' },
  },
  {
    name: 'LightGBM',
    said: /lgb|light/,
    ...LIGHT,
  },
  {
    name: 'gradient boosting for CatBoost',
    said: /cat/,
    ...HISTOGRAM,
    isSubstitute: true,
  },
  {
    name: 'AdaBoost',
    said: /ada/,
    classes: estimator('sklearn.ensemble', 'AdaBoostClassifier', SEEDED),
    numbers: estimator('sklearn.ensemble', 'AdaBoostRegressor', SEEDED),
    settings: { trees: 'n_estimators', rate: 'learning_rate' },
  },
  { name: 'gradient boosting', said: /boost|gbm/, ...HISTOGRAM },
  {
    name: 'decision tree',
    said: /decision tree/,
    classes: estimator('sklearn.tree', 'DecisionTreeClassifier', SEEDED),
    numbers: estimator('sklearn.tree', 'DecisionTreeRegressor', SEEDED),
    settings: TREE_SETTINGS,
  },
  {
    name: 'support vector machine',
    said: /svm|svc|svr|support vector/,
    classes: estimator('sklearn.svm', 'SVC'),
    numbers: estimator('sklearn.svm', 'SVR'),
    isScaled: true,
    settings: { strength: 'C', kernel: 'kernel', gamma: 'gamma', degree: 'degree' },
  },
  {
    name: 'nearest neighbours',
    said: /k.?nn|neighbou?r/,
    classes: estimator('sklearn.neighbors', 'KNeighborsClassifier'),
    numbers: estimator('sklearn.neighbors', 'KNeighborsRegressor'),
    isScaled: true,
    settings: { neighbours: 'n_neighbors', weights: 'weights', distance: 'metric' },
  },
  {
    name: 'naive Bayes',
    said: /bayes/,
    classes: estimator('sklearn.naive_bayes', 'GaussianNB'),
    texts: { classes: estimator('sklearn.naive_bayes', 'MultinomialNB') },
    isScaled: true,
    settings: {},
  },
];

/** The model that words name; null where it is none of the table. */
export function classicalModel(words: string): ClassicalModel | null {
  const said = words.toLowerCase();
  return CLASSICAL_MODELS.find((model) => model.said.test(said)) ?? null;
}

interface SettingRow {
  /** Expressions over lower-case text; the first group that took part is the value. */
  readonly heard: readonly string[];
  /** Words -> the value, where it is no number. */
  readonly values?: Readonly<Record<string, string>>;
}

const IS = String.raw`(?: ?[=:] ?| of | is | to | at | )`;
const COUNT = String.raw`(\d+)`;
const NUMBER = String.raw`(\d*\.?\d+(?:e-?\d+)?)`;
const KERNELS = 'rbf|radial(?: basis(?: function)?)?|gaussian|linear|poly(?:nomial)?|sigmoid';

/** How settings are stated. */
export const CLASSICAL_SETTINGS: Readonly<Record<ClassicalSetting, SettingRow>> = {
  trees: {
    heard: [
      String.raw`${COUNT} (?:decision |boosted )?(?:trees|estimators)`,
      String.raw`(?:n_estimators|num(?:ber)?(?: of|_) ?(?:trees|estimators))${IS}${COUNT}`,
    ],
  },
  depth: {
    heard: [
      String.raw`(?:max(?:imum|imal)?[_ -])?(?:tree )?depth${IS}${COUNT}`,
      String.raw`${COUNT} levels`,
    ],
  },
  rate: { heard: [String.raw`(?:learning[_ -]?rate|lr|eta|shrinkage)${IS}${NUMBER}`] },
  leaves: {
    heard: [
      String.raw`${COUNT} leaves`,
      String.raw`(?:num[_ ]leaves|max[_ ]leaf[_ ]nodes)${IS}${COUNT}`,
    ],
  },
  'leaf items': {
    heard: [
      String.raw`min(?:imum)?[_ ](?:samples|items)[_ ](?:per |in a |a )?leaf${IS}${COUNT}`,
      String.raw`min[_ ]child[_ ]samples${IS}${COUNT}`,
    ],
  },
  'split items': { heard: [String.raw`min(?:imum)?[_ ]samples[_ ]split${IS}${COUNT}`] },
  'row share': {
    heard: [
      String.raw`sub[_ -]?sampl(?:e|ing)(?: (?:rate|ratio))?${IS}${NUMBER}`,
      String.raw`bagging[_ ]fraction${IS}${NUMBER}`,
    ],
  },
  'column share': {
    heard: [
      String.raw`col(?:umn)?[_ ]?sample(?:[_ ]?by[_ ]?tree)?${IS}${NUMBER}`,
      String.raw`feature[_ ]fraction${IS}${NUMBER}`,
    ],
  },
  'child weight': { heard: [String.raw`min(?:imum)?[_ ]child[_ ]weight${IS}${NUMBER}`] },
  features: {
    heard: [
      String.raw`max[_ ]features${IS}["']?(sqrt|log2)["']?`,
      String.raw`max[_ ]features${IS}${NUMBER}`,
    ],
  },
  lambda: { heard: [String.raw`(?:lambda|reg_lambda)${IS}${NUMBER}`] },
  strength: { heard: [String.raw`c${IS}${NUMBER}`] },
  alpha: { heard: [String.raw`(?:alpha|reg_alpha|penalty)${IS}${NUMBER}`] },
  'L1 share': { heard: [String.raw`l1[_ -]?(?:ratio|share)${IS}${NUMBER}`] },
  kernel: {
    heard: [String.raw`(${KERNELS})(?:[ -]kernel)`, String.raw`kernel${IS}["']?(${KERNELS})["']?`],
    values: ownTable({
      radial: 'rbf',
      'radial basis': 'rbf',
      'radial basis function': 'rbf',
      gaussian: 'rbf',
      polynomial: 'poly',
    }),
  },
  degree: { heard: [String.raw`degree${IS}${COUNT}`] },
  gamma: { heard: [String.raw`gamma${IS}${NUMBER}`, String.raw`gamma${IS}["']?(scale|auto)["']?`] },
  neighbours: {
    heard: [
      String.raw`(?:k|n_neighbou?rs|number of neighbou?rs)${IS}${COUNT}`,
      String.raw`${COUNT} (?:nearest )?neighbou?rs`,
    ],
  },
  weights: {
    heard: [
      String.raw`(distance|uniform)(?:[ -]based)?[ -]weight(?:s|ing|ed)?`,
      String.raw`weights${IS}["']?(?:by )?(distance|uniform)["']?`,
    ],
  },
  distance: {
    heard: [String.raw`(euclidean|manhattan|cosine|chebyshev)(?: distance| metric)`],
  },
  criterion: {
    heard: [
      String.raw`(gini|entropy)(?: criterion| impurity)?`,
      String.raw`criterion${IS}["']?(gini|entropy)["']?`,
    ],
  },
  iterations: {
    heard: [
      String.raw`${COUNT} (?:boosting )?(?:rounds|iterations)`,
      String.raw`(?:max_iter|iterations)${IS}${COUNT}`,
    ],
  },
};

function estimator(
  module: string,
  name: string,
  options: Readonly<Record<string, string>> = {},
): Estimator {
  return { module, name, options };
}
