import type { Plan } from '../artifacts/index.ts';
import { fail, ok, type Result } from '../core/index.ts';

/** Markers of the plan in the order in which they stand (DESIGN 3); each is one token. */
export const PLAN_MARKERS = [
  '<|category|>',
  '<|input|>',
  '<|output|>',
  '<|preprocess|>',
  '<|layers|>',
  '<|optimizer|>',
  '<|loss|>',
  '<|rate|>',
  '<|batch|>',
  '<|epochs|>',
  '<|metric|>',
  '<|end|>',
] as const;
/** Stands between two layers. */
export const NEXT_LAYER = '<|next|>';
export const REQUIREMENT_MARKER = '<|requirement|>';
export const ATTRIBUTES_MARKER = '<|attributes|>';
export const END_MARKER = '<|end|>';

/** Every token that stands for no text; ids 0, 1, ... in this order. `<|pad|>` fills batches. */
export const SPECIAL_TOKENS: readonly string[] = [
  '<|pad|>',
  REQUIREMENT_MARKER,
  ATTRIBUTES_MARKER,
  ...PLAN_MARKERS,
  NEXT_LAYER,
];

/** Bounds in characters and layers: the longest in the training plans stay below them, loops do not. */
const LIMITS = { requirement: 600, attributes: 700, text: 320, name: 120, layer: 240, layers: 40 };

/** What the model reads: requirement and attributes, each cut to its bound, markers in them taken out. */
export function renderPromptText(requirement: string, attributes: string): string {
  return `${REQUIREMENT_MARKER}${clean(requirement, LIMITS.requirement)}${ATTRIBUTES_MARKER}${clean(attributes, LIMITS.attributes)}`;
}

/**
 * The plan as the model writes it: `<|category|>Image Classification<|input|>...<|end|>`, layers parted by
 * `<|next|>`, nothing between two markers where the plan does not state the field. Shorter than JSON by a third
 * and without anything to balance.
 *
 * Paper: III-B. Units: learning rate a decimal.
 */
export function renderPlanText(plan: Plan): string {
  const { hyperparameters } = plan;
  const values = [
    clean(plan.category, LIMITS.name),
    clean(plan.dataset.input, LIMITS.text),
    clean(plan.dataset.output, LIMITS.text),
    clean(plan.preprocess, LIMITS.text),
    plan.layers
      .slice(0, LIMITS.layers)
      .map((layer) => clean(layer, LIMITS.layer))
      .filter((layer) => layer !== '')
      .join(NEXT_LAYER),
    clean(hyperparameters.optimizer ?? '', LIMITS.name),
    clean(hyperparameters.loss ?? '', LIMITS.name),
    String(hyperparameters.learningRate ?? ''),
    String(hyperparameters.batchSize ?? ''),
    String(hyperparameters.epochs ?? ''),
    clean(hyperparameters.metric ?? '', LIMITS.name),
  ];
  return `${values.map((value, at) => `${PLAN_MARKERS[at]}${value}`).join('')}${END_MARKER}`;
}

/** How the text of a plan of this category begins, the next marker included. */
export function renderCategoryText(category: string): string {
  return `${PLAN_MARKERS[0]}${clean(category, LIMITS.name)}${PLAN_MARKERS[1]}`;
}

/** Where the layers stand among the texts between two markers. */
const LAYERS_AT = 5;

/** Reads what `renderPlanText` writes; errors: `PLAN_TEXT` where a marker is missing or a number is none. */
export function parsePlanText(text: string): Result<Plan> {
  const values: string[] = [];
  let rest = text;
  for (const marker of PLAN_MARKERS) {
    const at = rest.indexOf(marker);
    if (at === -1 || (marker === PLAN_MARKERS[0] && at !== 0)) return wrong(marker, 'is missing');
    values.push(rest.slice(0, at).trim());
    rest = rest.slice(at + marker.length);
  }
  const [
    ,
    category,
    input,
    output,
    preprocess,
    layers,
    optimizer,
    loss,
    rate,
    batch,
    epochs,
    metric,
  ] = values;
  const stray = values.find((value, at) =>
    (at === LAYERS_AT ? value.replaceAll(NEXT_LAYER, ' ') : value).includes('<|'),
  );
  if (stray !== undefined) return wrong(stray.slice(0, 40), 'holds a marker out of its place');
  const learningRate = readPositive(rate);
  const batchSize = readPositive(batch);
  const epochCount = readPositive(epochs);
  if (Number.isNaN(learningRate)) return wrong('<|rate|>', `is followed by ${rate}, not a number`);
  if (!isCount(batchSize)) return wrong('<|batch|>', `is followed by ${batch}, not a whole number`);
  if (!isCount(epochCount))
    return wrong('<|epochs|>', `is followed by ${epochs}, not a whole number`);
  return ok({
    category: category ?? '',
    dataset: { input: input ?? '', output: output ?? '' },
    preprocess: preprocess ?? '',
    layers: (layers ?? '')
      .split(NEXT_LAYER)
      .map((layer) => layer.trim())
      .filter((layer) => layer !== ''),
    hyperparameters: {
      optimizer: named(optimizer),
      loss: named(loss),
      learningRate,
      batchSize,
      epochs: epochCount,
      metric: named(metric),
    },
  });
}

function clean(text: string, limit: number): string {
  return text
    .replace(/<\|+|\|+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, limit)
    .trim();
}

function named(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : text;
}

/** Null where nothing stands, NaN where no number above 0 stands. */
function readPositive(text: string | undefined): number | null {
  if (text === undefined || text === '') return null;
  const value = /^\d*\.?\d+(?:e[-+]?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
  return value > 0 && Number.isFinite(value) ? value : Number.NaN;
}

function isCount(value: number | null): boolean {
  return value === null || Number.isSafeInteger(value);
}

function wrong(marker: string, message: string): Result<Plan> {
  return fail({ code: 'PLAN_TEXT', path: marker, message: `${marker} ${message}` });
}
