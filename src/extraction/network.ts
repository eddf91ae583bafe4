import { isKerasClass, memberOf } from './class-members.ts';
import { applyNode, nodesIn, ownLayer, withDoubt, type Machine } from './machine.ts';
import {
  argumentOf,
  lastName,
  type AbstractValue,
  type GraphNode,
  type InstanceValue,
  type LayerValue,
  type MadeValue,
  type NetworkValue,
  type TensorValue,
} from './values.ts';

/** Items of a sequential model that are applied; more is no model. */
const MOST_ITEMS = 2_000;
/** Nodes after which no model is copied any more. */
const MOST_ORDER = 200_000;
/** Nodes of a graph that is walked. */
const MOST_NODES = 20_000;

export function newNetwork(
  machine: Machine,
  network: Pick<NetworkValue, 'type' | 'line'> & Partial<NetworkValue>,
): NetworkValue {
  machine.layerCount += 1;
  const made: NetworkValue = {
    kind: 'network',
    id: machine.layerCount,
    items: [],
    inputs: [],
    outputs: [],
    ...network,
  };
  machine.networks.push(made);
  return made;
}

/** What a value is as a model: a network, a backbone, an object of a model class, a library's model; else null. */
export function networkOf(machine: Machine, value: AbstractValue): NetworkValue | null {
  if (value.kind === 'network') return value;
  if (value.kind === 'layer') return layerNetwork(machine, value);
  if (value.kind === 'instance') {
    value.network ??= instanceNetwork(machine, value);
    return value.network;
  }
  if (value.kind !== 'made') return null;
  const inner = value.attributes.get(NETWORK);
  return inner === undefined ? null : networkOf(machine, inner);
}

/** Attribute under which a wrapper keeps the model that it was given. */
export const NETWORK = '<network>';

function layerNetwork(machine: Machine, layer: LayerValue): NetworkValue {
  const given = argumentOf(layer.given, ['input_tensor']);
  const inputs = given === undefined ? [] : nodesIn(given);
  const { node } = applyNode(machine, layer, inputs, layer.line);
  return newNetwork(machine, { type: 'functional', inputs, outputs: [node], line: layer.line });
}

/** A subclassed model: what its `call` applies, else the layers and models that it holds. */
function instanceNetwork(machine: Machine, instance: InstanceValue): NetworkValue | null {
  if (!isKerasClass(instance.of)) return null;
  const call = memberOf(instance.of, 'call');
  const network = newNetwork(machine, { type: 'subclassed', line: instance.line });
  // A model that calls itself is not followed.
  instance.network = network;
  if (call?.kind === 'function') {
    const before = machine.applied;
    const input: TensorValue = applyNode(machine, null, [], instance.line);
    const result = withDoubt(machine, 0.9, () =>
      machine.call(
        { ...call, self: instance },
        { positional: [input], named: new Map() },
        { line: instance.line, text: '' },
      ),
    );
    if (machine.applied > before) return { ...network, outputs: nodesIn(result) };
  }
  const parts = [...instance.attributes.values()].flatMap((value) =>
    value.kind === 'sequence' ? value.items : [value],
  );
  return { ...network, items: parts.filter(isPart) };
}

function isPart(value: AbstractValue): boolean {
  return (
    value.kind === 'network' ||
    value.kind === 'layer' ||
    (value.kind === 'instance' && isKerasClass(value.of))
  );
}

/** The nodes that a network ends in. */
export function outputsOf(machine: Machine, network: NetworkValue): readonly GraphNode[] {
  if (network.outputs.length > 0 || network.items.length === 0) return network.outputs;
  if (network.type === 'subclassed')
    return network.items.flatMap((item) => partOutputs(machine, item));
  let nodes: readonly GraphNode[] = [];
  for (const item of network.items.slice(0, MOST_ITEMS))
    nodes = applyItem(machine, item, nodes, network.line);
  return nodes;
}

function partOutputs(machine: Machine, part: AbstractValue): readonly GraphNode[] {
  const network = part.kind === 'layer' ? layerNetwork(machine, part) : networkOf(machine, part);
  return network === null ? [] : outputsOf(machine, network);
}

/** Methods of classes, and functions, that load or make a model. */
const FACTORY = /^(?:from_\w+|load|load_model|create|Model)$/;

/** Whether an object of a library can stand for a layer: one of a class, or a loaded model. */
export function isLayerLike({ path }: MadeValue): boolean {
  return /^[A-Z]/.test(lastName(path)) || FACTORY.test(lastName(path));
}

/** Applies what stands in a sequential model: a layer, a model, an input, an object of a class. */
export function applyItem(
  machine: Machine,
  item: AbstractValue,
  inputs: readonly GraphNode[],
  line: number,
): readonly GraphNode[] {
  if (item.kind === 'tensor') return [item.node];
  if (item.kind === 'layer') return [applyNode(machine, item, inputs, item.line).node];
  if (item.kind === 'network') return applyNetwork(machine, item, inputs, line);
  if (item.kind === 'made') {
    const layer = ownLayer(machine, item, madeLayer(item));
    return [applyNode(machine, layer, inputs, item.line).node];
  }
  if (item.kind !== 'instance') return inputs;
  const tensors = inputs.map((node): TensorValue => ({ kind: 'tensor', node }));
  const positional = tensors.length > 0 ? tensors : [applyNode(machine, null, [], line)];
  return nodesIn(machine.call(item, { positional, named: new Map() }, { line, text: '' }));
}

/** A model of a library as one layer: its class, or the function that loads it, and what it was made with. */
export function madeLayer({
  path,
  given,
  line,
}: MadeValue): Pick<LayerValue, 'name' | 'given' | 'line'> {
  const names = path.split('.');
  const owner = names.at(-2) ?? '';
  const isFactory = FACTORY.test(names.at(-1) ?? '') && /^[A-Z]/.test(owner);
  return { name: isFactory ? owner : lastName(path), given, line };
}

/** A model applied to tensors: its layers between them and its outputs. */
export function applyNetwork(
  machine: Machine,
  network: NetworkValue,
  inputs: readonly GraphNode[],
  line: number,
): readonly GraphNode[] {
  if (machine.order > MOST_ORDER) return inputs;
  if (network.type === 'sequential' && network.outputs.length === 0) {
    let nodes = inputs;
    for (const item of network.items.slice(0, MOST_ITEMS)) {
      // Its own input is the given one.
      if (item.kind === 'tensor' || (item.kind === 'layer' && item.name === 'Input')) continue;
      nodes = applyItem(machine, item, nodes, line);
    }
    return nodes;
  }
  const copies = new Map<GraphNode, GraphNode>();
  for (const [at, input] of network.inputs.entries())
    copies.set(input, inputs[at] ?? inputs[0] ?? input);
  const outputs = outputsOf(machine, network);
  for (const node of graphOf(outputs)) {
    if (copies.has(node)) continue;
    const taken = node.inputs.map((input) => copies.get(input) ?? input);
    const isFirst = node.inputs.length === 0 && network.inputs.length === 0;
    copies.set(node, applyNode(machine, node.layer, isFirst ? inputs : taken, node.line).node);
  }
  return outputs.map((node) => copies.get(node) ?? node);
}

/** All nodes that outputs need, in the order in which they were made. */
export function graphOf(outputs: readonly GraphNode[]): readonly GraphNode[] {
  const seen = new Set<GraphNode>(outputs);
  for (const node of seen) {
    if (seen.size > MOST_NODES) break;
    for (const input of node.inputs) seen.add(input);
  }
  return [...seen].toSorted((one, other) => one.order - other.order);
}

/** The layers of a model in the order in which they are applied, each once. */
export function layersOf(machine: Machine, network: NetworkValue): readonly LayerValue[] {
  const layers = graphOf(outputsOf(machine, network)).flatMap(({ layer }) =>
    layer === null ? [] : [layer],
  );
  return [...new Map(layers.map((layer) => [layer.id, layer])).values()];
}
