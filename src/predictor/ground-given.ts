import type { DataSpec, Plan, PlanRecord, Reading, Requirement } from '../artifacts/index.ts';
import { normalizeCategory, resolveLayers } from '../plan/index.ts';
import { fitHead } from '../targets/index.ts';
import { chooseBase } from './choose-base.ts';
import { decideTask } from './decide-task.ts';
import { describeData } from './describe-data.ts';
import type { PredictionContext } from './predictor.ts';
import { readRequirement, statedOf, TASKS } from '../requirement/index.ts';
import { withLedger } from './with-ledger.ts';

/** A category that a plan states is more than a hint, and may still be wrong about the data. */
const CATEGORY_POINTS = 8;
const HYPERPARAMETERS = [
  'optimizer',
  'loss',
  'learningRate',
  'batchSize',
  'epochs',
  'metric',
] as const;

const TASK_NAMES: ReadonlySet<string> = new Set(
  TASKS.map((task) => normalizeCategory(task.category).name),
);

/**
 * Grounds a plan that the user wrote: every field it states stands; what it leaves open, and what the data look like,
 * follows from its own words, the requirement and the profile.
 *
 * Paper: III-B. Errors: UNSUPPORTED_TASK, UNKNOWN_COLUMN.
 */
export function groundGiven(
  given: PlanRecord,
  { requirement, asks }: Reading,
  context: PredictionContext,
): PlanRecord {
  const { plan } = given;
  const words = givenWords(given, requirement);
  const reading = readRequirement(words);
  const stated = statedOf(reading);
  const task = decideTask(reading, stated, {
    ...context,
    category: { name: plan.category, points: CATEGORY_POINTS },
  });
  const decided = given.data ?? task.data;
  const data =
    context.task === null && given.data === null ? withHeadCount(decided, plan) : decided;
  const described = describeData(data, task.classNames, plan);
  const base = chooseBase(words, stated, data, context.samples);
  const source = base?.plan ?? plan;
  const head = fitHead(data, plan.hyperparameters, source);
  const open = HYPERPARAMETERS.filter((name) => plan.hyperparameters[name] === null);
  const record: PlanRecord = {
    ...given,
    plan: {
      ...plan,
      category: plan.category || task.category,
      dataset: {
        input: plan.dataset.input || described.dataset.input,
        output: plan.dataset.output || described.dataset.output,
      },
      preprocess: plan.preprocess || described.preprocess,
      hyperparameters: {
        ...source.hyperparameters,
        ...Object.fromEntries(
          Object.entries(plan.hyperparameters).filter(([, value]) => value !== null),
        ),
        loss:
          head.substituted.includes('loss') || plan.hyperparameters.loss === null
            ? head.loss
            : plan.hyperparameters.loss,
        metric:
          head.substituted.includes('metric') || plan.hyperparameters.metric === null
            ? head.metric
            : plan.hyperparameters.metric,
      },
    },
    data,
    warnings: [...given.warnings, ...task.warnings, ...head.warnings],
    assumptions: [
      ...given.assumptions,
      ...task.assumptions,
      ...open.map(
        (name) => `${name}: not in the plan, as in the nearest program (${base?.id ?? 'none'}).`,
      ),
    ],
    substituted: [...new Set([...given.substituted, ...head.substituted])],
  };
  return base === null ? record : withLedger(record, asks, base, context.task?.profile ?? null);
}

/** The requirement, with the plan's own words as what is said of the data: input and output, and a category that names no task. */
export function givenWords({ plan }: PlanRecord, { text, attributes }: Requirement): Requirement {
  const category = TASK_NAMES.has(normalizeCategory(plan.category).name) ? '' : plan.category;
  return {
    text,
    attributes: `${category}. ${attributes} ${plan.dataset.input} ${plan.dataset.output}`,
  };
}

/** With no data to look at, a head whose units the plan states says how many classes there are. */
function withHeadCount(data: DataSpec, plan: Plan): DataSpec {
  if (data.target !== 'class') return data;
  const open = { classCount: null, vocabularySize: null, sequenceLength: null, featureCount: null };
  const { layers, origins, findings } = resolveLayers(plan.layers, open);
  const at = layers.findLastIndex(({ name }) => !/^(Activation|Softmax)$/.test(name));
  const head = layers[at];
  const isOpen = findings.some(
    ({ code, path }) => code === 'LAYER_DEFAULT' && path.endsWith(`[${origins[at]}]`),
  );
  if (head?.name !== 'Dense' || isOpen) return data;
  const units = head.named['units'] ?? head.positional[0];
  if (units?.kind !== 'literal' || typeof units.value !== 'number') return data;
  return { ...data, facts: { ...data.facts, CLASS_COUNT: Math.max(2, units.value) } };
}
