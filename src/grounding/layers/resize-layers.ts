import type { DataSpec, FactValue, LayerCall } from '../../artifacts/index.ts';
import { argument, changeInner, denseUnits, unwrapLayer, withArgument } from '../../plan/index.ts';
import { TARGETS } from '../../targets/index.ts';
import type { LayerPass } from './layer-pass.ts';

const COLOURED = /^Conv2D(?:Transpose)?$/;

/**
 * Brings the layers of a custom program, written for its own data, to the sizes of other data of the same kind: the
 * image a generator starts from, the classes it is told, channels, words or tags at its end.
 */
export const resizeLayers: LayerPass = (layers, { data, program: { data: own } }) => {
  const fact = TARGETS[data.target].sizes?.find((name) => typeof data.facts[name] === 'number');
  const [from, to] = [own.facts[fact ?? ''], data.facts[fact ?? '']];
  const boxesOnly = data.target === 'box' && data.facts['TARGET'] === null;
  // A box head stands before the class head, which boxes without classes have not.
  const kept = boxesOnly ? layers.filter((layer) => !isClassHead(layer)) : layers;
  const started = resizeStart(kept, own.facts['IMAGE_SIZE'], data.facts['IMAGE_SIZE']);
  const ended =
    typeof from === 'number' && typeof to === 'number'
      ? started.map((layer) =>
          fact?.endsWith('CHANNELS') === true
            ? resizeChannels(layer, from, to)
            : resizeUnits(layer, from, to),
        )
      : started;
  return resizeRow(resizeSteps(resizeClasses(ended, own, data), own, data), own, data);
};

/** A decoder of a series writes as many steps as are forecast. */
function resizeSteps(
  layers: readonly LayerCall[],
  { facts: own }: DataSpec,
  { facts }: DataSpec,
): readonly LayerCall[] {
  const { HORIZON: horizon } = facts;
  return layers.map((layer) =>
    layer.name === 'RepeatVector' &&
    typeof horizon === 'number' &&
    argument(layer, 'n') === own['HORIZON']
      ? withArgument(layer, 'n', horizon)
      : layer,
  );
}

function isClassHead(layer: LayerCall): boolean {
  return layer.name === 'Dense' && argument(layer, 'activation') === 'softmax';
}

/** Images are made by a last convolution with as many filters as channels. */
function resizeChannels(layer: LayerCall, from: number, to: number): LayerCall {
  const makesImage =
    COLOURED.test(layer.name) && /^(?:tanh|sigmoid)$/.test(String(argument(layer, 'activation')));
  return makesImage && argument(layer, 'filters') === from
    ? withArgument(layer, 'filters', to)
    : layer;
}

function resizeUnits(layer: LayerCall, from: number, to: number): LayerCall {
  const inner = unwrapLayer(layer);
  return inner.name === 'Dense' && denseUnits(inner) === from
    ? changeInner(layer, (dense) => withArgument(dense, 'units', to))
    : layer;
}

/** Classes that a generator is told are embedded. */
function resizeClasses(
  layers: readonly LayerCall[],
  { facts: own }: DataSpec,
  { facts }: DataSpec,
): readonly LayerCall[] {
  const { CLASS_COUNT: count } = facts;
  if (typeof count !== 'number') return layers;
  return layers.map((layer) =>
    layer.name === 'Embedding' && argument(layer, 'input_dim') === own['CLASS_COUNT']
      ? withArgument(layer, 'input_dim', count)
      : layer,
  );
}

/** A program for anomalies ends in the row that it writes again. */
function resizeRow(
  layers: readonly LayerCall[],
  own: DataSpec,
  data: DataSpec,
): readonly LayerCall[] {
  const [width, newWidth] = [rowWidth(own), rowWidth(data)];
  const last = layers.at(-1);
  return width !== null && newWidth !== null && last !== undefined
    ? [...layers.slice(0, -1), resizeUnits(last, width, newWidth)]
    : layers;
}

/** Numbers and one-hot categories of a row; null for other data. */
function rowWidth({ kind, target, facts }: DataSpec): number | null {
  const { NUMERIC_COUNT: numbers, CATEGORY_SIZES: sizes } = facts;
  if (kind !== 'table' || target !== 'anomaly' || typeof numbers !== 'number') return null;
  return (Array.isArray(sizes) ? sizes : []).reduce((sum, size) => sum + Number(size), numbers);
}

/** A vector that becomes a small image grows with the image that is made of it. */
function resizeStart(
  layers: readonly LayerCall[],
  from: FactValue | undefined,
  to: FactValue | undefined,
): readonly LayerCall[] {
  if (!Array.isArray(from) || !Array.isArray(to)) return layers;
  const changed = [...layers];
  for (const [at, layer] of layers.entries()) {
    const shape = layer.name === 'Reshape' ? argument(layer, 'target_shape') : undefined;
    const [height = 0, width = 0, depth = 0] = Array.isArray(shape) ? shape.map(Number) : [];
    if (height <= 0 || width <= 0 || depth <= 0) continue;
    const rows = Math.ceil((height * Number(to[0])) / Number(from[0]));
    const columns = Math.ceil((width * Number(to[1])) / Number(from[1]));
    changed[at] = withArgument(layer, 'target_shape', [rows, columns, depth]);
    const before = layers
      .slice(0, at)
      .findLastIndex((other) => denseUnits(other) === height * width * depth);
    const vector = changed[before];
    if (vector !== undefined)
      changed[before] = withArgument(vector, 'units', rows * columns * depth);
  }
  return changed;
}
