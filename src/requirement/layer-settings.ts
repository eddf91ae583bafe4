import type { Ask } from '../artifacts/index.ts';
import { ownTable } from '../core/index.ts';

/** What a requirement states of the layers of a network beside their number and sizes; null where it states nothing. */
export interface LayerSettings {
  /** Activation of hidden layers, by its name in Keras. */
  readonly activation: string | null;
  /** Activation of recurrent layers. */
  readonly recurrentActivation: string | null;
  readonly l1: number | null;
  readonly l2: number | null;
  /** Initialiser of kernels, by its name in Keras. */
  readonly initialiser: string | null;
  readonly kernelSize: number | null;
  readonly isNormalised: boolean;
  /** Layers that the network must not have, as they are named in Keras. */
  readonly unwanted: readonly ('Dropout' | 'BatchNormalization')[];
}

/** Asks for activations by the name of their term -> Keras. */
const ACTIVATIONS: Readonly<Record<string, string>> = ownTable({
  ReLU: 'relu',
  LeakyReLU: 'leaky_relu',
  tanh: 'tanh',
  ELU: 'elu',
  SELU: 'selu',
  GELU: 'gelu',
  swish: 'silu',
  mish: 'mish',
});

/** Where a penalty is asked for without a factor. */
export const USUAL_PENALTY = 1e-4;

/** The same clause speaks of the output, or of recurrent layers. */
const OUTPUT_BEFORE = /\b(?:outputs?|final|last|head|generator|decoder)\b[^.,;]{0,30}$/i;
const OUTPUT_AFTER = /^[^.,;]{0,12}\b(?:outputs?|final|last)\b/i;
const RECURRENT_BEFORE =
  /\b(?:lstms?|grus?|rnns?|recurrent)\b(?:(?!\b(?:dense|hidden|conv\w*)\b)[^.;]){0,40}$/i;
const DENSE_AFTER = /^[^.,;]{0,25}\b(?:dense|hidden|fully)\b/i;

/** Reads the settings of layers from asks; `text` is what their spans are places of. */
export function layerSettings(asks: readonly Ask[], text: string): LayerSettings {
  const layers = asks.filter(({ kind }) => kind === 'layer');
  const wanted = layers.filter(({ value }) => value !== false);
  const find = (name: string): Ask | undefined => wanted.find((ask) => ask.name === name);
  const number = (name: string): number | null => {
    const value = find(name)?.value;
    return typeof value === 'number' ? value : null;
  };
  const penalty = (name: string): number | null =>
    number(name) ?? (find(name) === undefined ? null : USUAL_PENALTY);
  const activations = wanted.filter(({ name }) => ACTIVATIONS[name] !== undefined);
  const isOutput = ({ span: [start, end] }: Ask): boolean =>
    OUTPUT_BEFORE.test(text.slice(0, start)) || OUTPUT_AFTER.test(text.slice(end));
  const isRecurrent = ({ span: [start, end] }: Ask): boolean =>
    RECURRENT_BEFORE.test(text.slice(0, start)) && !DENSE_AFTER.test(text.slice(end));
  const hidden = activations.filter((ask) => !isOutput(ask));
  const initialiser = find('initialiser')?.value;
  return {
    activation: onlyOne(hidden.filter((ask) => !isRecurrent(ask))),
    recurrentActivation: onlyOne(hidden.filter(isRecurrent)),
    l1: penalty('L1 penalty'),
    l2: penalty('L2 penalty'),
    initialiser: typeof initialiser === 'string' ? initialiser : null,
    kernelSize: number('kernel size'),
    isNormalised: find('BatchNormalization') !== undefined,
    unwanted: (['Dropout', 'BatchNormalization'] as const).filter((name) =>
      layers.some((ask) => ask.name === name && ask.value === false),
    ),
  };
}

/** Several activations belong to layers of their own. */
function onlyOne(asks: readonly Ask[]): string | null {
  const names = new Set(asks.map(({ name }) => ACTIVATIONS[name] ?? null));
  const [name = null] = names;
  return names.size === 1 ? name : null;
}
