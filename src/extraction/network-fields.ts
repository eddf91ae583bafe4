import { hasRole } from '../plan/index.ts';
import type { Extracted, ExtractedHead, ExtractedPlan, ExtractedShape } from './extracted.ts';
import type { CallRecord, Machine } from './machine.ts';
import { graphOf, outputsOf } from './network.ts';
import { axesOf, statedShape } from './node-shapes.ts';
import { layerCallOf, layerToken, renderLayerValue } from './render-layer.ts';
import type { Trained } from './training.ts';
import {
  argumentOf,
  asNumber,
  asText,
  lastName,
  lineOf,
  type AbstractValue,
  type GraphNode,
  type LayerValue,
} from './values.ts';

type NetworkFields = Pick<ExtractedPlan, 'input' | 'output' | 'layers' | 'layerNames'>;

const PLAIN = 0.95;
/** Layers between the output and the layer that decides its size. */
const MOST_BETWEEN = 60;

/** Layers, input shapes and head of the trained model; confidence before the source's own. */
export function networkFields(machine: Machine, trained: Trained): NetworkFields {
  const { network, layers } = trained;
  if (network === null || layers.length === 0)
    return { input: null, output: null, layers: null, layerNames: [] };
  const certainty = certaintyOf(trained);
  const nodes = graphOf(outputsOf(machine, network));
  return {
    input: inputOf(machine, trained, nodes, certainty),
    output: headOf(outputsOf(machine, network), certainty),
    layers: {
      value: layers.map(renderLayerValue),
      line: Math.min(network.line, ...layers.map(({ line }) => line)),
      confidence: certainty * layersConfidence(layers),
    },
    layerNames: layers.map(layerToken),
  };
}

function certaintyOf({ fit, compile, chosen }: Trained): number {
  const call = fit ?? compile;
  return (call?.certainty ?? 1) * (chosen === 'only made' ? 0.7 : 1);
}

/** Less where layers of the program's own, or of libraries that are not read, stand in the network. */
function layersConfidence(layers: readonly LayerValue[]): number {
  const own = layers.filter(({ isOwn }) => isOwn).length;
  return PLAIN * (1 - (0.5 * own) / layers.length);
}

function inputOf(
  machine: Machine,
  { network }: Trained,
  nodes: readonly GraphNode[],
  certainty: number,
): Extracted<readonly ExtractedShape[]> | null {
  const inputs = nodes.filter(({ layer }) => layer?.name === 'Input');
  const [first] = inputs;
  if (first !== undefined) {
    const shapes = inputs.map(({ layer }) => (layer === null ? null : statedShape(layer.given)));
    const known = shapes.filter((shape) => shape !== null);
    if (known.length === 0) return null;
    const given = first.layer?.given.named.get('shape');
    return {
      value: shapes.map((shape) => shape ?? []),
      line: given === undefined ? first.line : lineOf(firstKnown(given)),
      confidence: certainty * PLAIN,
    };
  }
  for (const { layer, inputs: taken } of nodes) {
    if (layer === null || taken.some((node) => node.layer !== null)) continue;
    const shape = firstLayerShape(layer);
    if (shape !== null)
      return { value: [shape], line: shapeLine(layer), confidence: certainty * PLAIN };
  }
  const build = machine.records.findLast(
    ({ path, receiver }) => path === 'build' && receiver !== null && receiver === network,
  );
  return build === undefined ? null : builtShape(build, certainty);
}

/** Where the numbers of a shape are written; the shape itself where they stand in it. */
function firstKnown(value: AbstractValue): AbstractValue {
  return value.kind === 'sequence'
    ? (value.items.find(({ kind }) => kind === 'known') ?? value)
    : value;
}

function builtShape(
  build: CallRecord,
  certainty: number,
): Extracted<readonly ExtractedShape[]> | null {
  const value = argumentOf(build.given, ['input_shape'], 0);
  const axes = value === undefined ? null : axesOf(value);
  return axes === null
    ? null
    : { value: [axes.slice(1)], line: build.line, confidence: certainty * 0.9 };
}

/** The shape that a first layer states, of an embedding the length of its sequences. */
function firstLayerShape(layer: LayerValue): ExtractedShape | null {
  if (layer.name === 'Embedding') {
    const length = layer.given.named.get('input_length');
    return length === undefined ? (statedInput(layer) ?? [null]) : [asNumber(length) ?? null];
  }
  const inner = layer.given.positional[0];
  return statedInput(layer) ?? (inner?.kind === 'layer' ? statedInput(inner) : null);
}

function statedInput(layer: LayerValue): ExtractedShape | null {
  const length = layer.given.named.get('input_length');
  const size = layer.given.named.get('input_dim');
  // Keras 1: recurrent layers state length and size apart.
  if (length !== undefined && size !== undefined)
    return [asNumber(length) ?? null, asNumber(size) ?? null];
  if (layer.name === 'Embedding' && size !== undefined) return null;
  return statedShape(layer.given);
}

function shapeLine(layer: LayerValue): number {
  const given = argumentOf(layer.given, [
    'input_shape',
    'batch_input_shape',
    'input_dim',
    'input_length',
  ]);
  return given === undefined ? layer.line : lineOf(given);
}

/** The last layer with units or filters, and the last activation behind or in it. */
function headOf(outputs: readonly GraphNode[], certainty: number): Extracted<ExtractedHead> | null {
  let activation: string | null = null;
  let line = 0;
  let node: GraphNode | undefined = outputs[0];
  for (let at = 0; at < MOST_BETWEEN && node !== undefined; at += 1) {
    const { layer } = node;
    if (layer !== null) {
      const own = activationOf(layer);
      if (own !== null && activation === null) [activation, line] = [own, layer.line];
      const units = unitsOf(layer);
      if (units !== undefined)
        return {
          value: { units, activation },
          line: line === 0 ? layer.line : line,
          confidence: certainty * (layer.isOwn ? 0.6 : PLAIN),
        };
    }
    node = node.inputs[0];
  }
  return null;
}

function activationOf(layer: LayerValue): string | null {
  if (layer.name === 'Softmax') return 'softmax';
  if (layer.name === 'ReLU') return 'relu';
  const inner = layer.given.positional[0];
  if (layer.name === 'TimeDistributed' && inner?.kind === 'layer') return activationOf(inner);
  const { positional, named } = layerCallOf(layer);
  const argument =
    named['activation'] ??
    (layer.name === 'Activation' ? positional[0] : undefined) ??
    (layer.name === 'Dense' ? positional[1] : undefined);
  if (argument === undefined) return null;
  if (argument.kind === 'literal')
    return typeof argument.value === 'string' ? argument.value : null;
  return argument.kind === 'expression' ? lastName(argument.text) : argument.layer.name;
}

/** Units or filters; null where only the data decide them, undefined for a layer without weights of its own. */
function unitsOf(layer: LayerValue): number | null | undefined {
  const inner = layer.given.positional[0] ?? layer.given.named.get('layer');
  if (hasRole(layer, 'time distributed', 'bidirectional', 'wrapper') && inner?.kind === 'layer')
    return unitsOf(inner);
  const size = argumentOf(layer.given, ['num_labels', 'num_classes', 'classes', 'n_classes']);
  if (layer.isOwn) return size === undefined ? undefined : (asNumber(size) ?? null);
  const isWeighted = hasRole(
    layer,
    'dense',
    'convolution',
    'transposed convolution',
    'recurrent',
    'recurrent convolution',
  );
  if (isWeighted) {
    const value = argumentOf(layer.given, ['units', 'filters', 'output_dim', 'nb_filter'], 0);
    return asNumber(value) ?? null;
  }
  if (size !== undefined) return asNumber(size) ?? null;
  // A backbone with its top.
  const top = layer.given.named.get('include_top');
  const isBackbone = /\d|Xception|Net/.test(layer.name) && !hasRole(layer, 'input');
  const isWithoutTop = top?.kind === 'known' && top.value === false;
  return isBackbone &&
    !isWithoutTop &&
    asText(layer.given.named.get('weights')) !== undefined &&
    top !== undefined
    ? 1000
    : undefined;
}
