import type { Plan } from '../artifacts/index.ts';
import type { ExtractedHead, ExtractedPlan, ExtractedShape, Modality } from './extracted.ts';
import { STEP_WORDS } from './step-words-table.ts';

/** The extracted plan in the paper's form (III-B); `planToJson` of it is valid by the plan's schema. */
export function toPlan(extracted: ExtractedPlan): Plan {
  const { category, preprocess, layers } = extracted;
  return {
    category: category?.value ?? '',
    dataset: { input: inputWords(extracted), output: outputWords(extracted) },
    preprocess: stepsInWords(preprocess.map(({ value }) => value)),
    layers: layers?.value ?? [],
    hyperparameters: {
      optimizer: extracted.optimizer?.value ?? null,
      loss: extracted.loss?.value ?? null,
      learningRate: extracted.learningRate?.value ?? null,
      batchSize: extracted.batchSize?.value ?? null,
      epochs: extracted.epochs?.value ?? null,
      metric: extracted.metrics?.value.join(', ') ?? null,
    },
  };
}

/** Steps as one sentence, in their order. */
export function stepsInWords(steps: readonly string[]): string {
  const words = steps.map((step) => STEP_WORDS[step] ?? step);
  const text = words.join(', ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const ITEMS: Readonly<Record<Modality, string>> = {
  image: 'Images',
  text: 'Texts',
  audio: 'Sound',
  video: 'Videos',
  series: 'Windows of a time series',
  table: 'Rows of a table',
};

/** `(224, 224, 3)`; sizes that the data decide are None. */
export function shapeText(shape: ExtractedShape): string {
  const sizes = shape.map((size) => size ?? 'None');
  return sizes.length === 1 ? `(${sizes[0]},)` : `(${sizes.join(', ')})`;
}

function inputWords({ input, facts: { modalities } }: ExtractedPlan): string {
  const [first] = modalities;
  const items = first === undefined ? 'Data' : ITEMS[first];
  const shapes = (input?.value ?? []).filter((shape) => shape.length > 0).map(shapeText);
  return shapes.length === 0 ? items : `${items} of shape ${shapes.join(' and ')}`;
}

function outputWords({ output, category, facts }: ExtractedPlan): string {
  if (output === null) return '';
  const { units } = output.value;
  const task = category?.value ?? '';
  if (/Segmentation/.test(task)) return `A mask of ${counted(units, 'channel')}`;
  if (/Image-to-Image|Image Generation/.test(task))
    return `A picture of ${counted(units, 'channel')}`;
  if (/Regression|Forecasting/.test(task))
    return units === 1 ? 'A number' : counted(units, 'number');
  return classesInWords(output.value, facts.classNames);
}

/** What the head says of classes. */
function classesInWords({ units, activation }: ExtractedHead, names: readonly string[]): string {
  if (activation === 'sigmoid' && units === 1) return 'The probability of the positive class';
  if (activation === 'sigmoid') return `A probability for each of ${counted(units, 'label')}`;
  const listed = names.length > 1 && names.length === units && names.length <= 12;
  const known = listed ? `: ${names.join(', ')}` : '';
  return activation === 'softmax' || (units ?? 0) > 1
    ? `One of ${counted(units, 'class')}${known}`
    : counted(units, 'number');
}

function counted(count: number | null, noun: string): string {
  const plural = noun.endsWith('s') ? `${noun}es` : `${noun}s`;
  if (count === null) return `several ${plural}`;
  return `${count} ${count === 1 ? noun : plural}`;
}
