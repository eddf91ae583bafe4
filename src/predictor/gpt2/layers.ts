import type { GraphBuilder, Value } from './graph-builder.ts';

/**
 * The parts of GPT-2, each with its gradient beside it. Letters: N rows (batch times time), B batch, T time,
 * W width, H heads, D = W / H, M scored rows, V vocabulary. A part takes and gives [N, W] unless said otherwise.
 */
export interface Part {
  readonly output: Value;
  /** Adds the nodes of the gradient: from the gradient of `output` to that of the input. */
  readonly backward: (gradient: Value) => Value;
}

/** What every part needs: the graph and where gradients of parameters are gathered. */
export interface Scope {
  readonly graph: GraphBuilder;
  /** Parameter name -> its value in the graph. */
  readonly parameter: (name: string) => Value;
  /** Parameter name -> the gradient gathered so far, to be added to. */
  readonly gathered: (name: string) => Value;
  readonly setGradient: (name: string, gradient: Value) => void;
  /** Multiplies by 0 or 1/(1-p); null where nothing drops. */
  readonly dropout: ((x: Value) => Part) | null;
}

/** y = x W + b; x [N, I], W [I, O], b [O], y [N, O]. */
export function linear(scope: Scope, x: Value, name: string): Part {
  const { graph } = scope;
  const weight = scope.parameter(`${name}.weight`);
  return {
    output: graph.node('Gemm', [x, weight, scope.parameter(`${name}.bias`)]),
    backward: (gradient) => {
      addMatrix(scope, `${name}.weight`, x, gradient);
      addRows(scope, `${name}.bias`, gradient);
      return graph.node('Gemm', [gradient, weight], { transB: 1 });
    },
  };
}

/** y = (x - mean) / sqrt(variance + 1e-5) * g + b over each row. */
export function layerNorm(scope: Scope, x: Value, name: string): Part {
  const { graph } = scope;
  const weight = scope.parameter(`${name}.weight`);
  const bias = scope.parameter(`${name}.bias`);
  const [output = '', mean = '', inverse = ''] = graph.nodes(
    'LayerNormalization',
    [x, weight, bias],
    3,
    { axis: -1, epsilon: { float: 1e-5 } },
  );
  return {
    output,
    backward: (gradient) => {
      const normal = graph.node('Mul', [graph.node('Sub', [x, mean]), inverse]);
      addRows(scope, `${name}.weight`, graph.node('Mul', [gradient, normal]));
      addRows(scope, `${name}.bias`, gradient);
      const scaled = graph.node('Mul', [gradient, weight]);
      const average = graph.node('ReduceMean', [scaled, graph.ints(-1)]);
      const along = graph.node('ReduceMean', [graph.node('Mul', [scaled, normal]), graph.ints(-1)]);
      const rest = graph.node('Sub', [
        graph.node('Sub', [scaled, average]),
        graph.node('Mul', [normal, along]),
      ]);
      return graph.node('Mul', [rest, inverse]);
    },
  };
}

/** GPT-2's GELU: y = x s, s = sigmoid(2 sqrt(2/pi) (x + 0.044715 x^3)), which is its tanh form. */
export function gelu(scope: Scope, x: Value): Part {
  const { graph } = scope;
  const scale = 2 * Math.sqrt(2 / Math.PI);
  const square = graph.node('Mul', [x, x]);
  const polynomial = (factor: number): Value =>
    graph.node('Add', [
      graph.node('Mul', [square, graph.float(scale * factor)]),
      graph.float(scale),
    ]);
  const sigmoid = graph.node('Sigmoid', [graph.node('Mul', [x, polynomial(0.044715)])]);
  const output = graph.node('Mul', [x, sigmoid]);
  return {
    output,
    backward: (gradient) => {
      const slope = graph.node('Sub', [output, graph.node('Mul', [output, sigmoid])]);
      const derivative = graph.node('Add', [
        graph.node('Mul', [slope, polynomial(3 * 0.044715)]),
        sigmoid,
      ]);
      return graph.node('Mul', [gradient, derivative]);
    },
  };
}

/**
 * Causal attention between the two linear maps: x [N, 3W] (queries, keys, values) -> [N, W].
 * Inside: q, k, v [B, H, T, D]; P = softmax(q k' / sqrt(D) + mask) [B, H, T, T]; O = dropout(P) v.
 * The row sum of dP P, which softmax's gradient needs, is taken as that of dO O: the same, and smaller.
 */
export function attention(
  scope: Scope,
  x: Value,
  sizes: {
    readonly headShape: Value;
    readonly rowShape: Value;
    readonly mask: Value;
    readonly headWidth: number;
  },
): Part {
  const { graph } = scope;
  const alpha = { float: 1 / Math.sqrt(sizes.headWidth) };
  const toHeads = (rows: Value): Value =>
    graph.node('Transpose', [graph.node('Reshape', [rows, sizes.headShape])], {
      perm: [0, 2, 1, 3],
    });
  const toRows = (heads: Value): Value =>
    graph.node('Reshape', [
      graph.node('Transpose', [heads], { perm: [0, 2, 1, 3] }),
      sizes.rowShape,
    ]);
  const [q = '', k = '', v = ''] = graph
    .nodes('Split', [x], 3, { axis: 1, num_outputs: 3 })
    .map(toHeads);
  const scores = graph.node('FusedMatMul', [q, k], { transB: 1, alpha });
  const weights = graph.node('Softmax', [graph.node('Add', [scores, sizes.mask])], { axis: -1 });
  const dropped = scope.dropout?.(weights) ?? null;
  const used = dropped?.output ?? weights;
  const mixed = graph.node('MatMul', [used, v]);
  return {
    output: toRows(mixed),
    backward: (gradient) => {
      const mixedGradient = toHeads(gradient);
      const vGradient = graph.node('FusedMatMul', [used, mixedGradient], { transA: 1 });
      const usedGradient = graph.node('FusedMatMul', [mixedGradient, v], { transB: 1 });
      const weightGradient = dropped?.backward(usedGradient) ?? usedGradient;
      const along = graph.node('ReduceSum', [
        graph.node('Mul', [mixedGradient, mixed]),
        graph.ints(-1),
      ]);
      const scoreGradient = graph.node('Mul', [
        weights,
        graph.node('Sub', [weightGradient, along]),
      ]);
      const qGradient = graph.node('FusedMatMul', [scoreGradient, k], { alpha });
      const kGradient = graph.node('FusedMatMul', [scoreGradient, q], { transA: 1, alpha });
      return graph.node('Concat', [qGradient, kGradient, vGradient].map(toRows), { axis: 1 });
    },
  };
}

/** Adds x' g to a matrix's gradient; x [N, I], g [N, O]. The gathered gradient is Gemm's summand, so adding is free. */
export function addMatrix(scope: Scope, name: string, x: Value, gradient: Value): void {
  scope.setGradient(
    name,
    scope.graph.node('Gemm', [x, gradient, scope.gathered(name)], { transA: 1 }),
  );
}

/** Adds the sum over rows to a vector's gradient; rows [N, O]. */
function addRows(scope: Scope, name: string, rows: Value): void {
  const { graph } = scope;
  const sum = graph.node('ReduceSum', [rows, graph.ints(0)], { keepdims: 0 });
  scope.setGradient(name, graph.node('Add', [sum, scope.gathered(name)]));
}
