import type { LayerArgument, LayerCall, LiteralValue } from '../artifacts/index.ts';
import { layerCall } from './change-layer.ts';
import { ACTIVATIONS, DEFAULT_ARGUMENTS, OLD_ARGUMENTS } from './argument-table.ts';
import { isBackbone } from './backbones.ts';
import { kerasLayer, signatureOf } from './layer-lookup.ts';
import { evaluateSize, type LayerContext } from './layer-size.ts';
import { hearNames } from './vocabulary.ts';

/** What was changed on the way, told by code. */
export type Tell = (
  code: 'LAYER_DEFAULT' | 'LAYER_ARGUMENT' | 'LAYER_VALUE',
  message: string,
  fix: string,
) => void;

/** What Keras 3 takes elsewhere or by itself: nothing is lost without it. */
const ELSEWHERE =
  /^(?:(?:batch_)?(?:input|output)_shape|input_\w+|data_format|weights|trainable|classes|mask|training|batch_size|return_state|border_mode|shape|sparse|dim_ordering)$/;

const SIZES =
  /^(?:units|filters|kernel_size|pool_size|strides|size|rate|dropout|recurrent_dropout|input_dim|output_dim|n|num_heads|key_dim|dilation_rate|padding|cropping|target_shape|shape|dims|axis|axes|stddev|negative_slope|momentum|epsilon|factor|height_factor|width_factor|height|width|scale|offset|groups|depth_multiplier|classes|alpha|max_value|threshold)$/;
const SCALARS =
  /^(?:units|filters|rate|input_dim|output_dim|n|num_heads|key_dim|stddev|negative_slope|height|width)$/;
const REGULARIZER =
  /(?:^|[._])(l1_?l2|l1|l2)\(\s*((?:(?:l1|l2|l)\s*=\s*)?[\d.e-]+(?:\s*,\s*(?:l1|l2)\s*=\s*[\d.e-]+)?)?\s*\)$/i;
const INITIALIZERS =
  /^(?:(?:he|glorot|lecun|random)_(?:normal|uniform)|truncated_normal|variance_scaling|orthogonal|zeros|ones|identity)$/;

/** A layer or backbone of Keras; `isOther` where it stands in for a backbone that Keras does not have. */
export interface LayerName {
  readonly name: string;
  readonly isOther: boolean;
}

/** The Keras class or backbone that a name stands for; null where Keras has none. */
export function layerName(name: string): LayerName | null {
  const layer = kerasLayer(name);
  if (layer !== null) return { name: layer, isOther: false };
  const [heard] = hearNames('backbone', name);
  if (heard === undefined || heard.words.length !== name.length) return null;
  const { substitute } = heard;
  return { name: substitute?.with ?? heard.name, isOther: substitute !== undefined };
}

/**
 * A call whose name Keras knows, with arguments Keras 3 takes: old names mapped, foreign ones left out, sizes evaluated,
 * required ones filled; a backbone comes without its top unless the plan says so. Only literals, layers and regularizers made of numbers are left, so that it may reach code.
 */
export function resolveCall(
  name: string,
  call: LayerCall,
  context: LayerContext,
  tell: Tell,
): LayerCall {
  const signature = signatureOf(name);
  const order = signature.map((argument) => argument.replace('*', ''));
  const given: [string, LayerArgument, boolean][] = [
    ...call.positional.map((value, at): [string, LayerArgument, boolean] => [
      order[at] ?? '',
      value,
      true,
    ]),
    ...Object.entries(call.named).map(([key, value]): [string, LayerArgument, boolean] => [
      argumentName(name, key, order),
      value,
      false,
    ]),
  ];
  const kept = new Map<string, { value: LayerArgument; positional: boolean }>();
  for (const [key, argument, positional] of given) {
    if (
      !order.includes(key) ||
      key === 'input_tensor' ||
      (key === 'weights' && !isBackbone(name))
    ) {
      if (!['name', 'dtype', ''].includes(key)) {
        tell(
          ELSEWHERE.test(key) ? 'LAYER_ARGUMENT' : 'LAYER_VALUE',
          `${name}: argument ${key.slice(0, 40)} is left out; Keras 3 takes it elsewhere or not at all`,
          `remove ${key.slice(0, 40)}`,
        );
      }
      continue;
    }
    const value = resolveValue(name, key, argument, context, tell);
    if (value !== null) kept.set(key, { value, positional });
  }
  if (isBackbone(name) && !kept.has('include_top')) {
    kept.set('include_top', { value: { kind: 'literal', value: false }, positional: false });
  }
  for (const argument of signature
    .filter((item) => item.startsWith('*'))
    .map((item) => item.slice(1))) {
    if (kept.has(argument)) continue;
    kept.set(argument, {
      value: defaultArgument(name, argument, kept.get('activation')?.value, context),
      positional: true,
    });
    tell(
      'LAYER_DEFAULT',
      `${name}: ${argument} is not stated, taken by default`,
      `write ${argument} into the layer`,
    );
  }
  const lead = order.findIndex((key) => kept.get(key)?.positional !== true);
  const leading = order.slice(0, lead === -1 ? order.length : lead);
  return {
    kind: 'call',
    name,
    positional: leading.map((key) => kept.get(key)?.value).filter((value) => value !== undefined),
    named: Object.fromEntries(
      [...kept].filter(([key]) => !leading.includes(key)).map(([key, { value }]) => [key, value]),
    ),
  };
}

/** The argument of Keras 3 that a name of Keras 1, 2 or another library means, of those that a layer has; else the name. */
export function argumentName(layer: string, key: string, order: readonly string[]): string {
  if (order.includes(key)) return key;
  if (key === 'alpha' && layer === 'LeakyReLU') return 'negative_slope';
  if (key === 'output_dim' && order.includes('units')) return 'units';
  const renamed = Object.hasOwn(OLD_ARGUMENTS, key) ? OLD_ARGUMENTS[key] : undefined;
  return renamed !== undefined && order.includes(renamed) ? renamed : key;
}

function defaultArgument(
  layer: string,
  argument: string,
  activation: LayerArgument | undefined,
  context: LayerContext,
): LayerArgument {
  if (argument === 'layer') {
    const inner = layer === 'TimeDistributed' ? 'Dense' : 'LSTM';
    return {
      kind: 'layer',
      layer: layerCall(inner, [64]),
    };
  }
  const head = activation?.kind === 'literal' ? activation.value : null;
  const ofData =
    argument === 'input_dim'
      ? context.vocabularySize
      : argument === 'units' && head === 'softmax'
        ? context.classCount
        : argument === 'units' && head === 'sigmoid'
          ? 1
          : null;
  return { kind: 'literal', value: ofData ?? DEFAULT_ARGUMENTS[argument] ?? null };
}

function resolveValue(
  layer: string,
  key: string,
  argument: LayerArgument,
  context: LayerContext,
  tell: Tell,
): LayerArgument | null {
  const written =
    argument.kind === 'literal'
      ? argument.value
      : argument.kind === 'layer'
        ? argument.layer.name
        : argument.text;
  const drop = (): null => {
    tell(
      ELSEWHERE.test(key) || layer === 'Input' ? 'LAYER_ARGUMENT' : 'LAYER_VALUE',
      `${layer}: ${key} is ${JSON.stringify(written).slice(0, 60)}, which cannot be read; its default is taken`,
      `write ${key} as a plain value`,
    );
    return null;
  };
  if (key === 'layer') {
    if (argument.kind !== 'layer') return drop();
    const inner = layerName(argument.layer.name);
    return inner === null
      ? drop()
      : { kind: 'layer', layer: resolveCall(inner.name, argument.layer, context, tell) };
  }
  if (key.endsWith('activation'))
    return written === null ? argument : (activation(written) ?? drop());
  if (/_(?:regularizer|initializer|constraint)$/.test(key)) return helper(key, argument) ?? drop();
  if (SIZES.test(key)) {
    const value = size(key, argument, context);
    return value !== null && fits(layer, key, value) ? value : drop();
  }
  if (key === 'return_state') return drop();
  if (key === 'weights') return { kind: 'literal', value: written === null ? null : 'imagenet' };
  return argument.kind === 'literal' ? argument : drop();
}

/** Whether Keras takes a size of that form: one number where the argument is one, no `None` for a pool, a padding by name. */
function fits(layer: string, key: string, argument: LayerArgument): boolean {
  const value = argument.kind === 'literal' ? argument.value : null;
  if (SCALARS.test(key)) return typeof value === 'number';
  if (key === 'pool_size' || key === 'kernel_size') return value !== null;
  return key !== 'padding' || layer.startsWith('ZeroPadding') || typeof value === 'string';
}

function activation(written: LiteralValue): LayerArgument | null {
  if (typeof written !== 'string') return null;
  const last = written.replace(/\(.*$/s, '').split('.').at(-1) ?? '';
  const name = last
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/\s+/g, '_');
  const known = [
    name,
    name
      .replace('leaky_re_lu', 'leaky_relu')
      .replace('leakyrelu', 'leaky_relu')
      .replace(/^re_lu$/, 'relu'),
  ].find((candidate) => ACTIVATIONS.includes(candidate));
  return known === undefined ? null : { kind: 'literal', value: known };
}

function helper(key: string, argument: LayerArgument): LayerArgument | null {
  if (argument.kind === 'literal' && argument.value === null) return argument;
  const text =
    argument.kind === 'layer'
      ? argument.layer.name
      : argument.kind === 'expression'
        ? argument.text
        : String(argument.value);
  if (key.endsWith('_regularizer')) {
    const [, kind, numbers] = REGULARIZER.exec(`.${text}`) ?? [];
    if (/^l1_?l2$|^l[12]$/i.test(text)) return { kind: 'literal', value: text.toLowerCase() };
    if (kind === undefined) return null;
    return {
      kind: 'expression',
      text: `keras.regularizers.${kind.replace('_', '').toUpperCase()}(${(numbers ?? '').replace(/\bl\s*=/, '')})`,
    };
  }
  const name = text.replace(/\(.*$/s, '').split('.').at(-1) ?? '';
  const snake = name.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();
  const value =
    { normal: 'random_normal', uniform: 'random_uniform', zero: 'zeros', one: 'ones' }[snake] ??
    snake;
  return key.endsWith('_initializer') && INITIALIZERS.test(value)
    ? { kind: 'literal', value }
    : null;
}

function size(key: string, argument: LayerArgument, context: LayerContext): LayerArgument | null {
  const literal = (value: LiteralValue): LayerArgument => ({ kind: 'literal', value });
  if (argument.kind === 'layer') return null;
  if (argument.kind === 'literal') {
    if (typeof argument.value !== 'string')
      return /^(?:rate|dropout|recurrent_dropout)$/.test(key)
        ? literal(share(argument.value))
        : argument;
    if (key === 'padding')
      return /^(?:same|valid|causal)$/i.test(argument.value)
        ? literal(argument.value.toLowerCase())
        : null;
  }
  const text = argument.kind === 'expression' ? argument.text : String(argument.value);
  const square = /^(\d+)\s*[x×]\s*(\d+)(?:\s*[x×]\s*(\d+))?$/.exec(text);
  if (square !== null) return literal(square.slice(1).filter(Boolean).map(Number));
  const list = /^[([](.*)[)\]]$/s.exec(text)?.[1];
  if (list !== undefined && list.includes(',')) {
    const items = list
      .split(/,(?![^(]*\))/)
      .map((item) => item.trim())
      .filter((item) => item !== '');
    const values = items.map((item) => (item === 'None' ? null : evaluateSize(item, context)));
    return items.every((item, at) => item === 'None' || values[at] !== null)
      ? literal(values)
      : null;
  }
  const value = evaluateSize(text.replace(/^\*+/, ''), context);
  return value === null
    ? null
    : literal(/^(?:rate|dropout|recurrent_dropout)$/.test(key) ? share(value) : value);
}

/** A rate of 20 is 20 %. */
function share(value: LiteralValue): LiteralValue {
  return typeof value === 'number' && value > 1 && value <= 100 ? value / 100 : value;
}
