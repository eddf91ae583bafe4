import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Plan, PlanRecord, Program } from '../src/artifacts/index.ts';
import { createRandom, DLCodeGenError, PACKAGE_ROOT } from '../src/core/index.ts';
import { generateProject, makePlan } from '../src/pipeline/index.ts';
import { parseLayer, parsePlan, renderLayer } from '../src/plan/index.ts';
import { readPool } from '../src/retrieval/index.ts';
import { requireSharedData } from './shared-data.ts';

/**
 * Mutates every field of 50 real plans and looks which segments of the program change: exactly those the field
 * drives, or none. Prints a row a field: mutations that took effect, and those that changed anything else.
 * Exit status 1 where a mutation changed nothing or something else.
 */
const PLANS = 50;

interface Mutation {
  readonly field: string;
  /** Another value, or null where the plan does not state the field in a way that can be mutated. */
  readonly mutate: (plan: Plan) => Plan | null;
  /** Segments that may change. */
  readonly drives: RegExp;
}

const LABELS =
  'preprocessing.encode_labels|preprocessing.label_numbers|\\w+.predicted_numbers|\\w+.class_scores';

const MUTATIONS: readonly Mutation[] = [
  {
    field: 'optimizer',
    mutate: (plan) =>
      withValue(
        plan,
        'optimizer',
        plan.hyperparameters.optimizer?.toLowerCase() === 'sgd' ? 'Adam' : 'SGD',
      ),
    drives: /^model\.build_model$/,
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
    drives: new RegExp(`^(model\\.build_model|configuration\\.CLASS_COUNT|${LABELS})$`),
  },
  { field: 'layers', mutate: mutateUnits, drives: /^(model\.\w+|configuration\.[A-Z_]+)$/ },
];

const samples = await readPool(path.join(PACKAGE_ROOT, 'pool'));
const rows = readFileSync(path.join(requireSharedData(), 'plans/train.jsonl'), 'utf8')
  .trim()
  .split('\n');
const random = createRandom(11);
const counts = new Map(MUTATIONS.map(({ field }) => [field, { tried: 0, changed: 0, stray: 0 }]));
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
    const program = mutated === null ? null : await programOf(mutated, requirement);
    const count = counts.get(field);
    if (program === null || count === undefined) continue;
    const changed = changedSegments(base, program);
    count.tried += 1;
    if (changed.some((id) => drives.test(id))) count.changed += 1;
    else console.log(`  ${field}: nothing changed for "${requirement.text.slice(0, 70)}"`);
    const stray = changed.filter((id) => !drives.test(id));
    if (stray.length > 0) {
      count.stray += 1;
      console.log(`  ${field}: also ${stray.join(', ')} for "${requirement.text.slice(0, 70)}"`);
    }
  }
}
console.log(`\n${PLANS} plans\nfield           tried  took effect  changed anything else`);
for (const [field, { tried, changed, stray }] of counts) {
  console.log(
    `${field.padEnd(15)} ${String(tried).padStart(5)} ${String(changed).padStart(12)} ${String(stray).padStart(22)}`,
  );
}
process.exitCode = [...counts.values()].every(
  ({ tried, changed, stray }) => changed === tried && stray === 0,
)
  ? 0
  : 1;

/** The final program of a user's plan; null for a task that is refused. */
async function programOf(
  plan: Plan,
  requirement: { text: string; attributes: string },
): Promise<Program | null> {
  const given: PlanRecord = {
    plan,
    data: null,
    confidence: {},
    alternatives: {},
    warnings: [],
    assumptions: [],
    substituted: [],
  };
  try {
    const record = await makePlan({ requirement, profile: null, samples, given });
    const generated = await generateProject({
      requirement,
      record,
      profile: null,
      samples,
      method: 'dlcodegen',
      seed: 42,
    });
    return generated.final.program;
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
    mse: 'mean_absolute_error',
    mean_absolute_error: 'huber',
  };
  const other = others[plan.hyperparameters.loss?.toLowerCase() ?? ''];
  return other === undefined ? null : withValue(plan, 'loss', other);
}

/** The units or filters of the first layer that has them, not the head. */
function mutateUnits(plan: Plan): Plan | null {
  const at = plan.layers
    .slice(0, -1)
    .findIndex((text) => /^(Dense|Conv2D|Conv1D|LSTM|GRU)\(\d+/.test(text));
  const layer = parseLayer(plan.layers[at] ?? '');
  if (at < 0 || layer.kind !== 'call') return null;
  const first = layer.positional[0];
  if (first?.kind !== 'literal' || typeof first.value !== 'number') return null;
  const changed = renderLayer({
    ...layer,
    positional: [{ kind: 'literal', value: first.value + 8 }, ...layer.positional.slice(1)],
  });
  return { ...plan, layers: plan.layers.map((text, index) => (index === at ? changed : text)) };
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}
