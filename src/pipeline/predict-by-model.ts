import type { Plan, Requirement, Sample } from '../artifacts/index.ts';
import { fail, ok, type Issue, type Result } from '../core/index.ts';
import { parsePlan, type ParsedPlan } from '../plan/index.ts';
import {
  mendPlanQuestion,
  PLAN_REPLY,
  predictPlanQuestion,
  type PlanExample,
} from '../prompts/index.ts';
import { requirementText } from '../retrieval/index.ts';
import { askModel, type Writer } from './ask-model.ts';
import { nearestRequirements } from './prompt-context.ts';

/** A plan by a language model; `isValid` where it was read as it was written. */
export interface ModelPlan {
  readonly plan: Plan;
  readonly isValid: boolean;
}

/**
 * Predicts a plan from so many examples: the samples whose requirements are nearest by BM25, the nearest last. A reply
 * that holds no plan, or one without category or layers, is asked for once more with what is wrong.
 *
 * Paper: V-C, few-shot baselines of Table IV (how examples are chosen is not stated there).
 * Issues: PLAN_MISSING, PLAN_INCOMPLETE, those of `LanguageModel.ask`.
 */
export async function predictByModel(
  writer: Writer,
  requirement: Requirement,
  samples: readonly Sample[],
  shots: number,
): Promise<Result<ModelPlan>> {
  const examples = nearestRequirements(requirementText(requirement), samples, shots)
    .map((sample): PlanExample => ({
      requirement: requirementText(sample.requirement),
      plan: sample.plan,
    }))
    .toReversed();
  const { text, attributes } = requirement;
  const question = predictPlanQuestion({ requirement: text, attributes, data: '' }, examples);
  const ask = async (prompt: string): Promise<Result<string>> =>
    askModel(writer, { stage: `plan-${shots}-shot`, prompt, temperature: 0, schema: PLAN_REPLY });
  const first = await ask(question);
  if (!first.ok) return first;
  const read = readPlan(first.value);
  if (read.ok) return read;
  const problems = read.issues.map(({ message }) => message).join('; ');
  const second = await ask(mendPlanQuestion(question, first.value, problems));
  return second.ok ? readPlan(second.value) : second;
}

function readPlan(reply: string): Result<ModelPlan> {
  const parsed = parsePlan(reply);
  if (!parsed.ok) return parsed;
  const missing = missingFields(parsed.value);
  if (missing.length > 0) return fail(...missing);
  return ok({ plan: parsed.value.plan, isValid: parsed.value.notes.length === 0 });
}

function missingFields({ plan }: ParsedPlan): Issue[] {
  const fields = {
    'Task Category': plan.category.trim() === '',
    'Model Architecture.Layers': plan.layers.length === 0,
  };
  return Object.entries(fields).flatMap(([path, isMissing]) =>
    isMissing ? [{ code: 'PLAN_INCOMPLETE', path, message: `${path} is missing` }] : [],
  );
}
