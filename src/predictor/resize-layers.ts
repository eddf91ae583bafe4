import type { DataSpec, FactValue } from '../artifacts/index.ts';
import { TARGETS } from '../targets/index.ts';

const PICTURE_HEAD = /^Conv2D(?:Transpose)?\((\d+)(.*activation='(?:tanh|sigmoid)'.*)$/;
const DENSE_HEAD = /^((?:TimeDistributed\()?Dense\()(\d+)/;
const CLASS_HEAD = /^Dense\(\d+, activation='softmax'\)$/;
const PICTURE_SHAPE = /^Reshape\(\((\d+), (\d+), (\d+)\)\)$/;

/**
 * Brings the layers of a custom program, written for `own` data, to the sizes of other data of the same kind:
 * the picture a generator starts from, the classes it is told, colours, words or tags at its end.
 */
export function resizeLayers(
  layers: readonly string[],
  own: DataSpec,
  data: DataSpec,
): readonly string[] {
  const pictures = resizeStart(layers, own.facts['IMAGE_SIZE'], data.facts['IMAGE_SIZE']);
  const fact = TARGETS[data.target].sizes?.find((name) => typeof data.facts[name] === 'number');
  const from = own.facts[fact ?? ''];
  const to = data.facts[fact ?? ''];
  const [width, newWidth] = [rowWidth(own), rowWidth(data)];
  const boxesOnly = data.target === 'box' && data.facts['TARGET'] === null;
  const classes = [own.facts['CLASS_COUNT'], data.facts['CLASS_COUNT']];
  // A box head stands before the class head, which boxes without classes have not.
  return (boxesOnly ? pictures.filter((layer) => !CLASS_HEAD.test(layer)) : pictures)
    .map((layer) =>
      layer.replace(PICTURE_HEAD, (all, filters, rest) =>
        fact?.endsWith('CHANNELS') === true && Number(filters) === from
          ? all.replace(`${filters}${rest}`, `${String(to)}${rest}`)
          : all,
      ),
    )
    .map((layer) =>
      layer.replace(DENSE_HEAD, (all, call, units) =>
        fact?.endsWith('CHANNELS') !== true && Number(units) === from && to !== null
          ? `${call}${String(to)}`
          : all,
      ),
    )
    .map((layer, at, all) =>
      at === all.length - 1 && width !== null && newWidth !== null
        ? layer.replace(`Dense(${width})`, `Dense(${newWidth})`)
        : layer,
    )
    .map((layer) =>
      typeof classes[1] === 'number'
        ? layer.replace(`Embedding(${String(classes[0])}, `, `Embedding(${classes[1]}, `)
        : layer,
    );
}

/** Numbers and one-hot categories of a row, which a program for anomalies writes again; null for other data. */
function rowWidth({ kind, target, facts }: DataSpec): number | null {
  const { NUMERIC_COUNT: numbers, CATEGORY_SIZES: sizes } = facts;
  if (kind !== 'table' || target !== 'anomaly' || typeof numbers !== 'number') return null;
  return (Array.isArray(sizes) ? sizes : []).reduce((sum, size) => sum + Number(size), numbers);
}

/** A vector that becomes a small picture grows with the picture that is made of it. */
function resizeStart(
  layers: readonly string[],
  from: FactValue | undefined,
  to: FactValue | undefined,
): readonly string[] {
  if (!Array.isArray(from) || !Array.isArray(to)) return layers;
  const changed = [...layers];
  layers.forEach((layer, at) => {
    const [, height, width, depth] = PICTURE_SHAPE.exec(layer)?.map(Number) ?? [];
    if (height === undefined || width === undefined || depth === undefined) return;
    const rows = Math.ceil((height * Number(to[0])) / Number(from[0]));
    const columns = Math.ceil((width * Number(to[1])) / Number(from[1]));
    changed[at] = `Reshape((${rows}, ${columns}, ${depth}))`;
    const before = layers.findLastIndex(
      (other, place) => place < at && new RegExp(`\\b${height * width * depth}\\b`).test(other),
    );
    if (before >= 0) {
      changed[before] = (changed[before] ?? '').replace(
        String(height * width * depth),
        String(rows * columns * depth),
      );
    }
  });
  return changed;
}
