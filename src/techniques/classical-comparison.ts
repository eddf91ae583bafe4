import {
  CLASSICAL_MODELS,
  CLASSICAL_NAMES,
  CLASSICAL_WORDS,
  classicalModel,
  type ClassicalModel,
  type Estimator,
} from '../plan/index.ts';
import type { DataSpec, FactValue, TargetKind } from '../artifacts/index.ts';
import { ownTable } from '../core/index.ts';
import { inputForm } from '../kinds/index.ts';
import { renderLiteral } from '../python/text.ts';
import type {
  AskedValues,
  PoolFunction,
  Technique,
  TechniqueEdit,
  TechniqueUse,
} from './technique.ts';

/** Where models are compared, by the target. */
interface Place {
  readonly takes: readonly PoolFunction[];
  readonly edits: readonly TechniqueEdit[];
}

/** A program whose data have no inputs for such models, as pairs of texts, cannot compare. */
const INPUTS: TechniqueEdit = { find: /^def reference_inputs\(/m, put: '$&' };

const PLACES: Readonly<Partial<Record<TargetKind, Place>>> = ownTable({
  class: { takes: ['compare_models'], edits: [INPUTS, afterReport('compare_models')] },
  number: {
    takes: ['compare_numbers', 'fit_numbers'],
    edits: [INPUTS, afterReport('compare_numbers')],
  },
  future: {
    takes: ['compare_forecasts', 'fit_numbers'],
    edits: [
      {
        find: /^ {4}names = \{"metric": "mean_absolute_scaled_error"/m,
        put: '    details |= compare_forecasts(splits, windows, futures, forecasts["model"], state, output_dir)\n$&',
      },
    ],
  },
});

function afterReport(name: PoolFunction): TechniqueEdit {
  return {
    find: /^ {4}report_items\(model, items, truth, scores, state, output_dir\)$/m,
    put: `$&\n    details |= ${name}(splits, state, answers["model"], output_dir)`,
  };
}

/** The verdict says which of the compared models is the best. */
const VERDICT: TechniqueEdit = {
  find: /return (compare_results\(.*, details\))$/gm,
  put: 'return name_best($1)',
};

/** Models that are no networks, fitted beside the network and compared with it. */
export const CLASSICAL_COMPARISON: Technique = {
  name: 'comparison with models that are no networks',
  use: (asked, data) => {
    const place = PLACES[data.target];
    if (place === undefined) return null;
    const named = namedModels(asked);
    const isOpen = asked
      .phrases('comparison several models')
      .some((said) => CLASSICAL_WORDS.test(said));
    const models = fitting(named.length > 0 || !isOpen ? named : USUAL, asked, data);
    return models.length === 0 ? null : compare(models, place, asked, data);
  },
};

/** What is compared where several models are asked for and none is named. */
const USUAL = CLASSICAL_MODELS.filter(({ name }) =>
  ['logistic regression', 'linear regression', 'random forest', 'gradient boosting'].includes(name),
);

function namedModels(asked: AskedValues): readonly ClassicalModel[] {
  const named = CLASSICAL_NAMES.flatMap((name) => asked.phrases(`architecture ${name}`)).map(
    classicalModel,
  );
  return CLASSICAL_MODELS.filter((model) => named.includes(model));
}

interface Fitted {
  readonly model: ClassicalModel;
  readonly estimator: Estimator;
  readonly options: Readonly<Record<string, string>>;
}

/** The models that can be fitted to such data, with their stated settings. */
function fitting(
  models: readonly ClassicalModel[],
  asked: AskedValues,
  data: DataSpec,
): readonly Fitted[] {
  return models.flatMap((model) => {
    const { estimator, settings } = estimatorFor(model, data);
    if (estimator === undefined) return [];
    const stated = asked.values('technique model setting').flatMap((value) => {
      const setting = readSetting(value);
      const argument = setting?.model === model.name ? settings[setting.setting] : undefined;
      return setting === null || argument === undefined
        ? []
        : [[argument, renderLiteral(setting.value)]];
    });
    return [{ model, estimator, options: Object.fromEntries(stated) }];
  });
}

function estimatorFor(
  model: ClassicalModel,
  data: DataSpec,
): Pick<ClassicalModel, 'settings'> & { readonly estimator: Estimator | undefined } {
  const side = data.target === 'class' ? 'classes' : 'numbers';
  const { settings, texts } = model;
  return inputForm(data) === 'tokens' && texts?.[side] !== undefined
    ? { estimator: texts[side], settings: texts.settings ?? settings }
    : { estimator: model[side], settings };
}

function compare(
  models: readonly Fitted[],
  place: Place,
  asked: AskedValues,
  data: DataSpec,
): TechniqueUse {
  const isText = inputForm(data) === 'tokens';
  const scale = data.kind === 'table' ? COLUMNS : 'StandardScaler()';
  const first = isText ? WEIGHTS : scale;
  const join = joining(models, asked, data.target === 'class');
  const rows = models
    .filter((fitted) => fitted !== join?.last)
    .map((fitted) => {
      const isSure = join?.isSoft === true && fitted.estimator.name === 'SVC';
      const made = isSure ? `${CALIBRATED}(${construct(fitted)})` : construct(fitted);
      const isPiped = isText || fitted.model.isScaled === true;
      return `"${fitted.model.name}": ${isPiped ? `make_pipeline(${first}, ${made})` : made},`;
    });
  const listed = ['{', ...rows.map((row) => `    ${row}`), '}'];
  const body =
    join === null
      ? [`return ${listed.join('\n    ')}`]
      : [`models = ${listed.join('\n    ')}`, ...join.statements, 'return models'];
  const code = [
    'def make_models(state):',
    '"""Returns the models that the network is compared with, by name; none is fitted."""',
    ...body,
  ].join('\n    ');
  const imports = [
    ...models.map(({ estimator }) => importOf(estimator)),
    ...(join?.imports ?? []),
    ...USED.flatMap(([name, line]) => (code.includes(`${name}(`) ? [line] : [])),
  ];
  return {
    edits: [...place.edits, VERDICT],
    takes: [
      ...place.takes,
      'write_comparison',
      'name_best',
      ...(code.includes(COLUMNS) ? (['scale_columns'] as const) : []),
    ],
    adds: [
      { section: 'evaluation', code },
      ...imports.map((line) => ({ section: 'imports' as const, code: line })),
    ],
  };
}

interface Join {
  readonly statements: readonly string[];
  readonly imports: readonly string[];
  /** Whether the models vote with probabilities. */
  readonly isSoft: boolean;
  /** Learns from the answers of the others. */
  readonly last: Fitted | undefined;
}

/** Ensembles of the models, where some are asked for. */
function joining(models: readonly Fitted[], asked: AskedValues, isClass: boolean): Join | null {
  const meta = asked.value('technique meta model');
  const last = models.find(({ model }) => model.name === meta);
  const names = models.flatMap(({ model }) => (model.name === meta ? [] : [model.name]));
  const ways = asked.values('technique ensemble').flatMap((value) => {
    const [way, ...listed] = Array.isArray(value) ? value : [];
    const members = listed.length === 0 ? names : names.filter((name) => listed.includes(name));
    return typeof way === 'string' && members.length > 0 ? [{ way, members }] : [];
  });
  if (models.length < 2 || ways.length === 0) return null;
  const ensembles = ways.map(({ way }) => ({
    key: way === 'stacking' ? 'stacked ensemble' : `${isClass ? way : 'voting'} ensemble`,
    name: `${way === 'stacking' ? 'Stacking' : 'Voting'}${isClass ? 'Classifier' : 'Regressor'}`,
    rest:
      way === 'stacking'
        ? last === undefined
          ? ''
          : `, ${construct(last)}`
        : isClass && way === 'soft voting'
          ? ', voting="soft"'
          : '',
  }));
  const members = ways[0]?.members ?? names;
  const listed =
    members.length === names.length
      ? 'list(models.items())'
      : `[(name, models[name]) for name in [${members.map((name) => `"${name}"`).join(', ')}]]`;
  return {
    statements: [
      `members = ${listed}`,
      ...ensembles.map(({ key, name, rest }) => `models["${key}"] = ${name}(members${rest})`),
    ],
    imports: ensembles.map(({ name }) => `from sklearn.ensemble import ${name}`),
    isSoft: ensembles.some(({ rest }) => rest.includes('soft')),
    last: ensembles.some(({ key }) => key === 'stacked ensemble') ? last : undefined,
  };
}

interface StatedSetting {
  readonly model: string;
  readonly setting: keyof ClassicalModel['settings'];
  readonly value: string | number;
}

/** The value of an ask `model setting`. */
function readSetting(value: FactValue): StatedSetting | null {
  const [model, setting, stated] = Array.isArray(value) ? value : [];
  if (typeof model !== 'string' || typeof setting !== 'string') return null;
  if (typeof stated !== 'string' && typeof stated !== 'number') return null;
  return { model, setting: setting as StatedSetting['setting'], value: stated };
}

/** A stated setting as code, and the name of its model in the comparison; null where the model has none such. */
export function settingCode(
  value: FactValue,
  data: DataSpec | null,
): { readonly name: string; readonly code: string } | null {
  const stated = readSetting(value);
  const model = CLASSICAL_MODELS.find(({ name }) => name === stated?.model);
  if (stated === null || model === undefined || data === null) return null;
  const argument = estimatorFor(model, data).settings[stated.setting];
  return argument === undefined
    ? null
    : { name: model.name, code: `${argument}=${renderLiteral(stated.value)}` };
}

function construct({ estimator, options }: Fitted): string {
  const all = Object.entries({ ...estimator.options, ...options });
  return `${estimator.name}(${all.map(([argument, code]) => `${argument}=${code}`).join(', ')})`;
}

function importOf({ module, name }: Estimator): string {
  return `from ${module} import ${name}`;
}

const COLUMNS = 'scale_columns(state)';
const WEIGHTS = 'TfidfVectorizer(max_features=50_000)';
/** Gives probabilities of a classifier that has none. */
const CALIBRATED = 'CalibratedClassifierCV';

/** Where the functions come from that join the steps of a model. */
const USED: readonly (readonly [name: string, line: string])[] = [
  ['make_pipeline', 'from sklearn.pipeline import make_pipeline'],
  ['TfidfVectorizer', 'from sklearn.feature_extraction.text import TfidfVectorizer'],
  ['StandardScaler', 'from sklearn.preprocessing import StandardScaler'],
  [CALIBRATED, `from sklearn.calibration import ${CALIBRATED}`],
];
