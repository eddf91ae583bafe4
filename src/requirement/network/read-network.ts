import type { LayerCall } from '../../artifacts/index.ts';
import { rememberTexts } from '../../core/index.ts';
import {
  changeInner,
  denseUnits,
  hasRole,
  hasWeights,
  isMerge,
  unwrapLayer,
  withArgument,
} from '../../plan/index.ts';
import { NetworkBuilder } from './build-network.ts';
import { layerRow } from './layer-row.ts';
import { findEvents } from './network-event.ts';
import type { NetworkGraph, NetworkNode } from './network-graph.ts';
import { inOrderOfLayers } from './network-order.ts';

/** A layer that the words state, with the stretch of them that says so. */
export interface StatedLayer {
  /** `#` in its name stands for the dimension of the data; sizes that nobody states are not there. */
  readonly call: LayerCall;
  readonly span: readonly [number, number];
}

/** A network that a requirement states layer by layer, in order, without its output layer. */
export interface StatedNetwork {
  readonly layers: readonly StatedLayer[];
  /** Whether its output scores classes. */
  readonly isClassifier: boolean;
  /** Whether a window of two sides is stated, as pictures have. */
  readonly hasWindows: boolean;
  /** Whether its output is a vector, as no picture is. */
  readonly givesVector: boolean;
}

/** The network that a requirement as it is written describes; see `readNetwork`. */
export const networkIn = rememberTexts((text) => readNetwork(text.toLowerCase()), 100_000);

const LEAST_LAYERS = 3;
/** Two layers with sizes, one said to follow the other, are a network too. */
const LEAST_EXACT = 2;
const ORDER = /\b(?:then|followed by|after that)\b/;

/** Whether anything is said of how large a layer is, or what it does. */
function isSized({ call }: NetworkNode): boolean {
  const inner = unwrapLayer(call);
  return inner.positional.length > 0 || inner.named['filters'] !== undefined;
}

const OF_VECTORS = ['dense', 'flatten', 'global pooling'] as const;
const KINDS_LISTED =
  /\b(?:layers? )?(?:including|such as|like(?! (?:a |this|that|so\b|model))|various layers|different layers|e\.g\.)/;
const MOST_LAYERS = 200;

/**
 * Reads the network that a requirement describes; null where it describes none, or only single layers of one.
 *
 * Input: text in lower case. Paper: III-B, model architecture.
 */
export function readNetwork(text: string): StatedNetwork | null {
  const { graph, hasHead } = new NetworkBuilder(text).read(inOrderOfLayers(findEvents(text)));
  removeNames(graph, text);
  const givesVector = hasRole(layerRow(graph.nodes.at(-1)?.call ?? { name: '' }), ...OF_VECTORS);
  removeHead(graph, text, hasHead);
  const least = graph.nodes.every(isSized) && ORDER.test(text) ? LEAST_EXACT : LEAST_LAYERS;
  if (graph.nodes.length < least || graph.nodes.length > MOST_LAYERS) return null;
  if (!graph.nodes.some(({ call }) => isWeighted(call))) return null;
  // "Layers including convolutional, pooling and dropout ones" says what a network has, not what it is.
  if (KINDS_LISTED.test(text) && !graph.nodes.some(isSized)) return null;
  if (!graph.isWhole()) chain(graph);
  flattenFirst(graph);
  startWithEmbedding(graph);
  returnSequences(graph);
  return {
    layers: label(graph),
    isClassifier: /\bsoftmax\b/.test(text),
    givesVector,
    hasWindows: graph.nodes.some(({ call }) => hasWindow(call)),
  };
}

/** "An LSTM that writes jokes, with two LSTM layers of 256": where others have sizes, a bare word names the network. */
function removeNames(graph: NetworkGraph, text: string): void {
  const cells = graph.nodes.filter(({ call }) => hasRole(layerRow(unwrapLayer(call)), 'recurrent'));
  for (const node of cells) {
    const isNamed = cells.some(
      (other) => isSized(other) && unwrapLayer(other.call).name === unwrapLayer(node.call).name,
    );
    if (!isSized(node) && isNamed && !/\blayers?\b/.test(text.slice(...node.span)))
      graph.remove(node);
  }
}

function hasWindow({ name, positional, named }: LayerCall): boolean {
  const sizes = [...positional, named['kernel_size'], named['pool_size']];
  return (
    name.includes('#') &&
    sizes.some(
      (size) => size?.kind === 'literal' && Array.isArray(size.value) && size.value.length === 2,
    )
  );
}

function isWeighted(call: LayerCall): boolean {
  const row = layerRow(unwrapLayer(call));
  return hasWeights(row) || hasRole(row, 'query attention');
}

/**
 * Leaves out the output where it is named as one layer among others: by its activation, by as many units as there are
 * classes, or without units where nothing else names it. An output before other layers was named in advance.
 */
function removeHead(graph: NetworkGraph, text: string, hasHead: boolean): void {
  for (const node of graph.nodes.filter(({ isOutput }) => isOutput === true)) {
    const isLast = node === graph.nodes.at(-1);
    if (isLast || denseUnits(node.call) === null || activationOf(node.call) === 'softmax')
      graph.remove(node);
    if (isLast) return;
  }
  const last = graph.nodes.at(-1);
  if (last?.call.name !== 'Dense') return;
  const units = denseUnits(last.call);
  const classes = /\b(\d+)[ -](?:\w+ )?(?:classes|categories|labels|digits|kinds)\b/.exec(
    text,
  )?.[1];
  const isOpen = !hasHead && (units === null || units === 1);
  if (isOpen || String(units) === classes) graph.remove(last);
}

function activationOf({ named }: LayerCall): string | null {
  const given = named['activation'];
  return given?.kind === 'literal' ? String(given.value) : null;
}

/** Branches that nothing joins are built one after another. */
function chain(graph: NetworkGraph): void {
  for (const node of graph.nodes.filter(({ call }) => isMerge(layerRow(call)))) graph.remove(node);
  let before = graph.input;
  for (const node of graph.nodes) {
    node.inputs = [before];
    before = node;
  }
  graph.current = before;
}

/** Maps become vectors before dense layers read them, wherever the text says so. */
function flattenFirst(graph: NetworkGraph): void {
  for (const node of graph.nodes.filter(({ call }) => call.name === 'Flatten')) {
    const before = [node];
    for (let [next] = node.inputs; next !== undefined; [next] = next.inputs) {
      if (!hasRole(layerRow(next.call), 'dense', 'dropout')) break;
      before.push(next);
    }
    const first = before.findLast(({ call }) => call.name === 'Dense');
    if (first === undefined) continue;
    graph.remove(node);
    graph.insertBefore(first, node.call, node.span);
  }
}

/** Words become vectors before anything else reads them, wherever the text says so. */
function startWithEmbedding(graph: NetworkGraph): void {
  const { nodes, input } = graph;
  const isChain = nodes.every(
    ({ inputs }, at) => inputs.length === 1 && inputs[0] === (nodes[at - 1] ?? input),
  );
  const at = nodes.findIndex(({ call }) => call.name === 'Embedding');
  if (!isChain || at < 1) return;
  nodes.unshift(...nodes.splice(at, 1));
  chain(graph);
}

/** Recurrent layers hand on every step where what takes their output reads steps. */
function returnSequences(graph: NetworkGraph): void {
  for (const node of graph.nodes) {
    if (!hasRole(layerRow(unwrapLayer(node.call)), 'recurrent')) continue;
    if (readsSteps(graph, node))
      node.call = changeInner(node.call, (inner) => withArgument(inner, 'return_sequences', true));
  }
}

function readsSteps(graph: NetworkGraph, node: NetworkNode): boolean {
  return graph.nodes
    .filter(({ inputs }) => inputs.includes(node))
    .some((next) => {
      const row = layerRow(unwrapLayer(next.call));
      if (
        hasRole(
          row,
          'recurrent',
          'query attention',
          'list attention',
          'time distributed',
          'convolution',
          'pooling',
          'global pooling',
          'flatten',
        )
      )
        return true;
      return (
        hasRole(row, 'dropout', 'normalization', 'activation', 'merge') && readsSteps(graph, next)
      );
    });
}

/** Gives names to the outputs that are taken elsewhere than by the next layer. */
function label(graph: NetworkGraph): readonly StatedLayer[] {
  const { nodes, input } = graph;
  const isNext = (node: NetworkNode, at: number): boolean =>
    node.inputs.length === 1 && node.inputs[0] === (nodes[at - 1] ?? input);
  const named = nodes.flatMap((node, at) => (isNext(node, at) ? [] : node.inputs));
  const names = new Map<NetworkNode, string>([[input, 'inputs']]);
  const counts = new Map<string, number>();
  for (const node of nodes) {
    if (!named.includes(node)) continue;
    const users = nodes.filter(({ inputs }) => inputs.includes(node)).length;
    const kind = users > 1 ? 'shared' : 'branch';
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    names.set(node, `${kind}_${count}`);
  }
  return nodes.map((node, at) => {
    const name = names.get(node);
    return {
      span: node.span,
      call: {
        ...node.call,
        ...(name === undefined ? {} : { label: name }),
        ...(isNext(node, at)
          ? {}
          : { inputs: node.inputs.map((one) => names.get(one) ?? 'inputs') }),
      },
    };
  });
}
