import type { DataSpec, LayerCall } from '../../artifacts/index.ts';
import { factsOf, inputForm } from '../../kinds/index.ts';
import {
  denseUnits,
  headActivation,
  layerCall,
  literal,
  renderLayer,
  type LayerGoal,
  type ResolvedLayers,
} from '../../plan/index.ts';

export interface SettledLayers {
  readonly layers: readonly LayerCall[];
  /** What the plan leaves open; no substitution. */
  readonly assumptions: readonly string[];
  /** What had to be added to what it states. */
  readonly changes: readonly string[];
}

/** Settles by the data what a plan's layers leave open: the units of its output, and how words become vectors. */
export function settleLayers(
  resolved: ResolvedLayers,
  data: DataSpec,
  goal: LayerGoal | null,
): SettledLayers {
  const { layers, assumption } = goal === null ? unchanged(resolved) : settleHead(resolved, goal);
  const assumptions = [...openSizes(resolved), ...(assumption === null ? [] : [assumption])];
  const isRead = layers.some(({ name }) => /Embedding/.test(name));
  if (inputForm(data) !== 'tokens' || isRead) return { layers, assumptions, changes: [] };
  const { VOCABULARY_SIZE: words } = factsOf(data);
  const embedding = layerCall('Embedding', [words ?? 10_000, 128]);
  const change = `${renderLayer(embedding)} added in front: texts come as word numbers`;
  return { layers: [embedding, ...layers], assumptions, changes: [change] };
}

function unchanged({ layers }: ResolvedLayers): {
  layers: readonly LayerCall[];
  assumption: string | null;
} {
  return { layers, assumption: null };
}

/** The layer that gives the output, before what only activates it, and whether the plan leaves a size of it open. */
export function outputLayer({ layers, origins, findings }: ResolvedLayers): {
  readonly at: number;
  readonly layer: LayerCall | undefined;
  readonly isOpen: boolean;
} {
  const at = layers.findLastIndex(({ name }) => name !== 'Activation' && name !== 'Softmax');
  const isOpen = findings.some(
    ({ code, path }) => code === 'LAYER_DEFAULT' && path.endsWith(`[${origins[at]}]`),
  );
  return { at, layer: layers[at], isOpen };
}

/** An output whose units nobody states has those of the goal, and its activation where none is stated either. */
function settleHead(
  resolved: ResolvedLayers,
  goal: LayerGoal,
): { layers: readonly LayerCall[]; assumption: string | null } {
  const { layers } = resolved;
  const { at, layer: head, isOpen } = outputLayer(resolved);
  if (head?.name !== 'Dense' || !isOpen) return unchanged(resolved);
  const isScored = at < layers.length - 1 || headActivation([head]) !== 'linear';
  const activation =
    isScored || goal.activation === 'linear' ? {} : { activation: literal(goal.activation) };
  const settled: LayerCall = {
    ...head,
    positional: [literal(goal.units), ...head.positional.slice(1)],
    named: { ...withoutUnits(head.named), ...activation },
  };
  if (denseUnits(head) === goal.units && Object.keys(activation).length === 0)
    return unchanged(resolved);
  return {
    layers: layers.map((layer, index) => (index === at ? settled : layer)),
    assumption: `Layers: the output is ${renderLayer(settled)}; the plan leaves its size open.`,
  };
}

function withoutUnits(named: LayerCall['named']): LayerCall['named'] {
  return Object.fromEntries(Object.entries(named).filter(([name]) => name !== 'units'));
}

/** One line for all usual sizes that stand where the plan states none. */
function openSizes({ findings }: ResolvedLayers): string[] {
  const open = findings
    .filter(({ code }) => code === 'LAYER_DEFAULT')
    .map(({ message }) => message.replace(/^(\w+): (\w+) .*$/, '$1 $2'));
  return open.length === 0
    ? []
    : [`Layers: usual sizes where the plan states none (${[...new Set(open)].join(', ')}).`];
}
