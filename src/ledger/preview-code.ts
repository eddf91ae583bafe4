import type { Ask, PlanRecord, Sample } from '../artifacts/index.ts';
import { normalizeLoss, normalizeMetric } from '../plan/index.ts';
import { renderLiteral, stripComments } from '../python/text.ts';
import { previewTechniques } from '../techniques/index.ts';
import { askedConstants } from './asked-constants.ts';
import { setOptimizer } from './asked-optimizer.ts';

/**
 * What the program of a plan will show, before it is made: the sample's code with the plan's layers in place of its own,
 * and with the constants of plan and data.
 */
export function previewCode(
  { plan, data }: Pick<PlanRecord, 'plan' | 'data'>,
  asks: readonly Pick<Ask, 'kind' | 'name' | 'value' | 'words'>[],
  { program, topology }: Sample,
): string {
  const { batchSize, epochs, learningRate } = plan.hyperparameters;
  const values = {
    ...data?.facts,
    BATCH_SIZE: batchSize,
    EPOCHS: epochs,
    LEARNING_RATE: learningRate,
    ...askedConstants(asks),
  };
  const stripped = stripComments(program) ?? program;
  const kept = topology === 'trunk' ? stripped.replace(BUILD_MODEL, '') : stripped;
  const code = Object.entries(values).reduce(
    (text, [name, value]) =>
      value === null || value === undefined
        ? text
        : text.replace(
            new RegExp(`^${name} = (?:[^\\n(]+|\\([^()]*\\))$`, 'm'),
            () => `${name} = ${renderLiteral(value)}`,
          ),
    kept,
  );
  return previewTechniques(setOptimizer(`${code}\n${buildPreview(plan)}`, asks), asks, data);
}

/** `build_model` as it will be compiled. */
function buildPreview({ layers, hyperparameters }: PlanRecord['plan']): string {
  const { optimizer, loss, metric } = hyperparameters;
  return [
    'def build_model(learning_rate=LEARNING_RATE):',
    ...layers.map((layer) => `    features = layers.${layer.replaceAll("'", '"')}`),
    `    optimizer = keras.optimizers.${optimizer}(learning_rate)`,
    `    model.compile(loss="${normalizeLoss(loss).name}", metrics=["${normalizeMetric(metric).name}"])`,
  ].join('\n');
}

const BUILD_MODEL = /^def build_model\([\s\S]*?(?=^\S(?!\)))/m;
