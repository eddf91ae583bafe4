import type { LayerArgument, LayerCall } from '../../artifacts/index.ts';
import {
  argument,
  changeInner,
  hasRole,
  isBackbone,
  layerCall,
  literal,
  unwrapLayer,
  withArgument,
  withoutArgument,
} from '../../plan/index.ts';
import { renderNumber } from '../../python/text.ts';
import type { LayerPass } from './layer-pass.ts';

/** Activations that hidden layers have; a softmax or sigmoid means something in its place. */
const HIDDEN = new Set(['relu', 'relu6', 'leaky_relu', 'tanh', 'elu', 'selu', 'gelu', 'silu']);
const HIDDEN_LAYERS = /^(?:ReLU|LeakyReLU|PReLU|ELU)$/;

/** Dense, convolutional and recurrent layers: those with a kernel. */
function hasKernel(layer: LayerCall): boolean {
  const inner = unwrapLayer(layer);
  return hasRole(inner, 'recurrent') || isFeedForward(inner);
}

function isFeedForward(layer: LayerCall): boolean {
  return hasRole(layer, 'dense', 'convolution', 'transposed convolution');
}

/** The stated activation, wherever hidden layers have one. */
export const setActivation: LayerPass = (layers, { stated: { settings } }) => {
  const { activation: hidden, recurrentActivation: recurrent } = settings;
  return layers.map((layer) => {
    const inner = unwrapLayer(layer);
    if (recurrent !== null && hasRole(inner, 'recurrent'))
      return changeInner(layer, (cell) => withArgument(cell, 'activation', recurrent));
    if (hidden === null) return layer;
    if (HIDDEN_LAYERS.test(layer.name)) return layerCall('Activation', [hidden]);
    const isActive = isFeedForward(inner) || inner.name === 'Activation';
    return isActive && HIDDEN.has(String(argument(inner, 'activation')))
      ? changeInner(layer, (active) => withArgument(active, 'activation', hidden))
      : layer;
  });
};

/** The stated penalties on the kernels of all hidden layers. */
export const setPenalty: LayerPass = (layers, { stated: { settings } }) => {
  const penalty = penaltyOf(settings);
  return penalty === null
    ? layers
    : layers.map((layer) =>
        hasKernel(layer)
          ? changeInner(layer, (inner) => ({
              ...inner,
              named: { ...inner.named, kernel_regularizer: penalty },
            }))
          : layer,
      );
};

function penaltyOf({ l1, l2 }: { l1: number | null; l2: number | null }): LayerArgument | null {
  const code = (text: string): LayerArgument => ({
    kind: 'expression',
    text: `keras.regularizers.${text}`,
  });
  if (l1 !== null && l2 !== null)
    return code(`L1L2(l1=${renderNumber(l1)}, l2=${renderNumber(l2)})`);
  if (l1 !== null) return code(`L1(${renderNumber(l1)})`);
  return l2 === null ? null : code(`L2(${renderNumber(l2)})`);
}

/** The stated initialiser of the kernels of all hidden layers. */
export const setInitialiser: LayerPass = (layers, { stated: { settings } }) => {
  const { initialiser } = settings;
  return initialiser === null
    ? layers
    : layers.map((layer) =>
        hasKernel(layer)
          ? changeInner(layer, (inner) => withArgument(inner, 'kernel_initializer', initialiser))
          : layer,
      );
};

/** The stated side of convolution kernels; one of 1 mixes channels and stays. */
export const setKernelSize: LayerPass = (layers, { stated: { settings } }) => {
  const { kernelSize: size } = settings;
  if (size === null) return layers;
  return layers.map((layer) => {
    if (!hasRole(layer, 'convolution')) return layer;
    const own = argument(layer, 'kernel_size');
    const sides = Array.isArray(own) ? own : [own];
    if (sides.every((side) => side === 1)) return layer;
    return withArgument(layer, 'kernel_size', Array.isArray(own) ? own.map(() => size) : size);
  });
};

/** Without the layers that are asked not to be. */
export const removeUnwanted: LayerPass = (layers, { stated: { settings } }) => {
  const { unwanted } = settings;
  const isUnwanted = ({ name }: LayerCall): boolean =>
    unwanted.some((other) =>
      other === 'Dropout' ? /^(?:Spatial|Alpha|Gaussian)?Dropout/.test(name) : name === other,
    );
  const kept = layers.filter((layer) => !isUnwanted(layer));
  return unwanted.includes('Dropout')
    ? kept.map((layer) =>
        changeInner(layer, (inner) =>
          hasRole(inner, 'recurrent')
            ? withoutArgument(withoutArgument(inner, 'dropout'), 'recurrent_dropout')
            : inner,
        ),
      )
    : kept;
};

/** Batch statistics after each hidden layer where they are asked for and no layer takes them. */
export const addNormalisation: LayerPass = (layers, { stated: { settings } }) => {
  const isThere = layers.some((layer) => layer.name === 'BatchNormalization' || isBackbone(layer));
  return !settings.isNormalised || isThere
    ? layers
    : layers.flatMap((layer) =>
        isFeedForward(layer)
          ? [layer, layerCall('BatchNormalization', [], { momentum: literal(0.9) })]
          : [layer],
      );
};

/** Dropout before the output where a rate is stated and no layer drops. */
export const addDropout: LayerPass = (layers, { stated: { dropout } }) =>
  dropout === null || layers.some(({ name }) => /Dropout/.test(name)) || layers.length === 0
    ? layers
    : [...layers, layerCall('Dropout', [dropout])];
