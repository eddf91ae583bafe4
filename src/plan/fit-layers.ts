import type { LayerArgument, LayerCall, LiteralValue } from '../artifacts/index.ts';
import { isBackbone } from './backbones.ts';
import { layerCall, literal } from './change-layer.ts';
import { dimensionOf, hasRole, kerasLayer } from './layer-lookup.ts';
import { connectLayers, inPlaceOf } from './layer-graph.ts';
import { renderLayer } from './layer-syntax.ts';
import { argument, propagateShapes, type Shape } from './propagate-shapes.ts';

/** What the last layer must give for one item. */
export interface LayerGoal {
  readonly units: number;
  readonly activation: string;
}

export interface FittedLayers {
  readonly layers: readonly LayerCall[];
  /** What was changed so that the layers can be built, in words; empty where they could be built as stated. */
  readonly changes: readonly string[];
}

/** A way to make a layer take a shape: the layers that stand in its place, or null where it does not apply. */
interface Mend {
  readonly words: string;
  readonly apply: (layer: LayerCall, shape: Shape) => readonly LayerCall[] | null;
}

/** Layers that join branches, which no chain has. */
export function isMerge(layer: Pick<LayerCall, 'name'>): boolean {
  return hasRole(layer, 'concatenation', 'merge');
}

function isRecurrent(layer: LayerCall): boolean {
  return hasRole(layer, 'recurrent', 'bidirectional');
}

function needsSequence(layer: LayerCall): boolean {
  return (
    isRecurrent(layer) ||
    hasRole(layer, 'query attention', 'list attention') ||
    dimensionOf(layer) === 1
  );
}

const SAME = "with padding='same', because less is left than its kernel";

/** Tried in order, alone and with padding; the first whose layers take the shape is used, and a layer no mend helps is left out. */
const MENDS: readonly Mend[] = [
  {
    words: 'on a flat vector, which is read as a sequence of single values',
    apply: (layer, shape) => {
      if (shape.length !== 1) return null;
      const sequence = [shape[0] ?? null, 1];
      const made = isRecurrent(layer) ? [layer] : changeDimensions(layer, sequence);
      return made === null ? null : [layerCall('Reshape', [[-1, 1]]), ...made];
    },
  },
  {
    words: 'on a map, whose positions are read as a sequence',
    apply: (layer, shape) =>
      shape.length === 3 && isRecurrent(layer)
        ? [layerCall('Reshape', [[-1, shape[2] ?? 1]]), layer]
        : null,
  },
  { words: 'for the dimensions there are', apply: changeDimensions },
  {
    words: 'on images resized to the smallest it takes',
    apply: (layer, shape) =>
      shape.length === 3
        ? [
            layerCall('Resizing', [96, 96]),
            ...(shape[2] === 3 ? [] : [layerCall('Conv2D', [3, [1, 1]])]),
            layer,
          ]
        : null,
  },
];

/**
 * Makes a chain of layers buildable on an input: sequences returned where the next layer needs them, maps flattened
 * before dense layers, pooling left out where nothing is left to pool, and a head that gives the goal.
 * Layers that can be built are never touched.
 *
 * Shapes: input [axes] without batch; goal null where the output is no flat vector. Paper: III-B.
 */
export function fitLayers(
  stated: readonly LayerCall[],
  input: Shape,
  goal: LayerGoal | null,
): FittedLayers {
  const layers = stated.filter((layer) => !hasRole(layer, 'input')).map(withoutOpenSize);
  const changes: string[] = [];
  const fitted: LayerCall[] = [];
  let shape = input;
  const add = (added: readonly LayerCall[]): void => {
    fitted.push(...added);
    shape = propagateShapes(fitted, input).shapes.at(-1) ?? shape;
  };
  for (const [at, layer] of layers.entries()) {
    if (layer.inputs !== undefined) {
      const { shapes, issues } = propagateShapes([...fitted, layer], input);
      if (issues.length === 0) {
        add([layer]);
        continue;
      }
      // After an impossible layer its input is carried on.
      shape = shapes.at(-1) ?? shape;
    }
    if (goal !== null && shape.length > 1 && startsHead(layers, at)) {
      const flat = layerCall(`GlobalAveragePooling${shape.length - 1}D`, []);
      changes.push(`${flat.name} added before ${renderLayer(layer)}, which needs a flat vector`);
      add(layer.inputs === undefined ? [flat] : [{ ...flat, inputs: layer.inputs }]);
      add([withoutInputs(layer)]);
      continue;
    }
    if (isMerge(layer)) {
      changes.push(
        layer.inputs === undefined
          ? `${renderLayer(layer)} left out: a list of layers has no second branch to merge`
          : `${renderLayer(layer)} left out: its inputs have sizes that cannot be joined`,
      );
      continue;
    }
    if (isBackbone(layer) && fitted.some(isBackbone)) {
      changes.push(`${layer.name} left out: a chain has room for one pretrained network`);
      continue;
    }
    if (takes([layer], shape)) {
      add([layer]);
      continue;
    }
    if (shape.length === 1 && needsSequence(layer) && returnSequences(fitted)) {
      changes.push(`return_sequences=True on the recurrent layer before ${renderLayer(layer)}`);
      shape = propagateShapes(fitted, input).shapes.at(-1) ?? shape;
      if (takes([layer], shape)) {
        add([layer]);
        continue;
      }
    }
    const mend = mendLayer(layer, shape);
    if (mend === undefined) {
      changes.push(`${renderLayer(layer)} left out: it cannot take [${shape.join(', ')}]`);
    } else {
      changes.push(`${renderLayer(layer)} used ${mend.words}`);
      add(inPlaceOf(layer, mend.made));
    }
  }
  if (goal !== null) fitHead(fitted, shape, goal, changes);
  return { layers: connectLayers(fitted), changes };
}

function withoutInputs(layer: LayerCall): LayerCall {
  const { inputs: _, ...rest } = layer;
  return rest;
}

function mendLayer(
  layer: LayerCall,
  shape: Shape,
): { words: string; made: readonly LayerCall[] } | undefined {
  const stated = { words: SAME, made: withPadding([layer]) };
  const mended = MENDS.flatMap(({ words, apply }) => {
    const made = apply(layer, shape);
    if (made === null) return [];
    return [
      { words, made },
      { words: `${words}, and ${SAME}`, made: withPadding(made) },
    ];
  });
  return [stated, ...mended].find(({ made }) => made.length > 0 && takes(made, shape));
}

function isConvolution(layer: LayerCall): boolean {
  return hasRole(
    layer,
    'convolution',
    'transposed convolution',
    'depthwise convolution',
    'recurrent convolution',
  );
}

/** Empty where no convolution ends them. */
function withPadding(layers: readonly LayerCall[]): readonly LayerCall[] {
  const last = layers.at(-1);
  if (last === undefined || !isConvolution(last)) return [];
  return [...layers.slice(0, -1), { ...last, named: { ...last.named, padding: literal('same') } }];
}

/** The last dense layer gives the goal; where there is none, or others follow it, one is added. */
function fitHead(layers: LayerCall[], shape: Shape, goal: LayerGoal, changes: string[]): void {
  const head = layerCall(
    'Dense',
    [goal.units],
    goal.activation === 'linear' ? {} : { activation: literal(goal.activation) },
  );
  const at = layers.findLastIndex(({ name }) => name === 'Dense');
  const rest = layers.slice(at + 1);
  const ends = at >= 0 && rest.every(({ name }) => name === 'Activation' || name === 'Softmax');
  const last = layers[at];
  if (!ends || last === undefined) {
    if (shape.length > 1) layers.push(layerCall(`GlobalAveragePooling${shape.length - 1}D`, []));
    changes.push(`${renderLayer(head)} added as the output`);
    layers.push(head);
    return;
  }
  const activation =
    rest.length > 0
      ? (argument(rest.at(-1) ?? last, 'activation') ?? 'softmax')
      : (argument(last, 'activation') ?? 'linear');
  if (argument(last, 'units') === goal.units && activation === goal.activation) return;
  changes.push(
    `the output ${renderLayer(last)} became ${renderLayer(head)}, as the target and the loss need`,
  );
  layers.splice(at, layers.length - at, head);
}

const BESIDE_DENSE = ['dropout', 'normalization', 'activation'] as const;

/** From here on only dense layers and what stands between them. */
function startsHead(layers: readonly LayerCall[], at: number): boolean {
  return (
    layers[at]?.name === 'Dense' &&
    layers.slice(at).every((layer) => hasRole(layer, 'dense', ...BESIDE_DENSE))
  );
}

function takes(layers: readonly LayerCall[], shape: Shape): boolean {
  return propagateShapes(layers.map(withoutInputs), shape).issues.length === 0;
}

/** Makes the last recurrent layer return its sequence; false where something flat stands between. */
function returnSequences(layers: LayerCall[]): boolean {
  const at = layers.findLastIndex(isRecurrent);
  const layer = layers[at];
  const between = layers.slice(at + 1).every((next) => hasRole(next, 'dense', ...BESIDE_DENSE));
  if (layer === undefined || !between) return false;
  layers[at] = withSequences(layer);
  return true;
}

function withSequences(layer: LayerCall): LayerCall {
  if (layer.name !== 'Bidirectional') {
    return { ...layer, named: { ...layer.named, return_sequences: literal(true) } };
  }
  const inner = layer.positional[0];
  return inner?.kind === 'layer'
    ? {
        ...layer,
        positional: [
          { kind: 'layer', layer: withSequences(inner.layer) },
          ...layer.positional.slice(1),
        ],
      }
    : layer;
}

/** A pool whose size nobody states is two wide. */
function withoutOpenSize(layer: LayerCall): LayerCall {
  const first = layer.positional[0];
  const open = first?.kind === 'literal' && first.value === null;
  return open && hasRole(layer, 'pooling') ? { ...layer, positional: [literal(2)] } : layer;
}

/** `Conv2D(32, (3, 3))` on a sequence becomes `Conv1D(32, 3)`. */
function changeDimensions(layer: LayerCall, shape: Shape): readonly LayerCall[] | null {
  const rank = shape.length - 1;
  const name = layer.name.replace(/[123]D/, `${rank}D`);
  const isSized = dimensionOf(layer) > 0 && !hasRole(layer, 'recurrent convolution');
  if (!isSized || rank < 1 || kerasLayer(name) !== name) return null;
  const resize = (value: LayerArgument): LayerArgument => {
    if (value.kind !== 'literal' || !Array.isArray(value.value)) return value;
    const [first = 1] = value.value as readonly LiteralValue[];
    return literal(rank === 1 ? first : Array.from({ length: rank }, () => first));
  };
  return [
    {
      ...layer,
      name,
      positional: layer.positional.map(resize),
      named: Object.fromEntries(
        Object.entries(layer.named).map(([name, value]) => [name, resize(value)]),
      ),
    },
  ];
}
