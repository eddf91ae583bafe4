import { parameterTable, type Gpt2Config } from './config.ts';
import { GraphBuilder, type Value } from './graph-builder.ts';
import { addMatrix, attention, gelu, layerNorm, linear, type Part, type Scope } from './layers.ts';

/** Prefix of the gradients gathered so far (input) and with this micro-batch added (output). */
export const GATHERED = 'gathered.';
export const GRADIENT = 'gradient.';

/** How many places of the noise pool one run with dropout reads: embedding, and per layer attention, two residuals. */
export function dropoutPlaces(config: Gpt2Config): number {
  return 1 + 3 * config.layers;
}

/**
 * Loss and gradients of one micro-batch, as an ONNX model.
 *
 * Letters: B batch, T time (padded at the end), N = B T, M scored rows, P noise pool, K places, V, C, W as in `parameterTable`.
 * Inputs: `ids` int64 [B, T]; `rows` int64 [M], the rows of [N] that are scored, each once; `targets` int64 [M], the
 * token that should follow; `weights` float [M], each row's share of the loss; every parameter by its name;
 * with gradients: `gathered.NAME` of each parameter's shape, with dropout: `noise` float [P] of 0 and 1/(1-p), and
 * `places` int64 [K], where in the pool each dropout starts (`dropoutPlaces`).
 * Outputs: `loss` float [], the sum of weight times negative log-probability; with gradients `gradient.NAME`,
 * gathered plus this micro-batch's; without them `logits` float [M, V].
 * Paper: III-B, IV-E.
 */
export function renderTrainingGraph(
  config: Gpt2Config,
  options: { readonly gradients: boolean; readonly dropout: boolean },
): Uint8Array {
  const graph = new GraphBuilder();
  const table = parameterTable(config);
  const ids = graph.input('ids', 'int64', ['batch', 'time']);
  const rows = graph.input('rows', 'int64', ['scored']);
  const targets = graph.input('targets', 'int64', ['scored']);
  const weights = graph.input('weights', 'float32', ['scored']);
  for (const { name, shape } of table.list) graph.input(name, 'float32', shape);
  if (options.gradients) {
    for (const { name, shape } of table.list) graph.input(GATHERED + name, 'float32', shape);
  }
  const gradients = new Map<string, Value>();
  const scope: Scope = {
    graph,
    parameter: (name) => name,
    gathered: (name) => gradients.get(name) ?? GATHERED + name,
    setGradient: (name, gradient) => gradients.set(name, gradient),
    dropout: options.dropout ? makeDropout(graph) : null,
  };

  const { embedded, embedBackward } = embed(scope, config, ids);
  const sizes = attentionSizes(graph, config, ids);
  let x = embedded;
  const backward: ((gradient: Value) => Value)[] = [];
  const residual = (name: string, inner: (from: Value) => readonly Part[]): void => {
    const norm = layerNorm(scope, x, name);
    const parts = [norm, ...inner(norm.output)];
    const dropped = scope.dropout?.(parts.at(-1)?.output ?? '');
    if (dropped !== undefined) parts.push(dropped);
    x = graph.node('Add', [x, parts.at(-1)?.output ?? '']);
    backward.push((gradient) =>
      graph.node('Add', [
        gradient,
        parts.reduceRight((from, part) => part.backward(from), gradient),
      ]),
    );
  };
  for (let layer = 0; layer < config.layers; layer += 1) {
    residual(`h.${layer}.ln_1`, (from) => {
      const qkv = linear(scope, from, `h.${layer}.attn.c_attn`);
      const mixed = attention(scope, qkv.output, sizes);
      return [qkv, mixed, linear(scope, mixed.output, `h.${layer}.attn.c_proj`)];
    });
    residual(`h.${layer}.ln_2`, (from) => {
      const wide = linear(scope, from, `h.${layer}.mlp.c_fc`);
      const active = gelu(scope, wide.output);
      return [wide, active, linear(scope, active.output, `h.${layer}.mlp.c_proj`)];
    });
  }
  const final = layerNorm(scope, x, 'ln_f');

  const head = scoreRows(scope, final.output, { rows, targets, weights });
  graph.output('loss', head.loss, 'float32', []);
  if (!options.gradients) {
    graph.output('logits', head.logits, 'float32', ['scored', config.vocabulary]);
    return graph.render();
  }
  let gradient = final.backward(head.backward());
  for (const step of backward.toReversed()) gradient = step(gradient);
  embedBackward(gradient);
  for (const { name, shape } of table.list) {
    graph.output(GRADIENT + name, gradients.get(name) ?? '', 'float32', shape);
  }
  return graph.render();
}

/** wte[ids] + wpe[0..T-1] -> [N, W]. */
function embed(
  scope: Scope,
  config: Gpt2Config,
  ids: Value,
): { readonly embedded: Value; readonly embedBackward: (gradient: Value) => void } {
  const { graph } = scope;
  const flat = graph.node('Reshape', [ids, graph.ints(-1)]);
  const time = graph.node('Shape', [ids], { start: 1, end: 2 });
  const positions = graph.node('Slice', [
    scope.parameter('wpe.weight'),
    graph.ints(0),
    time,
    graph.ints(0),
  ]);
  const batchShape = graph.node('Concat', [graph.ints(-1), time, graph.ints(config.width)], {
    axis: 0,
  });
  const tokens = graph.node('Reshape', [
    graph.node('Gather', [scope.parameter('wte.weight'), flat]),
    batchShape,
  ]);
  const sum = graph.node('Reshape', [
    graph.node('Add', [tokens, positions]),
    graph.ints(-1, config.width),
  ]);
  const dropped = scope.dropout?.(sum) ?? null;
  return {
    embedded: dropped?.output ?? sum,
    embedBackward: (outer) => {
      const gradient = dropped?.backward(outer) ?? outer;
      const column = graph.node('Unsqueeze', [flat, graph.ints(1)]);
      const places = graph.node('Expand', [column, graph.node('Shape', [gradient])]);
      scope.setGradient(
        'wte.weight',
        graph.node('ScatterElements', [scope.gathered('wte.weight'), places, gradient], {
          axis: 0,
          reduction: 'add',
        }),
      );
      const byTime = graph.node(
        'ReduceSum',
        [graph.node('Reshape', [gradient, batchShape]), graph.ints(0)],
        {
          keepdims: 0,
        },
      );
      const missing = graph.node('Sub', [graph.ints(config.context), time]);
      const pads = graph.node('Concat', [graph.ints(0, 0), missing, graph.ints(0)], { axis: 0 });
      scope.setGradient(
        'wpe.weight',
        graph.node('Add', [graph.node('Pad', [byTime, pads]), scope.gathered('wpe.weight')]),
      );
    },
  };
}

/** Logits of the scored rows, loss, and the gradient back to [N, W]; the head is wte itself. */
function scoreRows(
  scope: Scope,
  x: Value,
  scored: { readonly rows: Value; readonly targets: Value; readonly weights: Value },
): { readonly loss: Value; readonly logits: Value; readonly backward: () => Value } {
  const { graph } = scope;
  const head = scope.parameter('wte.weight');
  const picked = graph.node('Gather', [x, scored.rows]);
  const logits = graph.node('Gemm', [picked, head], { transB: 1 });
  const column = graph.node('Unsqueeze', [scored.targets, graph.ints(1)]);
  const logProbabilities = graph.node('LogSoftmax', [logits], { axis: -1 });
  const ofTargets = graph.node('Squeeze', [
    graph.node('GatherElements', [logProbabilities, column], { axis: 1 }),
    graph.ints(1),
  ]);
  const weighted = graph.node('Mul', [ofTargets, scored.weights]);
  return {
    logits,
    loss: graph.node('Neg', [graph.node('ReduceSum', [weighted], { keepdims: 0 })]),
    backward: () => {
      const share = graph.node('Unsqueeze', [scored.weights, graph.ints(1)]);
      const expected = graph.node('Mul', [graph.node('Exp', [logProbabilities]), share]);
      const logitGradient = graph.node(
        'ScatterElements',
        [expected, column, graph.node('Neg', [share])],
        { axis: 1, reduction: 'add' },
      );
      addMatrix(scope, 'wte.weight', logitGradient, picked);
      const pickedGradient = graph.node('Gemm', [logitGradient, head]);
      const shape = graph.node('Shape', [x]);
      const nothing = graph.node('Expand', [graph.float(0), shape]);
      const places = graph.node('Unsqueeze', [scored.rows, graph.ints(1)]);
      return graph.node('ScatterND', [nothing, places, pickedGradient]);
    },
  };
}

/** Shapes that depend on the batch, and the causal mask [T, T]: 0 where row may see column, else -1e9. */
function attentionSizes(
  graph: GraphBuilder,
  config: Gpt2Config,
  ids: Value,
): Parameters<typeof attention>[2] {
  const headWidth = config.width / config.heads;
  const batchTime = graph.node('Shape', [ids]);
  const headShape = graph.node('Concat', [batchTime, graph.ints(config.heads, headWidth)], {
    axis: 0,
  });
  const time = graph.node('Squeeze', [graph.node('Shape', [ids], { start: 1, end: 2 })]);
  const range = graph.node('Range', [graph.int(0), time, graph.int(1)]);
  const isSeen = graph.node('GreaterOrEqual', [
    graph.node('Unsqueeze', [range, graph.ints(1)]),
    range,
  ]);
  return {
    headWidth,
    headShape,
    rowShape: graph.ints(-1, config.width),
    mask: graph.node('Where', [isSeen, graph.float(0), graph.float(-1e9)]),
  };
}

/** Dropout whose noise is a stretch of a given pool: the run stays a function of its inputs. */
function makeDropout(graph: GraphBuilder): (x: Value) => Part {
  const noise = graph.input('noise', 'float32', ['pool']);
  const places = graph.input('places', 'int64', ['places']);
  let used = 0;
  return (x) => {
    const start = graph.node('Slice', [places, graph.ints(used), graph.ints(used + 1)]);
    used += 1;
    const shape = graph.node('Shape', [x]);
    const length = graph.node('ReduceProd', [shape], { keepdims: 1 });
    const stretch = graph.node('Slice', [noise, start, graph.node('Add', [start, length])]);
    const factor = graph.node('Reshape', [stretch, shape]);
    return {
      output: graph.node('Mul', [x, factor]),
      backward: (gradient) => graph.node('Mul', [gradient, factor]),
    };
  };
}
