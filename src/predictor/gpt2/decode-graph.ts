import path from 'node:path';
import { parameterTable, type Gpt2Config } from './config.ts';
import { GraphBuilder, type Value } from './graph-builder.ts';
import { bytesOf, takeWeight, toFloats, type Weight, type Weights } from './weights.ts';

/** Names of a layer's keys and values: of tokens read before (input) and of the new ones (output). */
export const PAST = { key: 'past.key.', value: 'past.value.' } as const;
export const NEW = { key: 'new.key.', value: 'new.value.' } as const;
/** An int8 0 as uint8. */
const ZERO_POINT = 128;
/** Numbers of a row that are rounded together: powers of two. */
const LEAST_BLOCK = 16;
const MOST_BLOCK = 256;
const ROUND_ACTIVATIONS = 4;
/** Of every normalisation. */
const EPSILON = { float: 1e-5 } as const;

/**
 * Reads new tokens after those read before, weights inside the model.
 *
 * Letters: N new tokens, in any order and of any sequences; C tokens read before, of all sequences; R tokens whose
 * successors are wanted; H heads, D head width, V vocabulary.
 * Inputs: `ids`, `positions` int64 [N]; `rows` int64 [R], places among the new tokens; `mask` float [N, C + N], 0 where a
 * new token (row) may look at an old or new one (column), else minus infinity; `parts` int64 [2], C and N; for each layer
 * `past.key.N` float [1, H, D, C] and `past.value.N` [1, H, C, D].
 * Outputs: `scores` float [R, V], natural log-probabilities; `new.key.N`, `new.value.N` float [1, H, N, D].
 * All sequences look into one pool of keys, each at its own: a shared prompt is held and read once, and only what is new
 * leaves the graph (onnxruntime-node copies every output).
 * Rounded weights multiply in int8 (activations are rounded row block by row block as they come).
 * Paper: III-B (decoding).
 */
export function renderDecodeGraph(config: Gpt2Config, weights: Weights): Uint8Array {
  const graph = new GraphBuilder();
  const { vocabulary } = config;
  const ids = graph.input('ids', 'int64', ['new']);
  const positions = graph.input('positions', 'int64', ['new']);
  const rows = graph.input('rows', 'int64', ['rows']);
  const mask = graph.input('mask', 'float32', ['new', 'all']);
  const parts = graph.input('parts', 'int64', [2]);
  const shapes = new Map(parameterTable(config).list.map(({ name, shape }) => [name, shape]));

  const constant = (name: string): Value =>
    addFloats(graph, config, name, takeWeight(weights, name), shapes.get(name) ?? []);
  /** x W, W [I, O]; a rounded product adds its bias, [O], by itself. */
  const multiply = (x: Value, name: string, bias?: string): Value => {
    const weight = takeWeight(weights, name);
    if (weight.kind === 'int8') {
      const [inputs = 0] = shapes.get(name) ?? [];
      const addend = bias === undefined ? '' : constant(bias);
      return multiplyRounded(graph, x, name, { inputs, order: 'inputs first' }, weight, addend);
    }
    const product = graph.node('MatMul', [x, constant(name)]);
    return bias === undefined ? product : graph.node('Add', [product, constant(bias)]);
  };
  const scaling = (name: string): Value[] => [constant(`${name}.weight`), constant(`${name}.bias`)];

  let x = graph.node('Add', [
    embedTokens(graph, config, weights, ids),
    graph.node('Gather', [constant('wpe.weight'), positions]),
  ]);
  let normal = graph.node('LayerNormalization', [x, ...scaling('h.0.ln_1')], {
    axis: -1,
    epsilon: EPSILON,
  });
  /** Adds a product and its bias to x; what comes next reads that sum normalised. */
  const addNormalized = (product: Value, bias: string, next: string): void => {
    const outputs = graph.nodes(
      'SkipLayerNormalization',
      [product, x, ...scaling(next), constant(bias)],
      4,
      { epsilon: EPSILON },
    );
    [normal = '', , , x = ''] = outputs;
  };
  for (let layer = 0; layer < config.layers; layer += 1) {
    const at = `h.${layer}`;
    const qkv = multiply(normal, `${at}.attn.c_attn.weight`, `${at}.attn.c_attn.bias`);
    const mixed = attend(graph, config, qkv, layer, mask, parts);
    addNormalized(
      multiply(mixed, `${at}.attn.c_proj.weight`),
      `${at}.attn.c_proj.bias`,
      `${at}.ln_2`,
    );
    const wide = multiply(normal, `${at}.mlp.c_fc.weight`);
    const active = graph.node('FastGelu', [wide, constant(`${at}.mlp.c_fc.bias`)]);
    addNormalized(
      multiply(active, `${at}.mlp.c_proj.weight`),
      `${at}.mlp.c_proj.bias`,
      layer + 1 < config.layers ? `h.${layer + 1}.ln_1` : 'ln_f',
    );
  }
  const last = graph.node('Gather', [normal, rows]);
  const logits = scoreVocabulary(graph, config, weights, last);
  const scores = graph.node('LogSoftmax', [logits], { axis: -1 });
  graph.output('scores', scores, 'float32', ['rows', vocabulary]);
  return graph.render();
}

/** What the new tokens take from those they may look at, [N, W]; `qkv` [N, 3 W]. */
function attend(
  graph: GraphBuilder,
  { heads, width }: Gpt2Config,
  qkv: Value,
  layer: number,
  mask: Value,
  parts: Value,
): Value {
  const depth = width / heads;
  // Queries are scaled before they are parted: next to their product, onnxruntime would join the two in a slower one.
  const scales = bytesOf(Float32Array.of(1 / Math.sqrt(depth), 1, 1));
  const scaled = graph.node('Mul', [
    graph.node('Reshape', [qkv, graph.ints(-1, 3, heads, depth)]),
    graph.weights('attention.scale', 'float32', [3, 1, 1], scales),
  ]);
  const byHead = graph.node('Transpose', [scaled], { perm: [1, 2, 0, 3] });
  const [query = '', key = '', value = ''] = graph.nodes('Split', [byHead], 3, {
    axis: 0,
    num_outputs: 3,
  });
  graph.output(NEW.key + layer, key, 'float32', [1, heads, 'new', depth]);
  graph.output(NEW.value + layer, value, 'float32', [1, heads, 'new', depth]);
  const oldKey = graph.input(PAST.key + layer, 'float32', [1, heads, depth, 'old']);
  const oldValue = graph.input(PAST.value + layer, 'float32', [1, heads, 'old', depth]);
  const scores = [
    graph.node('MatMul', [query, oldKey]),
    graph.node('FusedMatMul', [query, key], { transB: 1 }),
  ];
  const seen = graph.node('Add', [graph.node('Concat', scores, { axis: -1 }), mask]);
  const shares = graph.node('Softmax', [seen], { axis: -1 });
  const [ofOld = '', ofNew = ''] = graph.nodes('Split', [shares, parts], 2, { axis: -1 });
  const mixed = graph.node('Add', [
    graph.node('MatMul', [ofOld, oldValue]),
    graph.node('MatMul', [ofNew, value]),
  ]);
  const byToken = graph.node('Transpose', [mixed], { perm: [0, 2, 1, 3] });
  return graph.node('Reshape', [byToken, graph.ints(-1, width)]);
}

/** A constant of floats: in the model, or a reference where the weight stays in its file. */
function addFloats(
  graph: GraphBuilder,
  config: Gpt2Config,
  name: string,
  weight: Weight,
  shape: readonly number[],
): Value {
  if (weight.kind !== 'file') {
    return graph.weights(name, 'float32', shape, bytesOf(toFloats(config, name, weight)));
  }
  const { offset = 0, length = 0 } = weight.index.places.get(weight.name) ?? {};
  return graph.fileWeights(name, shape, {
    file: path.basename(weight.index.file),
    offset,
    length,
  });
}

/** wte[ids], [N, W]. */
function embedTokens(graph: GraphBuilder, config: Gpt2Config, weights: Weights, ids: Value): Value {
  const weight = takeWeight(weights, 'wte.weight');
  const shape = [config.vocabulary, config.width];
  if (weight.kind !== 'int8') {
    return graph.node('Gather', [addFloats(graph, config, 'wte.weight', weight, shape), ids]);
  }
  const rounded = graph.node('Gather', [
    graph.weights('wte.weight', 'int8', shape, bytesOf(weight.values)),
    ids,
  ]);
  const scales = graph.weights(
    'wte.row.scale',
    'float32',
    [config.vocabulary, 1],
    bytesOf(weight.scales),
  );
  return graph.node('Mul', [
    graph.node('Cast', [rounded], { to: 1 }),
    graph.node('Gather', [scales, ids]),
  ]);
}

/** x wte', [R, V]. */
function scoreVocabulary(
  graph: GraphBuilder,
  config: Gpt2Config,
  weights: Weights,
  x: Value,
): Value {
  const weight = takeWeight(weights, 'wte.weight');
  if (weight.kind !== 'int8') return graph.node('Gemm', [x, 'wte.weight'], { transB: 1 });
  const matrix: Matrix = { inputs: config.width, order: 'outputs first' };
  return multiplyRounded(graph, x, 'wte.rows', matrix, weight);
}

/** How a rounded weight lies in memory: [I, O] or [O, I]. */
interface Matrix {
  readonly inputs: number;
  readonly order: 'inputs first' | 'outputs first';
}

/** Rows and columns that are copied together, so that both sides of a transposition stay in the cache. */
const TILE = 64;

/** Values as uint8 [O, `width`], the places after the inputs zero. */
function padRows(
  values: Int8Array,
  { inputs, order }: Matrix,
  outputs: number,
  width: number,
): Uint8Array {
  const padded = new Uint8Array(outputs * width).fill(ZERO_POINT);
  const [ofInput, ofOutput] = order === 'inputs first' ? [outputs, 1] : [1, inputs];
  for (let first = 0; first < inputs; first += TILE) {
    const end = Math.min(inputs, first + TILE);
    for (let output = 0; output < outputs; output += 1) {
      for (let input = first; input < end; input += 1) {
        padded[output * width + input] = values[input * ofInput + output * ofOutput]! + ZERO_POINT;
      }
    }
  }
  return padded;
}

/**
 * x W' + bias, W [O, I] with a scale for each row of O. The activations are rounded to int8 too, in blocks of each row, so
 * that a sequence does not depend on those beside it. These kernels give the exact sum of the rounded products on every
 * processor; those of DynamicQuantizeMatMul saturate at signed weights where there is no VNNI.
 */
function multiplyRounded(
  graph: GraphBuilder,
  x: Value,
  name: string,
  matrix: Matrix,
  { values, scales }: { readonly values: Int8Array; readonly scales: Float32Array },
  bias: Value = '',
): Value {
  const { inputs } = matrix;
  const outputs = scales.length;
  const block = Math.min(MOST_BLOCK, 2 ** Math.ceil(Math.log2(Math.max(LEAST_BLOCK, inputs))));
  const blocks = Math.ceil(inputs / block);
  const padded = padRows(values, matrix, outputs, blocks * block);
  const blockScales = new Float32Array(outputs * blocks);
  for (let output = 0; output < outputs; output += 1) {
    blockScales.fill(scales[output] ?? 0, output * blocks, (output + 1) * blocks);
  }
  return graph.node(
    'MatMulNBits',
    [
      x,
      graph.weights(name, 'uint8', [outputs, blocks, block], padded),
      graph.weights(`${name}.scale`, 'float32', [outputs * blocks], bytesOf(blockScales)),
      '',
      '',
      bias,
    ],
    { K: inputs, N: outputs, bits: 8, block_size: block, accuracy_level: ROUND_ACTIVATIONS },
  );
}
