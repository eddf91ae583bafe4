import { CLASSICAL_NAMES, CLASSICAL_WORDS } from '../plan/index.ts';
import type { DataSpec } from '../artifacts/index.ts';
import { inputForm } from '../kinds/index.ts';
import { isAsked, type Technique, type TechniqueEdit, type TechniqueUse } from './technique.ts';

/** A model of scikit-learn: how it is asked for, and the expressions that make it. */
interface Compared {
  readonly name: string;
  readonly said: RegExp;
  readonly classes?: Estimator;
  readonly numbers?: Estimator;
  /** For the weights of words, where it is another than for columns. */
  readonly texts?: Estimator;
}

interface Estimator {
  readonly code: string;
  readonly imported: string;
  /** Whether it wants columns of like scale. */
  readonly isScaled?: true;
}

const COMPARED: readonly Compared[] = [
  {
    name: 'logistic regression',
    said: /logistic/,
    classes: {
      code: 'LogisticRegression(max_iter=2000)',
      imported: 'from sklearn.linear_model import LogisticRegression',
      isScaled: true,
    },
  },
  {
    name: 'linear regression',
    said: /linear regression|ordinary least squares/,
    numbers: {
      code: 'LinearRegression()',
      imported: 'from sklearn.linear_model import LinearRegression',
      isScaled: true,
    },
  },
  {
    name: 'ridge regression',
    said: /ridge/,
    numbers: {
      code: 'Ridge()',
      imported: 'from sklearn.linear_model import Ridge',
      isScaled: true,
    },
  },
  {
    name: 'lasso',
    said: /lasso/,
    numbers: {
      code: 'Lasso()',
      imported: 'from sklearn.linear_model import Lasso',
      isScaled: true,
    },
  },
  {
    name: 'random forest',
    said: /forest/,
    classes: {
      code: 'RandomForestClassifier(n_estimators=300, random_state=SEED)',
      imported: 'from sklearn.ensemble import RandomForestClassifier',
    },
    numbers: {
      code: 'RandomForestRegressor(n_estimators=300, random_state=SEED)',
      imported: 'from sklearn.ensemble import RandomForestRegressor',
    },
  },
  {
    name: 'gradient boosting',
    said: /boost|gbm/,
    classes: {
      code: 'HistGradientBoostingClassifier(random_state=SEED)',
      imported: 'from sklearn.ensemble import HistGradientBoostingClassifier',
    },
    numbers: {
      code: 'HistGradientBoostingRegressor(random_state=SEED)',
      imported: 'from sklearn.ensemble import HistGradientBoostingRegressor',
    },
  },
  {
    name: 'decision tree',
    said: /decision tree/,
    classes: {
      code: 'DecisionTreeClassifier(random_state=SEED)',
      imported: 'from sklearn.tree import DecisionTreeClassifier',
    },
    numbers: {
      code: 'DecisionTreeRegressor(random_state=SEED)',
      imported: 'from sklearn.tree import DecisionTreeRegressor',
    },
  },
  {
    name: 'support vector machine',
    said: /svm|svc|svr|support vector/,
    classes: { code: 'SVC()', imported: 'from sklearn.svm import SVC', isScaled: true },
    numbers: { code: 'SVR()', imported: 'from sklearn.svm import SVR', isScaled: true },
  },
  {
    name: 'nearest neighbours',
    said: /knn|nearest neighbou?r/,
    classes: {
      code: 'KNeighborsClassifier()',
      imported: 'from sklearn.neighbors import KNeighborsClassifier',
      isScaled: true,
    },
    numbers: {
      code: 'KNeighborsRegressor()',
      imported: 'from sklearn.neighbors import KNeighborsRegressor',
      isScaled: true,
    },
  },
  {
    name: 'naive Bayes',
    said: /naive bayes/,
    classes: {
      code: 'GaussianNB()',
      imported: 'from sklearn.naive_bayes import GaussianNB',
      isScaled: true,
    },
    texts: {
      code: 'MultinomialNB()',
      imported: 'from sklearn.naive_bayes import MultinomialNB',
    },
  },
];

/** Texts are weighed by their words, which these models do not take. */
const DENSE_ONLY = /HistGradientBoosting/;

/** The model of scikit-learn that words name; null where none can be compared. */
export function comparedName(words: string): string | null {
  return COMPARED.find(({ said }) => said.test(words))?.name ?? null;
}

/** A line of `measure_test` behind its own report. */
function afterReport(line: string): TechniqueEdit {
  return {
    find: /^ {4}report_items\(model, items, truth, scores, state, output_dir\)$/m,
    put: `$&\n    ${line}`,
  };
}

/** What is measured and drawn on the test split. */
export const EVALUATION_TECHNIQUES: readonly Technique[] = [
  {
    name: 'comparison with models of scikit-learn',
    use: (asked, data) => {
      const words = CLASSICAL_NAMES.flatMap((name) => asked.phrases(`architecture ${name}`)).join(
        ' ',
      );
      const named = COMPARED.filter(({ said }) => said.test(words));
      if (named.length > 0) return compare(named, data);
      const isOpen = asked
        .phrases('comparison several models')
        .some((said) => CLASSICAL_WORDS.test(said));
      return isOpen ? compare(COMPARED.filter(isUsual), data) : null;
    },
  },
  {
    name: 't-SNE of embeddings',
    use: (asked, { target }) =>
      isAsked(asked.value('metric embedding plot')) && target === 'class'
        ? {
            edits: [afterReport('plot_embeddings(model, items, truth, state, output_dir)')],
            takes: ['plot_embeddings'],
          }
        : null,
  },
  {
    name: 'Grad-CAM',
    use: (asked, { kind, target }) =>
      isAsked(asked.value('metric Grad-CAM')) &&
      target === 'class' &&
      /^image-(?:split-)?(?:folders|table)$/.test(kind)
        ? {
            edits: [afterReport('plot_grad_cam(model, items, state, output_dir)')],
            takes: ['plot_grad_cam'],
          }
        : null,
  },
];

/** What is compared where several models are asked for and none is named. */
function isUsual({ name }: Compared): boolean {
  return /regression|forest|boosting/.test(name);
}

function compare(compared: readonly Compared[], data: DataSpec): TechniqueUse | null {
  const isClass = data.target === 'class';
  if (!isClass && data.target !== 'number') return null;
  const isText = inputForm(data) === 'tokens';
  const models = compared.flatMap(({ name, classes, numbers, texts }) => {
    const usual = isClass ? classes : numbers;
    const estimator = isText && isClass ? (texts ?? classes) : usual;
    const isTaken = estimator !== undefined && !(isText && DENSE_ONLY.test(estimator.code));
    return isTaken ? [{ name, estimator }] : [];
  });
  if (models.length === 0) return null;
  const scale = data.kind === 'table' ? COLUMNS : 'StandardScaler()';
  const first = isText ? WEIGHTS : scale;
  const isPiped = models.some(({ estimator }) => isText || estimator.isScaled === true);
  const lines = models.map(({ name, estimator }) => {
    const { code, isScaled } = estimator;
    const made = isText || isScaled === true ? `make_pipeline(${first}, ${code})` : code;
    return `        "${name}": ${made},\n`;
  });
  const imported = [
    ...models.map(({ estimator }) => estimator.imported),
    ...(isPiped ? ['from sklearn.pipeline import make_pipeline'] : []),
    ...(isText ? ['from sklearn.feature_extraction.text import TfidfVectorizer'] : []),
    ...(isPiped && first === 'StandardScaler()'
      ? ['from sklearn.preprocessing import StandardScaler']
      : []),
  ];
  const name = isClass ? 'compare_models' : 'compare_numbers';
  return {
    edits: [afterReport(`details |= ${name}(splits, state, answers["model"], output_dir)`)],
    takes: first === COLUMNS && isPiped ? [name, 'scale_columns'] : [name],
    adds: [
      {
        section: 'evaluation',
        code: `def make_models(state):
    """Returns the models of scikit-learn that the network is compared with, by name."""
    return {
${lines.join('')}    }`,
      },
      ...imported.map((code) => ({ section: 'imports' as const, code })),
    ],
  };
}

const COLUMNS = 'scale_columns(state)';
const WEIGHTS = 'TfidfVectorizer(max_features=50_000)';
