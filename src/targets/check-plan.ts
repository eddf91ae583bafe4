import type { DataSpec, Plan } from '../artifacts/index.ts';
import type { Issue } from '../core/index.ts';
import { knownFacts } from '../kinds/index.ts';
import {
  argument,
  innerLayer,
  layerContext,
  lossOf,
  metricOf,
  normalizeCategory,
  normalizeLoss,
  normalizeMetric,
  parseLayer,
  plannedInput,
  propagateShapes,
  resolveLayers,
  type HeadForm,
  type ResolvedLayers,
} from '../plan/index.ts';
import { PLAN_CHECKS, type CheckCode } from './check-table.ts';
import { TARGETS } from './targets.ts';

/** Last weighted layer of a plan and what it puts out. */
interface Head {
  readonly units: number | null;
  readonly activation: string;
  readonly path: string;
  /** False where units were taken by default or the layer is prose, so that only what is said is judged. */
  readonly isStated: boolean;
}

/**
 * Finds what cannot work in a plan before anything runs: layers, shapes, and the output head against loss, labels,
 * metric and the data's facts. Static, milliseconds.
 *
 * data: null where the plan is not grounded; then only what the plan says of itself is checked.
 * Paper: III-B; DESIGN 1.3. Codes: `PLAN_CHECKS` and those of `resolveLayers` and `propagateShapes`; each with a fix.
 */
export function checkPlan(plan: Plan, data: DataSpec | null): readonly Issue[] {
  const resolved = resolveLayers(plan.layers, layerContext(data));
  const { layers, origins, findings } = resolved;
  const input = plannedInput(plan, layers, data);
  const shapes = input.shape === null ? [] : propagateShapes(layers, input.shape, origins).issues;
  const head = readHead(plan, resolved);
  return [
    ...findings,
    ...shapes,
    ...checkHyperparameters(plan),
    ...(head === null ? [] : checkHead(plan, head, data)),
    ...input.conflicts.map((values) => check('INPUT_DATA', 'Dataset.Input', values)),
  ];
}

function readHead(plan: Plan, { layers, origins, findings }: ResolvedLayers): Head | null {
  const at = layers.findLastIndex(({ name }) =>
    /^(?:Dense|Conv\dD|Conv\dDTranspose|TimeDistributed)$/.test(name),
  );
  const last = layers[at];
  if (last === undefined) return null;
  const layer = innerLayer(last) ?? last;
  const after = layers
    .slice(at + 1)
    .findLast(({ name }) => name === 'Activation' || name === 'Softmax');
  const activation =
    after === undefined
      ? argument(layer, 'activation')
      : after.name === 'Softmax'
        ? 'softmax'
        : argument(after, 'activation');
  const units = argument(layer, layer.name === 'Dense' ? 'units' : 'filters');
  const index = origins[at] ?? 0;
  const path = `Model Architecture.Layers[${index}]`;
  return {
    isStated:
      parseLayer(plan.layers[index] ?? '').kind === 'call' &&
      !findings.some((finding) => finding.code === 'LAYER_DEFAULT' && finding.path === path),
    units: typeof units === 'number' ? units : null,
    activation: typeof activation === 'string' ? activation : 'linear',
    path,
  };
}

function checkHead(plan: Plan, head: Head, data: DataSpec | null): readonly Issue[] {
  const { loss: written, metric } = plan.hyperparameters;
  const loss = normalizeLoss(written).name;
  const row = lossOf(loss);
  const target = data?.target ?? normalizeCategory(plan.category).category?.target ?? null;
  const declared = target === null ? null : TARGETS[target];
  const gives = (...forms: readonly HeadForm[]): boolean =>
    declared !== null && forms.some((form) => declared.forms.includes(form));
  const isClass = gives('class probabilities');
  const isLabels = gives('label probabilities');
  const isNumber = gives('numbers');
  const allowed = data === null ? null : (declared?.units?.(knownFacts(data.facts)) ?? null);
  const measured = normalizeMetric(metric).name;
  const measures = (form: HeadForm): boolean => metricOf(measured)?.fits.includes(form) === true;
  const units = head.units ?? 0;
  const isProbable = row !== null && row.activation !== null;
  const fromLogits = /from_?logits\s*=\s*True|with ?logits/i.test(written ?? '');
  const outputs = [
    { when: head.activation === 'softmax' && units === 1, code: 'HEAD_SOFTMAX_ONE' },
    {
      when: row?.activation === 'sigmoid' && head.activation === 'softmax' && units > 1,
      code: 'HEAD_LOSS_BINARY',
    },
    { when: row?.activation === 'softmax' && units === 1, code: 'HEAD_LOSS_CATEGORICAL' },
    {
      when: row?.activation === 'softmax' && head.activation === 'sigmoid' && units > 1,
      code: 'HEAD_SIGMOID_CATEGORICAL',
    },
    {
      when:
        head.isStated && isProbable && ['relu', 'tanh', 'elu', 'selu'].includes(head.activation),
      code: 'HEAD_NO_PROBABILITY',
    },
    {
      when: head.isStated && isProbable && head.activation === 'linear' && !fromLogits,
      code: 'HEAD_LOGITS',
    },
    { when: fromLogits && ['softmax', 'sigmoid'].includes(head.activation), code: 'HEAD_TWICE' },
    { when: isNumber && head.activation === 'softmax', code: 'HEAD_REGRESSION' },
    { when: isNumber && ['sigmoid', 'tanh'].includes(head.activation), code: 'HEAD_BOUNDED' },
    { when: isLabels && head.activation === 'softmax', code: 'HEAD_LABELS' },
    {
      when: head.isStated && allowed !== null && !allowed.includes(units),
      code: 'HEAD_CLASS_COUNT',
    },
  ] as const satisfies readonly { when: boolean; code: CheckCode }[];
  const values = {
    units: String(head.units ?? '?'),
    activation: head.activation,
    loss,
    classes: String(allowed?.at(-1) ?? '?'),
    metric: metric ?? '',
  };
  const losses = [
    { when: isNumber && isProbable, code: 'LOSS_TARGET_NUMBER' },
    { when: isClass && row?.fits.includes('numbers') === true, code: 'LOSS_TARGET_CLASS' },
    { when: isLabels && row?.activation === 'softmax', code: 'LOSS_TARGET_LABELS' },
  ] as const;
  const metrics = [
    { when: isNumber && measures('class probabilities'), code: 'METRIC_TARGET_NUMBER' },
    { when: (isClass || isLabels) && measures('numbers'), code: 'METRIC_TARGET_CLASS' },
    {
      when: measured === 'sparse_categorical_accuracy' && loss === 'categorical_crossentropy',
      code: 'METRIC_LABELS',
    },
    {
      when: measured === 'categorical_accuracy' && loss === 'sparse_categorical_crossentropy',
      code: 'METRIC_LABELS',
    },
    {
      when: measured === 'binary_accuracy' && head.activation === 'softmax' && units > 2,
      code: 'METRIC_LABELS',
    },
  ] as const;
  const tell = (
    rows: readonly { when: boolean; code: CheckCode }[],
    path: string,
  ): readonly Issue[] =>
    rows.filter(({ when }) => when).map(({ code }) => check(code, path, values));
  return [
    ...tell(outputs, head.path),
    ...tell(losses, 'Model Architecture.Hyperparameters.loss function'),
    ...tell(metrics, 'Model Architecture.Hyperparameters.evaluation metric'),
  ];
}

function checkHyperparameters(plan: Plan): readonly Issue[] {
  const { learningRate } = plan.hyperparameters;
  return learningRate !== null && learningRate >= 1
    ? [
        check('LEARNING_RATE', 'Model Architecture.Hyperparameters.learning rate', {
          rate: String(learningRate),
        }),
      ]
    : [];
}

function check(code: CheckCode, path: string, values: Readonly<Record<string, string>>): Issue {
  const fill = (text: string): string =>
    text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
  const row = PLAN_CHECKS[code];
  return { code, path, message: fill(row.message), fix: fill(row.fix) };
}
