import type { Plan } from '../artifacts/index.ts';

/** The plan in the paper's spelling (III-B), keys in the paper's order. */
export interface PlanJson {
  'Task Category': string;
  Dataset: { Input: string; Output: string };
  Preprocess: string;
  'Model Architecture': {
    Layers: readonly string[];
    Hyperparameters: {
      optimizer: string | null;
      'loss function': string | null;
      'learning rate': number | null;
      'batch size': number | null;
      epochs: number | null;
      'evaluation metric': string | null;
    };
  };
}

/** The canonical object of a plan; what `plan --batch` writes under `Code Plan`. Units: learning rate a float. */
export function planToJson(plan: Plan): PlanJson {
  const { hyperparameters } = plan;
  return {
    'Task Category': plan.category,
    Dataset: { Input: plan.dataset.input, Output: plan.dataset.output },
    Preprocess: plan.preprocess,
    'Model Architecture': {
      Layers: plan.layers,
      Hyperparameters: {
        optimizer: hyperparameters.optimizer,
        'loss function': hyperparameters.loss,
        'learning rate': hyperparameters.learningRate,
        'batch size': hyperparameters.batchSize,
        epochs: hyperparameters.epochs,
        'evaluation metric': hyperparameters.metric,
      },
    },
  };
}

/** Plan text, two spaces a level, newline at the end; `parsePlan` of it is the plan. */
export function renderPlan(plan: Plan): string {
  return `${JSON.stringify(planToJson(plan), null, 2)}\n`;
}
