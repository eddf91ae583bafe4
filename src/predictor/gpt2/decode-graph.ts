import path from 'node:path';
import { parameterTable, type Gpt2Config } from './config.ts';
import { GraphBuilder, type Value } from './graph-builder.ts';
import { bytesOf, takeWeight, toFloats, type Weight, type Weights } from './weights.ts';

/** Names of a layer's caches: what earlier steps left (input) and what this step leaves (output). */
export const PAST = { key: 'past.key.', value: 'past.value.' } as const;
export const PRESENT = { key: 'present.key.', value: 'present.value.' } as const;
/** An int8 0 as uint8. */
const ZERO_POINT = 128;

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
  /** x W, W [I, O]. */
  const multiply = (x: Value, name: string): Value => {
    const weight = takeWeight(weights, name);
    if (weight.kind !== 'int8') return graph.node('MatMul', [x, constant(name)]);
    return multiplyRounded(graph, x, name, shapes.get(name) ?? [], weight);
  };
  const add = (x: Value, name: string): Value => graph.node('Add', [x, constant(name)]);
  const normalize = (x: Value, name: string): Value =>
    graph.node('LayerNormalization', [x, constant(`${name}.weight`), constant(`${name}.bias`)], {
      axis: -1,
      epsilon: { float: 1e-5 },
    });

  let x = graph.node('Add', [
    embedTokens(graph, config, weights, ids),
    graph.node('Gather', [constant('wpe.weight'), positions]),
  ]);
  for (let layer = 0; layer < config.layers; layer += 1) {
    const at = `h.${layer}`;
    const cache = ['batch', heads, 'room', width / heads];
    const qkv = add(
      multiply(normalize(x, `${at}.ln_1`), `${at}.attn.c_attn.weight`),
      `${at}.attn.c_attn.bias`,
    );
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
    x = graph.node('Add', [
      x,
      add(multiply(mixed, `${at}.attn.c_proj.weight`), `${at}.attn.c_proj.bias`),
    ]);
    const wide = multiply(normalize(x, `${at}.ln_2`), `${at}.mlp.c_fc.weight`);
    const active = graph.node('FastGelu', [wide, constant(`${at}.mlp.c_fc.bias`)]);
    x = graph.node('Add', [
      x,
      add(multiply(active, `${at}.mlp.c_proj.weight`), `${at}.mlp.c_proj.bias`),
    ]);
  }
  const flat = graph.node('Reshape', [x, graph.ints(-1, width)]);
  const last = normalize(graph.node('Gather', [flat, rows]), 'ln_f');
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
  const { vocabulary, width } = config;
  const turned = new Int8Array(weight.values.length);
  for (let row = 0; row < vocabulary; row += 1) {
    for (let column = 0; column < width; column += 1) {
      turned[column * vocabulary + row] = weight.values[row * width + column] ?? 0;
    }
  }
  return multiplyRounded(graph, x, 'wte.turned', [width, vocabulary], {
    values: turned,
    scales: weight.scales,
  });
}

/**
 * x W with W = (u - 128) * scale by column. Unsigned, because the kernels of signed weights add two products in 16 bits
 * and saturate on processors without VNNI: the same model would decide otherwise on another machine.
 */
function multiplyRounded(
  graph: GraphBuilder,
  x: Value,
  name: string,
  shape: readonly number[],
  { values, scales }: { readonly values: Int8Array; readonly scales: Float32Array },
): Value {
  const shifted = new Uint8Array(values.length);
  for (let at = 0; at < values.length; at += 1) shifted[at] = (values[at] ?? 0) + ZERO_POINT;
  return graph.node('DynamicQuantizeMatMul', [
    x,
    graph.weights(name, 'uint8', shape, shifted),
    graph.weights(`${name}.scale`, 'float32', [scales.length], bytesOf(scales)),
    graph.weights(`${name}.zero`, 'uint8', [], Uint8Array.of(ZERO_POINT)),
  ]);
}
