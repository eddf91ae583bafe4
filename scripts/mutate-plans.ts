import { readFileSync } from 'node:fs';
import path from 'node:path';
import { recordOf, type Plan, type Program } from '../src/artifacts/index.ts';
import { createRandom, DLCodeGenError, PACKAGE_ROOT } from '../src/core/index.ts';
import { generateProject, planProject } from '../src/pipeline/index.ts';
import {
  normalizeLoss,
  normalizeMetric,
  normalizeOptimizer,
  parsePlan,
  resolveLayers,
} from '../src/plan/index.ts';
import { readPool } from '../src/retrieval/index.ts';
import { recordFigures } from './record-figures.ts';
import { requireSharedData } from './shared-data.ts';

/**
 * Mutates every field of 50 real plans and looks which segments of the program change: exactly those the field
 * drives, or none. Prints a row a field: mutations that took effect, those that changed nothing and are reported as
 * substituted, and those that changed anything else. Exit status 1 where a mutation silently changed nothing, or
 * something else.
 */
const PLANS = 50;

interface Mutation {
  readonly field: string;
  /** Another value, or null where the plan does not state the field in a way that can be mutated. */
  readonly mutate: (plan: Plan) => Plan | null;
  /** Segments that may change. */
  readonly drives: RegExp;
}

const NOTHING_KNOWN = {
  classCount: null,
  vocabularySize: null,
  sequenceLength: null,
  featureCount: null,
};
/** The first argument, or a number before `units`, `neurons` and the like. */
const SIZE = /(?<=^\w+ ?\((?:\w+ ?= ?)?)\d+(?=[,)])|\b\d+(?= ?(?:units|neurons|filters|nodes)\b)/;

/** Where classes become what the loss compares: numbers, or a column each. */
const LABELS =
  'preprocessing.encode_labels|preprocessing.label_numbers|preprocessing.make_dataset|preprocessing.target_dataset|\\w+.predicted_numbers|\\w+.class_scores';
/** The network and those that it is compared with. */
const NETWORKS = /^model\.build_\w+$/;

const MUTATIONS: readonly Mutation[] = [
  {
    field: 'optimizer',
    mutate: (plan) =>
      withValue(
        plan,
        'optimizer',
        normalizeOptimizer(plan.hyperparameters.optimizer).name === 'SGD' ? 'Adam' : 'SGD',
      ),
    drives: NETWORKS,
  },
  {
    field: 'learning rate',
    mutate: (plan) =>
      withValue(plan, 'learningRate', (plan.hyperparameters.learningRate ?? 0.001) * 3),
    drives: /^configuration\.LEARNING_RATE$/,
  },
  {
    field: 'batch size',
    mutate: (plan) => withValue(plan, 'batchSize', (plan.hyperparameters.batchSize ?? 32) + 7),
    drives: /^configuration\.BATCH_SIZE$/,
  },
  {
    field: 'epochs',
    mutate: (plan) => withValue(plan, 'epochs', (plan.hyperparameters.epochs ?? 10) + 9),
    drives: /^configuration\.(EPOCHS|PATIENCE)$/,
  },
  {
    field: 'loss',
    mutate: mutateLoss,
    drives: new RegExp(`^(model\\.build_\\w+|configuration\\.CLASS_COUNT|${LABELS})$`),
  },
  {
    field: 'metric',
    mutate: mutateMetric,
    drives: NETWORKS,
  },
  { field: 'layers', mutate: mutateUnits, drives: /^(model\.\w+|configuration\.[A-Z_]+)$/ },
];

const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));
const rows = readFileSync(path.join(requireSharedData(), 'plans/train.jsonl'), 'utf8')
  .trim()
  .split('\n');
const random = createRandom(11);
const counts = new Map(
  MUTATIONS.map(({ field }) => [field, { tried: 0, changed: 0, told: 0, stray: 0 }]),
);
let used = 0;
while (used < PLANS) {
  const row = JSON.parse(rows[Math.floor(random() * rows.length)] ?? '{}') as Record<
    string,
    unknown
  >;
  const parsed = parsePlan(row['Code Plan']);
  if (!parsed.ok) continue;
  const requirement = {
    text: String(row['User Requirement']),
    attributes: asText(row['Dataset Attributes']),
  };
  const base = await programOf(parsed.value.plan, requirement);
  if (base === null) continue;
  used += 1;
  for (const { field, mutate, drives } of MUTATIONS) {
    const mutated = mutate(parsed.value.plan);
    const made = mutated === null ? null : await programOf(mutated, requirement);
    const count = counts.get(field);
    if (made === null || count === undefined) continue;
    const changed = changedSegments(base.program, made.program);
    count.tried += 1;
    if (changed.some((id) => drives.test(id))) count.changed += 1;
    // Or the plan as it was has a stand-in, and the mutation states just that.
    else if ([made, base].some(({ substituted }) => substituted.includes(field))) count.told += 1;
    else console.log(`  ${field}: nothing changed for "${requirement.text.slice(0, 70)}"`);
    const stray = changed.filter((id) => !drives.test(id));
    if (stray.length > 0) {
      count.stray += 1;
      console.log(`  ${field}: also ${stray.join(', ')} for "${requirement.text.slice(0, 70)}"`);
    }
  }
}
console.log(
  `\n${PLANS} plans\nfield           tried  took effect  reported  changed anything else`,
);
for (const [field, { tried, changed, told, stray }] of counts) {
  const cells = [String(tried).padStart(5), String(changed).padStart(12)];
  console.log(
    `${field.padEnd(15)} ${cells.join(' ')} ${String(told).padStart(9)} ${String(stray).padStart(22)}`,
  );
}
recordFigures('mutations', {
  title: 'A changed field of a plan changes its own code',
  command: 'npm run test:mutations',
  figures: Object.fromEntries(
    [...counts].map(([field, { tried, changed, told, stray }]) => [
      field,
      `${tried} tried, ${changed} took effect, ${told} reported, ${stray} changed anything else`,
    ]),
  ),
});
process.exitCode = [...counts.values()].every(
  ({ tried, changed, told, stray }) => changed + told === tried && stray === 0,
)
  ? 0
  : 1;

/** The final program of a user's plan; null for a task that is refused. */
async function programOf(
  plan: Plan,
  requirement: { text: string; attributes: string },
): Promise<{ program: Program; substituted: readonly string[] } | null> {
  const given = recordOf(plan);
  try {
    const planned = await planProject({ requirement, data: null, samples, given });
    const generated = await generateProject({
      requirement,
      ...planned,
      samples,
      method: 'dlcodegen',
      seed: 42,
    });
    return { program: generated.final.program, substituted: generated.record.substituted };
  } catch (error) {
    if (error instanceof DLCodeGenError && error.code === 'UNSUPPORTED_TASK') return null;
    throw error;
  }
}

function changedSegments(a: Program, b: Program): string[] {
  const before = new Map(a.segments.map(({ id, code }) => [id, code] as const));
  const after = new Map(b.segments.map(({ id, code }) => [id, code] as const));
  const ids = new Set([...before.keys(), ...after.keys()]);
  return [...ids].filter((id) => !id.startsWith('imports.') && before.get(id) !== after.get(id));
}

function withValue(plan: Plan, name: keyof Plan['hyperparameters'], value: string | number): Plan {
  return { ...plan, hyperparameters: { ...plan.hyperparameters, [name]: value } };
}

/** A loss of the same family, so that the head need not change. */
function mutateLoss(plan: Plan): Plan | null {
  const others: Readonly<Record<string, string>> = {
    categorical_crossentropy: 'sparse_categorical_crossentropy',
    sparse_categorical_crossentropy: 'categorical_crossentropy',
    mean_squared_error: 'mean_absolute_error',
    mean_absolute_error: 'huber',
  };
  const other = others[normalizeLoss(plan.hyperparameters.loss).stated];
  return other === undefined ? null : withValue(plan, 'loss', other);
}

/** A metric that the same targets take. */
function mutateMetric(plan: Plan): Plan | null {
  const others: Readonly<Record<string, string>> = {
    mean_squared_error: 'mean_absolute_error',
    mean_absolute_error: 'root_mean_squared_error',
    root_mean_squared_error: 'mean_absolute_error',
  };
  const other = others[normalizeMetric(plan.hyperparameters.metric).stated];
  return other === undefined ? null : withValue(plan, 'metric', other);
}

/** The size of the first layer that states one, in a call or in prose, not the head. */
function mutateUnits(plan: Plan): Plan | null {
  const sized = /^(Dense|Conv[12]D|LSTM|GRU|Bidirectional)\b/;
  const at = plan.layers.slice(0, -1).findIndex((text) => {
    const [layer] = resolveLayers([text], NOTHING_KNOWN).layers;
    return layer !== undefined && sized.test(layer.name) && SIZE.test(text);
  });
  if (at < 0) return null;
  const layers = plan.layers.map((text, index) =>
    index === at ? text.replace(SIZE, (size) => String(Number(size) + 8)) : text,
  );
  return { ...plan, layers };
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}
