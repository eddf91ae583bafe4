import type { Plan } from '../../artifacts/index.ts';
import { renderPlan } from '../../plan/index.ts';
import type { PromptContext } from '../context.ts';
import { join, task, untrusted } from '../text.ts';

/** A requirement with its plan, as the model is shown it. */
export interface PlanExample {
  readonly requirement: string;
  readonly plan: Plan;
}

const TEXT = { type: 'string' } as const;
const NAME = { type: ['string', 'null'] } as const;
const COUNT = { type: ['integer', 'null'] } as const;

/**
 * JSON Schema of the plan that is asked for (III-B), for providers and grammars that hold a reply to one: every field is
 * required, null where unknown.
 */
export const PLAN_REPLY = strict({
  'Task Category': TEXT,
  Dataset: strict({ Input: TEXT, Output: TEXT }),
  Preprocess: TEXT,
  'Model Architecture': strict({
    Layers: { type: 'array', items: TEXT },
    Hyperparameters: strict({
      optimizer: NAME,
      'loss function': NAME,
      'learning rate': { type: ['number', 'null'] },
      'batch size': COUNT,
      epochs: COUNT,
      'evaluation metric': NAME,
    }),
  }),
});

/** Few-shot prediction of the solution plan (III-B; V-C, the rows of GPT models in Table IV). */
export function predictPlanQuestion(
  context: Pick<PromptContext, 'requirement' | 'attributes' | 'data'>,
  examples: readonly PlanExample[],
): string {
  return join(
    'Predict the solution plan of a deep learning project: task category, dataset, preprocessing, layers in order as Keras calls, hyperparameters.',
    ...examples.map(
      ({ requirement, plan }) => `${untrusted(requirement)}\n\nSolution plan:\n${renderPlan(plan)}`,
    ),
    task(context),
    'Solution plan, as one JSON object with the same keys and nothing else:',
  );
}

/** The one round in which a plan that cannot be read, or lacks fields, is asked for again. */
export function mendPlanQuestion(question: string, reply: string, problems: string): string {
  return join(
    question,
    `Your reply was:\n${untrusted(reply)}`,
    `It cannot be taken: ${problems}. Give the whole plan again as one JSON object.`,
  );
}

function strict<Properties extends Readonly<Record<string, object>>>(properties: Properties) {
  return {
    type: 'object',
    properties,
    required: Object.keys(properties),
    additionalProperties: false,
  } as const;
}
