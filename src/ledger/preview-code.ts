import type { Ask, LayerCall, PlanRecord, Sample } from '../artifacts/index.ts';
import { isBackbone, normalizeLoss, normalizeMetric, renderLayer } from '../plan/index.ts';
import { renderLiteral, stripComments } from '../python/text.ts';
import { joinsNetworks } from '../requirement/index.ts';
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
  rivals: readonly { readonly layers: readonly LayerCall[] }[] = [],
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
  const built = [
    code,
    ...formPreview(data),
    buildPreview(plan),
    ...rivalPreview(rivals, asks),
  ].join('\n');
  return previewTechniques(setOptimizer(built, asks), asks, data);
}

/** The constants of the reader that stands in the program's place where rows lie in a form of their own. */
function formPreview(data: PlanRecord['data']): readonly string[] {
  const facts = data?.facts ?? {};
  const { TABLE_FORM: form, TABLE_FILE: file, RUNS_COLUMN: runs } = facts;
  if (typeof form !== 'string') return [];
  const constants = { TABLE_FILE: file, RUNS_COLUMN: runs };
  return Object.entries(constants).flatMap(([name, value]) =>
    typeof value === 'string' ? [`${name} = ${renderLiteral(value)}`] : [],
  );
}

/** The networks that are trained beside the planned one, and what compares them. */
function rivalPreview(
  rivals: readonly { readonly layers: readonly LayerCall[] }[],
  asks: readonly Pick<Ask, 'kind' | 'name' | 'value' | 'words'>[],
): readonly string[] {
  if (rivals.length === 0) return [];
  const texts = rivals.flatMap(({ layers }) => layers.map(renderLayer)).map(layerLine);
  const joined = joinsNetworks(asks) ? ['layers.Average()'] : [];
  return ['compare_networks()', ...joined, ...texts];
}

function layerLine(layer: string): string {
  const room = isBackbone({ name: layer.replace(/\(.*$/s, '') }) ? 'keras.applications' : 'layers';
  return `    features = ${room}.${layer.replaceAll("'", '"')}`;
}

/** `build_model` as it will be compiled. */
function buildPreview({ layers, hyperparameters }: PlanRecord['plan']): string {
  const { optimizer, loss, metric } = hyperparameters;
  return [
    'def build_model(learning_rate=LEARNING_RATE):',
    ...layers.map(layerLine),
    '    model = keras.Model(inputs, outputs)',
    `    optimizer = keras.optimizers.${optimizer}(learning_rate)`,
    `    model.compile(loss="${normalizeLoss(loss).name}", metrics=["${normalizeMetric(metric).name}"])`,
  ].join('\n');
}

const BUILD_MODEL = /^def build_model\([\s\S]*?(?=^\S(?!\)))/m;
