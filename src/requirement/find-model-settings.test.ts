import { expect, test } from 'vitest';
import { readRequirement } from './read-requirement.ts';

/** A text, what is stated of models that are no networks, and what of the network. */
const SETTINGS: readonly (readonly [text: string, stated: readonly string[], ofNetwork: string])[] =
  [
    [
      'XGBoost with max depth 6 and learning rate 0.05; learning rate 0.002',
      ['XGBoost depth 6', 'XGBoost rate 0.05'],
      '0.002',
    ],
    ['compare it with XGBoost. Learning rate 0.01', [], '0.01'],
    ['XGBoost, learning rate 0.01', [], '0.01'],
    ['a random forest with 500 trees', ['random forest trees 500'], ''],
    ['a 200-tree random forest', ['random forest trees 200'], ''],
    ['random forest of 50 trees, SVM', ['random forest trees 50'], ''],
    [
      'random forest and extra trees, both with 200 trees',
      ['random forest trees 200', 'extra trees trees 200'],
      '',
    ],
    ['SVM with an RBF kernel', ['support vector machine kernel rbf'], ''],
    ['a linear SVM', ['support vector machine kernel linear'], ''],
    [
      'SVM using a polynomial kernel of degree 3 and C of 10',
      [
        'support vector machine kernel poly',
        'support vector machine degree 3',
        'support vector machine strength 10',
      ],
      '',
    ],
    ['KNN with k = 5', ['nearest neighbours neighbours 5'], ''],
    ['KNN (7 neighbours)', ['nearest neighbours neighbours 7'], ''],
    [
      'XGBClassifier(n_estimators=200, max_depth=4, subsample=0.8)',
      ['XGBoost trees 200', 'XGBoost depth 4', 'XGBoost row share 0.8'],
      '',
    ],
    [
      'elastic net (alpha 0.1, l1 ratio 0.5)',
      ['elastic net alpha 0.1', 'elastic net L1 share 0.5'],
      '',
    ],
    ['logistic regression with max depth 3', ['logistic regression depth 3'], ''],
    ['an LSTM with 3 trees', [], ''],
    [
      'XGBoost regressor to predict prices with n_estimators=1000, subsample=0.8 and reg_lambda 2',
      ['XGBoost trees 1000', 'XGBoost row share 0.8', 'XGBoost lambda 2'],
      '',
    ],
    [
      'XGBoost, 300 trees, max depth 4, learning rate 0.05',
      ['XGBoost trees 300', 'XGBoost depth 4', 'XGBoost rate 0.05'],
      '',
    ],
    [
      'LightGBM, learning rate of 0.03, 31 leaves, feature fraction 0.8, bagging fraction 0.7',
      ['LightGBM leaves 31', 'LightGBM column share 0.8', 'LightGBM row share 0.7'],
      '0.03',
    ],
    ['compare a random forest and XGBoost, n_estimators=200', [], ''],
    ['compare a U-Net of depth 4 with a random forest', [], ''],
  ];

test.each(SETTINGS)('%s', (text, stated, ofNetwork) => {
  const { asks } = readRequirement({ text, attributes: '' });
  const settings = asks.flatMap(({ name, value }) =>
    name === 'model setting' && Array.isArray(value) ? [value.join(' ')] : [],
  );
  expect(settings.toSorted()).toEqual([...stated].toSorted());
  const rate = asks.find(({ kind, name }) => kind === 'training' && name === 'learning rate');
  expect(String(rate?.value ?? '')).toBe(ofNetwork);
});

/** A text, and how which models answer together. */
const ENSEMBLES: readonly (readonly [text: string, joined: readonly string[]])[] = [
  ['an ensemble of LGBM and XGBoost', ['soft voting, XGBoost, LightGBM']],
  [
    'combine the predictions of SVM and kNN',
    ['soft voting, support vector machine, nearest neighbours'],
  ],
  ['majority vote of SVM and kNN', ['hard voting, support vector machine, nearest neighbours']],
  ['compare SVM, kNN and an ensemble of them', ['soft voting']],
  [
    'compare SVM; combine a random forest and XGBoost by voting and by stacking',
    ['soft voting, random forest, XGBoost', 'stacking, random forest, XGBoost'],
  ],
  [
    'a blend of XGBoost, LightGBM and a neural network',
    ['soft voting, XGBoost, LightGBM', 'with the network'],
  ],
  ['a stacked LSTM; compare it with a random forest and an SVM', []],
  ['predict the voting of towns with a random forest', []],
  ['combine texts and images', []],
];

test.each(ENSEMBLES)('%s', (text, joined) => {
  const { asks } = readRequirement({ text, attributes: '' });
  const found = asks.flatMap(({ name, value }) => {
    if (name === 'ensemble with the network') return ['with the network'];
    return name === 'ensemble' && Array.isArray(value) ? [value.join(', ')] : [];
  });
  const inOrder = (texts: readonly string[]): readonly string[] =>
    texts.map((one) => one.split(', ').toSorted().join()).toSorted();
  expect(inOrder(found)).toEqual(inOrder(joined));
});
