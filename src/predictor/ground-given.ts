import type { DataSpec, LayerArgument, Plan, PlanRecord, Requirement } from '../artifacts/index.ts';
import { resolveLayers } from '../plan/index.ts';
import { decideTask } from './decide-task.ts';
import { describeData } from './describe-data.ts';
import type { PredictionContext } from './predictor.ts';
import { readRequirement } from './read-requirement.ts';

/**
 * Grounds a plan that the user wrote: every field it states stands; what it leaves open, and what the data look like,
 * follows from its own words, the requirement and the profile.
 *
 * Paper: III-B. Errors: UNSUPPORTED_TASK, UNKNOWN_COLUMN.
 */
export function groundGiven(
  given: PlanRecord,
  requirement: Requirement,
  context: PredictionContext,
): PlanRecord {
  const { plan } = given;
  // The plan's own words count as said: its category names the task, its input and output the sizes.
  const words: Requirement = {
    text: `${plan.category}. ${requirement.text}`,
    attributes: `${requirement.attributes} ${plan.dataset.input} ${plan.dataset.output}`,
  };
  const stated = readRequirement(words);
  const task = decideTask(words, stated, context);
  const decided = given.data ?? task.data;
  const data =
    context.profile === null && given.data === null ? withHeadCount(decided, plan) : decided;
  const described = describeData(data, task.classNames, plan);
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
    },
    data,
    warnings: [...given.warnings, ...task.warnings],
    assumptions: [...given.assumptions, ...task.assumptions],
  };
}

/** With no data to look at, the plan's head says how many classes there are. */
function withHeadCount(data: DataSpec, plan: Plan): DataSpec {
  if (data.target !== 'class') return data;
  const open = { classCount: null, vocabularySize: null, sequenceLength: null, featureCount: null };
  const head = resolveLayers(plan.layers, open).layers.findLast(({ name }) => name === 'Dense');
  const units = numberOf(head?.named['units'] ?? head?.positional[0]);
  if (units === null || !/\d/.test(plan.layers.at(-1) ?? '')) return data;
  return { ...data, facts: { ...data.facts, CLASS_COUNT: Math.max(2, units) } };
}

function numberOf(argument: LayerArgument | undefined): number | null {
  return argument?.kind === 'literal' && typeof argument.value === 'number' ? argument.value : null;
}
