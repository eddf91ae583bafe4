import type { DataSpec, LayerCall, Plan } from '../artifacts/index.ts';
import { itemShape } from '../kinds/index.ts';
import { argument, type Shape } from './propagate-shapes.ts';

export interface PlannedInput {
  /** One item without the batch axis; null where neither data nor plan tells. */
  readonly shape: Shape | null;
  /** Where the plan says otherwise than the data. */
  readonly conflicts: readonly Readonly<Record<'plan' | 'data', string>>[];
}

/** What goes into the first layer: the data's facts, else the plan's Input layer, else a shape in its words. */
export function plannedInput(
  plan: Plan,
  layers: readonly LayerCall[],
  data: DataSpec | null,
): PlannedInput {
  const stated = layerShape(layers[0]) ?? wordShape(plan.dataset.input);
  if (data === null) return { shape: stated, conflicts: [] };
  const shape = itemShape(data);
  if (shape === null) return { shape: null, conflicts: [] };
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
