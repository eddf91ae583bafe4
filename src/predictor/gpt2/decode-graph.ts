import path from 'node:path';
import { parameterTable, type Gpt2Config } from './config.ts';
import { GraphBuilder, type Value } from './graph-builder.ts';
import { bytesOf, takeWeight, toFloats, type Weight, type Weights } from './weights.ts';

/** Names of a layer's caches: what earlier steps left (input) and what this step leaves (output). */
export const PAST = { key: 'past.key.', value: 'past.value.' } as const;
export const PRESENT = { key: 'present.key.', value: 'present.value.' } as const;
/** An int8 0 as uint8. */
const ZERO_POINT = 128;
/** Numbers of a row that are rounded together: powers of two. */
const LEAST_BLOCK = 16;
const MOST_BLOCK = 256;
const ROUND_ACTIVATIONS = 4;
/** Of every normalisation. */
const EPSILON = { float: 1e-5 } as const;

/**
 * One step of decoding with caches, weights inside the model.
 *
 * Letters: B sequences, S new tokens of each (the prompt, or 1), R rows whose logits are wanted, L room in the
 * caches, H heads, D head width, V vocabulary.
 * Inputs: `ids` int64 [B, S]; `positions` int64 [B, S]; `rows` int64 [R], places in [B S]; `lengths` int32 [B], tokens
 * of each sequence with the new ones, less one; `total` int32 [1], the longest sequence with the new ones;
 * `past.key.N`, `past.value.N` float [B, H, L, D] for each layer.
 * Outputs: `logits` float [R, V]; `present.key.N`, `present.value.N`, [B, H, L, D], which must be the memory of the
 * past ones: the step writes its own places in it, and nothing is copied.
 * Rounded weights multiply in int8 (activations are rounded row block by row block as they come).
 * Paper: III-B (decoding).
 */
export function renderDecodeGraph(config: Gpt2Config, weights: Weights): Uint8Array {
  const graph = new GraphBuilder();
  const { heads, width, vocabulary } = config;
  const ids = graph.input('ids', 'int64', ['batch', 'new']);
  const positions = graph.input('positions', 'int64', ['batch', 'new']);
  const rows = graph.input('rows', 'int64', ['rows']);
  const lengths = graph.input('lengths', 'int32', ['batch']);
  const total = graph.input('total', 'int32', [1]);
  const shapes = new Map(parameterTable(config).list.map(({ name, shape }) => [name, shape]));

  const constant = (name: string): Value =>
    addFloats(graph, config, name, takeWeight(weights, name), shapes.get(name) ?? []);
  /** x W, W [I, O]; a rounded product adds its bias, [O], by itself. */
  const multiply = (x: Value, name: string, bias?: string): Value => {
    const weight = takeWeight(weights, name);
    if (weight.kind === 'int8') {
      const [inputs = 0, outputs = 0] = shapes.get(name) ?? [];
      const values = transpose(weight.values, inputs, outputs);
      const addend = bias === undefined ? '' : constant(bias);
      return multiplyRounded(graph, x, name, inputs, { ...weight, values }, addend);
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
    const cache = ['batch', heads, 'room', width / heads];
    const qkv = multiply(normal, `${at}.attn.c_attn.weight`, `${at}.attn.c_attn.bias`);
    const [mixed = '', key = '', value = ''] = graph.nodes(
      'GroupQueryAttention',
      [
        qkv,
        '',
        '',
        graph.input(PAST.key + layer, 'float32', cache),
        graph.input(PAST.value + layer, 'float32', cache),
        lengths,
        total,
      ],
      3,
      { num_heads: heads, kv_num_heads: heads },
    );
    graph.output(PRESENT.key + layer, key, 'float32', cache);
    graph.output(PRESENT.value + layer, value, 'float32', cache);
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
  const flat = graph.node('Reshape', [normal, graph.ints(-1, width)]);
  const last = graph.node('Gather', [flat, rows]);
  graph.output('logits', scoreVocabulary(graph, config, weights, last), 'float32', [
    'rows',
    vocabulary,
  ]);
  return graph.render();
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

/** wte[ids], [B, S, W]. */
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
  return multiplyRounded(graph, x, 'wte.rows', config.width, weight);
}

/** W [I, O] as [O, I]. */
function transpose(values: Int8Array, inputs: number, outputs: number): Int8Array {
  const turned = new Int8Array(values.length);
  for (let input = 0; input < inputs; input += 1) {
    for (let output = 0; output < outputs; output += 1) {
      turned[output * inputs + input] = values[input * outputs + output] ?? 0;
    }
  }
  return turned;
}

/**
 * x W' + bias, W [O, I] with a scale for each row. The activations are rounded to int8 too, in blocks of each row, so
 * that a sequence does not depend on those beside it. These kernels give the exact sum of the rounded products on every
 * processor; those of DynamicQuantizeMatMul saturate at signed weights where there is no VNNI.
 */
function multiplyRounded(
  graph: GraphBuilder,
  x: Value,
  name: string,
  inputs: number,
  { values, scales }: { readonly values: Int8Array; readonly scales: Float32Array },
  bias: Value = '',
): Value {
  const outputs = scales.length;
  const block = Math.min(MOST_BLOCK, 2 ** Math.ceil(Math.log2(Math.max(LEAST_BLOCK, inputs))));
  const blocks = Math.ceil(inputs / block);
  const padded = new Uint8Array(outputs * blocks * block).fill(ZERO_POINT);
  const blockScales = new Float32Array(outputs * blocks);
  for (let output = 0; output < outputs; output += 1) {
    blockScales.fill(scales[output] ?? 0, output * blocks, (output + 1) * blocks);
    const start = output * blocks * block;
    for (let input = 0; input < inputs; input += 1) {
      padded[start + input] = (values[output * inputs + input] ?? 0) + ZERO_POINT;
    }
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
