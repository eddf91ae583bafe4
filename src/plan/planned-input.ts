import type { DataKind, DataSpec, Facts, LayerCall, Plan } from '../artifacts/index.ts';
import { argument, type Shape } from './propagate-shapes.ts';

export interface PlannedInput {
  /** One item without the batch axis; null where neither data nor plan tells. */
  readonly shape: Shape | null;
  /** Where the plan says otherwise than the data. */
  readonly conflicts: readonly Readonly<Record<'plan' | 'data', string>>[];
}

/** Shape of one item by its facts. */
const FACT_SHAPES: Readonly<Partial<Record<DataKind, (facts: Facts) => readonly unknown[]>>> = {
  'image-folders': imageShape,
  'image-split-folders': imageShape,
  'image-table': imageShape,
  'image-masks': imageShape,
  'image-pairs': imageShape,
  images: imageShape,
  'image-boxes': imageShape,
  table: () => [null],
  'text-table': (facts) => [facts['SEQUENCE_LENGTH']],
  'text-folders': (facts) => [facts['SEQUENCE_LENGTH']],
  'text-file': (facts) => [facts['SEQUENCE_LENGTH']],
  'tagged-words': (facts) => [facts['SEQUENCE_LENGTH']],
  series: (facts) => [
    facts['WINDOW'],
    Array.isArray(facts['FEATURES']) ? facts['FEATURES'].length : null,
  ],
  'signal-table': (facts) => [facts['SIGNAL_LENGTH'], 1],
  arrays: arrayShape,
};

/** Programs read arrays of any rank as pictures: missing axes are 1, further ones stand one below the other. */
function arrayShape(facts: Facts): readonly unknown[] {
  const shape = list(facts['INPUT_SHAPE']);
  if (shape.length === 0) return [];
  const padded = shape.length < 3 ? [...shape, 1, 1].slice(0, 3) : shape;
  const height = padded.slice(0, -2).reduce<number>((product, size) => product * Number(size), 1);
  return [height, ...padded.slice(-2)];
}

function imageShape(facts: Facts): readonly unknown[] {
  const size = list(facts['IMAGE_SIZE']);
  return [size[0] ?? null, size[1] ?? null, facts['CHANNELS']];
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** What goes into the first layer: the data's facts, else the plan's Input layer, else a shape in its words. */
export function plannedInput(
  plan: Plan,
  layers: readonly LayerCall[],
  data: DataSpec | null,
): PlannedInput {
  const stated = layerShape(layers[0]) ?? wordShape(plan.dataset.input);
  const facts = data === null ? undefined : FACT_SHAPES[data.kind]?.(data.facts);
  if (facts === undefined || facts.length === 0)
    return { shape: data === null ? stated : null, conflicts: [] };
  const shape = facts.map((size) => (typeof size === 'number' ? size : null));
  const differs =
    stated !== null &&
    stated.length === shape.length &&
    stated.some((size, at) => size !== null && shape[at] !== null && shape[at] !== size);
  const show = (sizes: Shape): string => `[${sizes.map((size) => size ?? '?').join(', ')}]`;
  return { shape, conflicts: differs ? [{ plan: show(stated), data: show(shape) }] : [] };
}

function layerShape(layer: LayerCall | undefined): Shape | null {
  if (layer?.name !== 'Input') return null;
  const given = argument(layer, 'shape');
  return Array.isArray(given) && given.length > 0
    ? given.map((size: unknown) => (typeof size === 'number' ? size : null))
    : null;
}

/** `(batch_size, 224, 224, 3)` or `(224, 224, 3)` in words; the first axis goes where it is a name or four are given. */
function wordShape(text: string): Shape | null {
  const inside = /\(([\w\s.-]+(?:,[\w\s.-]+)+,?)\)/.exec(text)?.[1];
  if (inside === undefined) return null;
  const sizes = inside
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
    .map((item) => (/^\d+$/.test(item) ? Number(item) : null));
  const isImage = sizes.length >= 3 && [1, 3].includes(sizes.at(-1) ?? 0);
  if (!isImage) return null;
  const shape = sizes.slice(-3);
  return shape.length === 3 ? shape : null;
}
