import type { DataSpec, Hyperparameters, Plan, PlanRecord, TaskSpec } from '../artifacts/index.ts';
import { denseUnits, normalizeCategory, resolveLayers } from '../plan/index.ts';
import { TASKS } from '../requirement/index.ts';
import { fitHead } from '../targets/index.ts';
import { describeData } from './describe-data.ts';
import type { DraftContext, DraftRecord } from './draft-plan.ts';
import { outputLayer } from './layers/settle-layers.ts';
import { HYPERPARAMETERS } from './hyperparameter-words.ts';

const TASK_NAMES: ReadonlySet<string> = new Set(
  TASKS.map((task) => normalizeCategory(task.category).name),
);

/** What a given plan says of the data: input and output, and a category that names no task. */
export function describeGiven({ plan }: PlanRecord): string {
  const isTask = TASK_NAMES.has(normalizeCategory(plan.category).name);
  return [isTask ? '' : plan.category, plan.dataset.input, plan.dataset.output]
    .filter((text) => text !== '')
    .join('. ');
}

/** The data of a given plan: as it states them, else as decided. */
export function givenData({ plan, data }: PlanRecord, task: TaskSpec): DataSpec {
  if (data !== null) return data;
  return task.profile === null ? withHeadCount(task.data, plan) : task.data;
}

/** The plan that the user wrote; what it leaves open follows from data and program. Paper: III-B. */
export function draftGiven(given: PlanRecord, { task, program }: DraftContext): DraftRecord {
  const { plan } = given;
  const { data } = task;
  const described = describeData(data, task.classNames, plan);
  const head = fitHead(data, plan.hyperparameters, program.plan);
  const open = HYPERPARAMETERS.filter((name) => plan.hyperparameters[name] === null);
  const stated = Object.fromEntries(
    Object.entries(plan.hyperparameters).filter(([, value]) => value !== null),
  ) as Partial<Hyperparameters>;
  const fitted = (field: 'loss' | 'metric'): string | null =>
    head.substituted.includes(field) ? head[field] : (plan.hyperparameters[field] ?? head[field]);
  return {
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
        ...program.plan.hyperparameters,
        ...stated,
        loss: fitted('loss'),
        metric: fitted('metric'),
      },
    },
    data,
    warnings: [...given.warnings, ...task.warnings, ...head.warnings],
    assumptions: [
      ...given.assumptions,
      ...task.assumptions,
      ...open.map((name) => `${name}: not in the plan, as in the nearest program (${program.id}).`),
    ],
    substituted: [...new Set([...given.substituted, ...head.substituted])],
  };
}

/** With no data to look at, a head whose units the plan states says how many classes there are. */
function withHeadCount(data: DataSpec, plan: Plan): DataSpec {
  if (data.target !== 'class') return data;
  const open = { classCount: null, vocabularySize: null, sequenceLength: null, featureCount: null };
  const { layer: head, isOpen } = outputLayer(resolveLayers(plan.layers, open));
  const units = head?.name !== 'Dense' || isOpen ? null : denseUnits(head);
  return units === null
    ? data
    : { ...data, facts: { ...data.facts, CLASS_COUNT: Math.max(2, units) } };
}
