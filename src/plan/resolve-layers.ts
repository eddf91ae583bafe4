import type { LayerCall, TypedLayer } from '../artifacts/index.ts';
import type { Issue } from '../core/index.ts';
import { layerCall } from './change-layer.ts';
import { connectLayers, inPlaceOf } from './layer-graph.ts';
import { ACTIVATIONS } from './argument-table.ts';
import { hasRole } from './layer-lookup.ts';
import { SUBSTITUTES } from './layer-substitute-table.ts';
import type { LayerContext } from './layer-size.ts';
import { leadingCall, parseLayer } from './layer-syntax.ts';
import { layerName, resolveCall, type Tell } from './resolve-call.ts';
import { withDetails } from './prose-details.ts';
import { readProse } from './read-prose.ts';

export type { LayerContext } from './layer-size.ts';

export interface ResolvedLayers {
  /** Keras 3 layers and backbones only, arguments only literals, layers and regularizers made of numbers. */
  readonly layers: readonly LayerCall[];
  /** Index in the plan's layers of each of `layers`; one text may give several. */
  readonly origins: readonly number[];
  readonly findings: readonly Issue[];
}

type Code =
  | 'LAYER_DEFAULT'
  | 'LAYER_ARGUMENT'
  | 'LAYER_VALUE'
  | 'LAYER_SUBSTITUTED'
  | 'LAYER_LEFT_OUT'
  | 'LAYER_UNKNOWN';

/**
 * The plan's layer texts as Keras 3 calls: prose read by a table, sizes of the data taken from the context,
 * what Keras has no equivalent of substituted. The result may be compiled to code: no text of the plan is left in it but literals.
 *
 * Paper: III-B, model architecture. Each finding has the layer's index in its path and a fix:
 * `LAYER_DEFAULT` (size not stated), `LAYER_ARGUMENT` (argument that Keras 3 takes elsewhere),
 * `LAYER_VALUE` (stated value that cannot be kept), `LAYER_SUBSTITUTED` (a Keras equivalent),
 * `LAYER_LEFT_OUT` (belongs to another section), `LAYER_UNKNOWN` (cannot be resolved; not in `layers`).
 */
export function resolveLayers(
  layers: readonly string[],
  context: LayerContext,
  own: ReadonlySet<string> = new Set(),
): ResolvedLayers {
  const findings: Issue[] = [];
  const dimension = commonDimension(layers);
  const resolved = layers.flatMap((text, at) => {
    const tell = (code: Code, message: string, fix: string): void => {
      findings.push({ code, path: `Model Architecture.Layers[${at}]`, message, fix });
    };
    const typed = parseLayer(text);
    const calls = resolveOne(typed, { context, dimension, tell, own }, 0);
    const placed = typed.kind === 'call' ? inPlaceOf(typed, calls) : calls;
    return placed.map((call) => ({ call, at }));
  });
  return {
    layers: connectLayers(resolved.map(({ call }) => call)),
    origins: resolved.map(({ at }) => at),
    findings,
  };
}

interface Setting {
  /** Layers that a program of the pool defines; they stand as they are. */
  readonly own: ReadonlySet<string>;
  readonly context: LayerContext;
  readonly dimension: number;
  readonly tell: (code: Code, message: string, fix: string) => void;
}

function resolveOne(layer: TypedLayer, setting: Setting, depth: number): readonly LayerCall[] {
  if (layer.kind === 'call') return resolveNamed(layer, setting, depth);
  const lead = leadingCall(layer.text);
  if (lead !== null && layerName(lead.layer.name) !== null) {
    const [activation] = readProse(lead.rest, setting.dimension).filter(
      ({ name }) => name === 'Activation',
    );
    const given = activation?.positional[0];
    const takes =
      given !== undefined &&
      lead.layer.named['activation'] === undefined &&
      hasRole(
        { name: layerName(lead.layer.name)?.name ?? '' },
        'dense',
        'convolution',
        'transposed convolution',
        'recurrent convolution',
      );
    const activated = takes
      ? { ...lead.layer, named: { ...lead.layer.named, activation: given } }
      : lead.layer;
    const known = { ...activated, name: layerName(activated.name)?.name ?? activated.name };
    const call = withDetails(known, lead.rest);
    const others = readProse(lead.rest, setting.dimension).filter(({ name }) =>
      /^(?:BatchNormalization|Dropout|Max|Flatten)/.test(name),
    );
    return [call, ...(/\bwith\b|\band\b|\+|->/.test(lead.rest) ? others : [])].flatMap((next) =>
      resolveNamed(next, setting, depth),
    );
  }
  const calls =
    lead === null && !isOutside(layer.text) ? readProse(layer.text, setting.dimension) : [];
  return calls.length > 0
    ? calls.flatMap((call) => resolveNamed(call, setting, depth))
    : substitute(layer.text, setting, depth);
}

/** Prose that names something Keras cannot do must reach the table of substitutes even where it also names a layer. */
function isOutside(text: string): boolean {
  const row = SUBSTITUTES.find(([pattern]) => pattern.test(text));
  return (
    row !== undefined &&
    (row[1].length === 0 || SUBSTITUTES.indexOf(row) <= FIRST_OUTSIDE) &&
    !/^(?:dense|conv|dropout|embedding|output|lstm|bidirectional|input|batch|flatten|global)/i.test(
      text,
    )
  );
}

const FIRST_OUTSIDE = 6;

function resolveNamed(call: LayerCall, setting: Setting, depth: number): readonly LayerCall[] {
  const found = layerName(call.name);
  if (found === null && setting.own.has(call.name)) return [ownLayer(call)];
  const activation = call.name.toLowerCase();
  if (found === null) {
    if (ACTIVATIONS.includes(activation)) {
      return [layerCall('Activation', [activation])];
    }
    return substitute(call.name, setting, depth);
  }
  const { name, isOther } = found;
  if (isOther) {
    setting.tell(
      'LAYER_SUBSTITUTED',
      `${call.name.slice(0, 40)} is not part of keras.applications; ${name} is used instead`,
      `write ${name}`,
    );
  }
  const tell: Tell = setting.tell;
  return [resolveCall(name, call, setting.context, tell)];
}

/** Only literal arguments reach code; the layer's defaults take the place of others. */
function ownLayer(call: LayerCall): LayerCall {
  const named = Object.entries(call.named).filter(([, { kind }]) => kind === 'literal');
  return {
    ...call,
    positional: call.positional.filter(({ kind }) => kind === 'literal'),
    named: Object.fromEntries(named),
  };
}

function substitute(text: string, setting: Setting, depth: number): readonly LayerCall[] {
  const shown = JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
  const row = depth > 0 ? undefined : SUBSTITUTES.find(([pattern]) => pattern.test(text));
  if (row === undefined) {
    const words = text.replaceAll('_', ' ').replace(/([a-z])([A-Z])/g, '$1 $2');
    const calls = depth > 0 ? [] : readProse(words, setting.dimension);
    if (calls.length === 0) {
      setting.tell(
        'LAYER_UNKNOWN',
        `no Keras layer is known for ${shown}`,
        "write it as a Keras call, e.g. Dense(64, activation='relu')",
      );
      return [];
    }
    setting.tell(
      'LAYER_SUBSTITUTED',
      `${shown} is read as ${calls.map(({ name }) => name).join(', ')}`,
      'write it as Keras calls',
    );
    return calls.flatMap((call) => resolveNamed(call, setting, depth + 1));
  }
  const [, layers, reason] = row;
  if (layers.length === 0)
    setting.tell('LAYER_LEFT_OUT', `${shown} is left out: ${reason}`, 'remove it from the layers');
  else
    setting.tell(
      'LAYER_SUBSTITUTED',
      `${shown} is replaced by ${layers.join(', ')}: ${reason}`,
      'write the layers that are wanted',
    );
  return layers.flatMap((layer) =>
    resolveOne(
      parseLayer(layer.replaceAll(/(?<=Conv)2D/g, `${setting.dimension}D`)),
      setting,
      depth + 1,
    ),
  );
}

/** 1, 2 or 3: the dimension that most layers name; recurrent layers and embeddings speak for 1. */
function commonDimension(layers: readonly string[]): number {
  const count = (pattern: RegExp): number => layers.filter((layer) => pattern.test(layer)).length;
  const votes = [count(/1D|LSTM|GRU|Embedding|RNN/), count(/2D/), count(/3D/)];
  const most = Math.max(...votes);
  return most === 0 ? 2 : votes.indexOf(most) + 1;
}
