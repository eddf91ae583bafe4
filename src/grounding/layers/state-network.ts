import type { LayerCall, LiteralValue } from '../../artifacts/index.ts';
import { ownTable } from '../../core/index.ts';
import { inputForm, itemShape } from '../../kinds/index.ts';
import {
  argument,
  changeInner,
  dimensionOf,
  hasRole,
  isBackbone,
  layerCall,
  literal,
  NETWORK_INPUT,
  renderLayer,
  unwrapLayer,
  withArgument,
  type Shape,
} from '../../plan/index.ts';
import type { Stated, StatedNetwork } from '../../requirement/index.ts';
import type { LayerSetting } from './layer-pass.ts';
import { joinBranches } from './join-branches.ts';
import { ARCHITECTURE_LAYERS } from './trunk-table.ts';

/** Sizes where the words state none. */
const USUAL: Readonly<Record<string, LiteralValue>> = ownTable({
  filters: 32,
  kernel_size: 3,
  rate: 0.3,
  units: 64,
  output_dim: 64,
  pool_size: 2,
  stddev: 0.1,
});
const OPEN: readonly (readonly [test: Parameters<typeof hasRole>[1][], names: string[]])[] = [
  [
    ['convolution', 'transposed convolution', 'recurrent convolution'],
    ['filters', 'kernel_size'],
  ],
  [['depthwise convolution'], ['kernel_size']],
  [['dense', 'recurrent'], ['units']],
  [['embedding'], ['output_dim']],
  [['pooling'], ['pool_size']],
];

/**
 * The network that the requirement states, where all families that are asked for are in it: else its words speak of parts
 * of a network, which are set in the layers that are predicted.
 */
export function statedNetwork({ network, families, backbone }: Stated): StatedNetwork | null {
  if (network === null) return null;
  const onBackbone = backbone === null ? null : headOf(network, backbone);
  if (onBackbone !== null) return onBackbone;
  const names = network.layers.map(({ call }) => renderLayer({ ...call, name: nameIn(call, 2) }));
  const isShown = (pattern: RegExp): boolean =>
    names.some((name) => pattern.test(name.replace('1D', '2D')));
  const isMissing = families.some((family) => {
    const pattern = ARCHITECTURE_LAYERS[family];
    // Every network ends in a dense layer, and attention may be a part of any.
    const isPart = family === 'dense' || (family === 'transformer' && isShown(TRUNK));
    return pattern !== undefined && !isPart && !isShown(pattern);
  });
  const hasBackbone = network.layers.some(({ call }) => isBackbone(call));
  return isMissing || (backbone !== null && !hasBackbone && network.layers.length < LEAST_OF_OWN)
    ? null
    : network;
}

/** The layers behind a known network that is named: all that are described, where none of them reads an image by itself. */
function headOf(network: StatedNetwork, backbone: string): StatedNetwork | null {
  const readsImages = ({ call }: StatedNetwork['layers'][number]): boolean =>
    isBackbone(call) ||
    hasRole(
      unwrapLayer({ ...call, name: nameIn(call, 2) }),
      'convolution',
      'depthwise convolution',
      'recurrent',
      'recurrent convolution',
      'embedding',
    );
  if (network.layers.some(readsImages)) return null;
  const [first] = network.layers;
  const span = [first?.span[0] ?? 0, first?.span[0] ?? 0] as const;
  const call = layerCall(backbone, [], {
    include_top: literal(false),
    weights: literal('imagenet'),
  });
  return { ...network, layers: [{ call, span }, ...network.layers] };
}

const TRUNK = /Conv2D|LSTM\(|GRU\(|RNN\(/;
/** So many layers are a network of their own, whatever known network they are said to resemble. */
const LEAST_OF_OWN = 5;

/**
 * A stated network for the data: layers of the data's dimension, usual sizes where none is stated, branches made of sizes
 * that can be joined. Shapes: without the head.
 *
 * Paper: III-B, model architecture.
 */
export function buildStated(
  { layers }: StatedNetwork,
  { data, program, stated }: LayerSetting,
): readonly LayerCall[] {
  const shape: Shape = itemShape(data, program.plan.layers[0] ?? '') ?? [];
  const dimension = inputForm(data) === 'tokens' ? 1 : Math.max(1, shape.length - 1);
  const { settings, stacks } = stated;
  const usual = {
    ...USUAL,
    ...(settings.kernelSize === null ? {} : { kernel_size: settings.kernelSize }),
    ...(stacks.embedding === null ? {} : { output_dim: stacks.embedding }),
  };
  let filters: LiteralValue = USUAL['filters'] ?? null;
  const sized = layers.map(({ call }) => {
    const named = changeInner({ ...call, name: nameIn(call, dimension) }, (inner) => {
      const filled = withUsual(inner, { ...usual, filters });
      filters = argument(filled, 'filters') ?? filters;
      return filled;
    });
    return named;
  });
  const active = sized.map((call, at) =>
    isNonlinear(call) || isActivatedLater(sized, at)
      ? call
      : { ...call, named: { ...call.named, activation: literal('relu') } },
  );
  const isOpen = layers.map(({ call }) => {
    const layer = atTwo(call);
    return argument(layer, hasRole(layer, 'pooling') ? 'pool_size' : 'filters') === undefined;
  });
  const isSequence =
    shape.length === 1 && inputForm(data) !== 'tokens' && readsSteps(active[0]?.name ?? '');
  return isSequence
    ? joinBranches(overSteps(active), [false, ...isOpen], shape)
    : joinBranches(active, isOpen, shape);
}

function readsSteps(name: string): boolean {
  return /1D$|^(?:LSTM|GRU|SimpleRNN|Bidirectional|MultiHeadAttention|Attention)$/.test(name);
}

/** Numbers of a row are read as steps of one value; so does everything that takes the network's input. */
function overSteps(layers: readonly LayerCall[]): readonly LayerCall[] {
  const steps = layerCall('Reshape', [[-1, 1]]);
  const isShared = layers.some(({ inputs }) => inputs?.includes(NETWORK_INPUT));
  return [
    isShared ? { ...steps, label: 'steps' } : steps,
    ...layers.map((layer) =>
      layer.inputs === undefined
        ? layer
        : {
            ...layer,
            inputs: layer.inputs.map((name) => (name === NETWORK_INPUT ? 'steps' : name)),
          },
    ),
  ];
}

/** Layers other than dense and convolutional ones need no activation. */
function isNonlinear(call: LayerCall): boolean {
  return (
    !hasRole(call, 'dense', 'convolution', 'transposed convolution') ||
    argument(call, 'activation') !== undefined
  );
}

/** Whether an activation follows, after a normalization or a sum. */
function isActivatedLater(layers: readonly LayerCall[], at: number): boolean {
  const label = layers[at]?.label;
  const next = layers.findIndex(
    ({ inputs }, place) =>
      place > at &&
      (label === undefined ? place === at + 1 : (inputs?.includes(label) ?? place === at + 1)),
  );
  const follower = layers[next];
  if (follower === undefined) return false;
  if (hasRole(follower, 'activation', 'merge')) return true;
  return hasRole(follower, 'normalization', 'dropout') && isActivatedLater(layers, next);
}

function atTwo(call: LayerCall): LayerCall {
  return unwrapLayer({ ...call, name: nameIn(call, 2) });
}

/** A layer exists for few dimensions; 2 is among them. */
function nameIn({ name }: LayerCall, dimension: number): string {
  const wanted = name.replace('#', String(dimension));
  const isThere = dimension !== 3 || !/^(?:SeparableConv|DepthwiseConv)/.test(name);
  return isThere ? wanted : name.replace('#', '2');
}

function withUsual(call: LayerCall, usual: Readonly<Record<string, LiteralValue>>): LayerCall {
  const dimension = dimensionOf(call);
  const flat = dimension === 1 ? flattened(call) : call;
  const open = OPEN.find(([roles]) => hasRole(call, ...roles))?.[1] ?? [];
  const rate = hasRole(call, 'dropout', 'channel dropout')
    ? [call.name === 'GaussianNoise' ? 'stddev' : 'rate']
    : [];
  const filled = [...open, ...rate].reduce((layer, name) => {
    if (argument(layer, name) !== undefined) return layer;
    return placeArgument(layer, name, usual[name] ?? null);
  }, flat);
  const { kernel_size: kernel, ...named } = filled.named;
  return kernel === undefined || filled.positional.length !== 1
    ? filled
    : { ...filled, positional: [...filled.positional, kernel], named };
}

/** Sides of two dimensions as the one of a sequence. */
function flattened(call: LayerCall): LayerCall {
  return ['kernel_size', 'pool_size', 'strides', 'size', 'dilation_rate'].reduce((layer, name) => {
    const value = argument(layer, name);
    return Array.isArray(value) ? withArgument(layer, name, value[0] ?? 1) : layer;
  }, call);
}

/** First arguments stand by place. */
function placeArgument(layer: LayerCall, name: string, value: LiteralValue): LayerCall {
  if (layer.positional.length === 0 && /^(?:filters|units|rate|stddev|pool_size)$/.test(name))
    return { ...layer, positional: [literal(value)] };
  return withArgument(layer, name, value);
}
