import type { LayerArgument, LayerCall, LiteralValue } from '../artifacts/index.ts';
import { hasRole, isBackbone } from '../plan/index.ts';
import { renderCall, renderNumber, renderString } from '../python/index.ts';

/** Arguments every backbone of a project gets; `WEIGHTS` is None until weights can be had. */
const BACKBONE_ARGUMENTS = ['include_top=False', 'weights=WEIGHTS'] as const;

export interface LayerCodeOptions {
  /** Spaces before the statement. */
  readonly indent: number;
  /** Text that stands for an argument of this layer, by argument name, e.g. `units` -> `class_count`. */
  readonly replace: Readonly<Record<string, string>>;
}

/** `name = layers.X(...)(argument)` for a plan's layer, a list of several arguments. `own` names layers the program itself defines. */
export function renderLayerStatement(
  target: string,
  layer: LayerCall,
  given: readonly string[],
  own: ReadonlySet<string>,
  options: LayerCodeOptions,
): string {
  const prefix = `${target} = ${layerPrefix(layer, own)}`;
  return renderCall(
    prefix,
    layerArguments(layer, own, options.replace),
    `(${taken(layer, given)})`,
    options.indent,
  );
}

/** Attention with one input looks from it to itself. */
function taken(layer: LayerCall, given: readonly string[]): string {
  const isAttention = hasRole(layer, 'query attention', 'list attention');
  const names = isAttention && given.length === 1 ? [...given, ...given] : given;
  const isList = names.length > 1 && !hasRole(layer, 'query attention');
  return isList ? `[${names.join(', ')}]` : names.join(', ');
}

/** A layer as an expression, e.g. the inner layer of `Bidirectional`. */
export function renderLayerExpression(layer: LayerCall, own: ReadonlySet<string>): string {
  return `${layerPrefix(layer, own)}(${layerArguments(layer, own, {}).join(', ')})`;
}

function layerPrefix(layer: LayerCall, own: ReadonlySet<string>): string {
  if (isBackbone(layer)) return `keras.applications.${layer.name}`;
  return own.has(layer.name) ? layer.name : `layers.${layer.name}`;
}

function layerArguments(
  layer: LayerCall,
  own: ReadonlySet<string>,
  replace: Readonly<Record<string, string>>,
): string[] {
  if (isBackbone(layer)) {
    const pooling = layer.named['pooling'];
    return [
      ...BACKBONE_ARGUMENTS,
      ...(pooling === undefined ? [] : [`pooling=${renderArgument(pooling, own)}`]),
    ];
  }
  const positional = layer.positional.map((argument, index) => {
    if (index > 0 || replace['0'] === undefined) return renderArgument(argument, own);
    // A wrapper hands its size on to the layer inside.
    return argument.kind === 'layer'
      ? `${layerPrefix(argument.layer, own)}(${layerArguments(argument.layer, own, replace).join(', ')})`
      : replace['0'];
  });
  const named = Object.entries(layer.named).map(
    ([name, argument]) => `${name}=${replace[name] ?? renderArgument(argument, own)}`,
  );
  return [...positional, ...named];
}

function renderArgument(argument: LayerArgument, own: ReadonlySet<string>): string {
  if (argument.kind === 'literal') return renderValue(argument.value);
  if (argument.kind === 'layer') return renderLayerExpression(argument.layer, own);
  return REGULARIZER.test(argument.text) ? argument.text : renderString(argument.text);
}

/** The one expression that `resolveLayers` writes as code: nothing but numbers and their names; other text stays text. */
const REGULARIZER = /^keras\.regularizers\.L(?:1|2|1L2)\([\d.e=,l -]*\)$/;

/** Lists of a plan become tuples, which no later code can change. */
function renderValue(value: LiteralValue): string {
  if (typeof value === 'number') return renderNumber(value);
  if (typeof value === 'string') return renderString(value);
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  const items = value.map(renderValue);
  return items.length === 1 ? `(${items[0]},)` : `(${items.join(', ')})`;
}
