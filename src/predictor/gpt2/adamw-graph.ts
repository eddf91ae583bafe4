import { parameterTable, type Gpt2Config } from './config.ts';
import { GraphBuilder, type Value } from './graph-builder.ts';
import { GRADIENT } from './training-graph.ts';

/** Prefixes of the running means of gradients and of squared gradients, and of what an update gives. */
export const FIRST_MOMENT = 'first.';
export const SECOND_MOMENT = 'second.';
export const NEXT = 'next.';

export interface AdamW {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Of matrices only; per unit of learning rate. */
  readonly weightDecay: number;
  /** Largest norm of all gradients together; null does not clip. */
  readonly clip: number | null;
}

/**
 * One AdamW update of all parameters, as an ONNX model; PyTorch's formula:
 * g = gradient * min(1, clip / (norm + 1e-6)); m = b1 m + (1-b1) g; v = b2 v + (1-b2) g^2;
 * p = p (1 - rate * decay) - rate / (1-b1^t) * m / (sqrt(v / (1-b2^t)) + epsilon).
 *
 * Inputs: `step` float [3]: rate, 1 - b1^t, sqrt(1 - b2^t); per parameter of its shape: NAME, `gradient.NAME`,
 * `first.NAME`, `second.NAME`. Outputs: `norm` float [] before clipping; `next.NAME`, `next.first.NAME`, `next.second.NAME`.
 */
export function renderAdamWGraph(config: Gpt2Config, options: AdamW): Uint8Array {
  const graph = new GraphBuilder();
  const { list } = parameterTable(config);
  const step = graph.input('step', 'float32', [3]);
  const [rate = '', first = '', second = ''] = graph
    .nodes('Split', [step], 3, { axis: 0, num_outputs: 3 })
    .map((part) => graph.node('Squeeze', [part, graph.ints(0)]));
  const size = graph.node('Div', [rate, first]);
  const kept = graph.node('Sub', [
    graph.float(1),
    graph.node('Mul', [rate, graph.float(options.weightDecay)]),
  ]);
  for (const { name, shape } of list) {
    for (const prefix of ['', GRADIENT, FIRST_MOMENT, SECOND_MOMENT]) {
      graph.input(prefix + name, 'float32', shape);
    }
  }
  const norm = graph.node('Sqrt', [
    graph.node(
      'Sum',
      list.map(({ name }) => graph.node('ReduceSumSquare', [GRADIENT + name], { keepdims: 0 })),
    ),
  ]);
  graph.output('norm', norm, 'float32', []);
  const shrink =
    options.clip === null
      ? null
      : graph.node('Min', [
          graph.float(1),
          graph.node('Div', [
            graph.float(options.clip),
            graph.node('Add', [norm, graph.float(1e-6)]),
          ]),
        ]);
  /** old * share + new * (1 - share). */
  const blend = (old: Value, fresh: Value, share: number): Value =>
    graph.node('Add', [
      graph.node('Mul', [old, graph.float(share)]),
      graph.node('Mul', [fresh, graph.float(1 - share)]),
    ]);
  for (const { name, shape, decays } of list) {
    const gradient =
      shrink === null ? GRADIENT + name : graph.node('Mul', [GRADIENT + name, shrink]);
    const mean = blend(FIRST_MOMENT + name, gradient, options.beta1);
    const square = blend(
      SECOND_MOMENT + name,
      graph.node('Mul', [gradient, gradient]),
      options.beta2,
    );
    const deviation = graph.node('Add', [
      graph.node('Div', [graph.node('Sqrt', [square]), second]),
      graph.float(options.epsilon),
    ]);
    const old = decays ? graph.node('Mul', [name, kept]) : name;
    const change = graph.node('Mul', [graph.node('Div', [mean, deviation]), size]);
    graph.output(NEXT + name, graph.node('Sub', [old, change]), 'float32', shape);
    graph.output(NEXT + FIRST_MOMENT + name, mean, 'float32', shape);
    graph.output(NEXT + SECOND_MOMENT + name, square, 'float32', shape);
  }
  return graph.render();
}
