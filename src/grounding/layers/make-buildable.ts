import type { LayerCall, Sample } from '../../artifacts/index.ts';
import type { Issue } from '../../core/index.ts';
import { itemShape, knownFacts } from '../../kinds/index.ts';
import {
  fitLayers,
  isBackbone,
  propagateShapes,
  renderLayer,
  type Shape,
} from '../../plan/index.ts';
import { chainGoal, TARGETS } from '../../targets/index.ts';
import { fitNames } from './fit-names.ts';
import type { DraftRecord } from '../draft-plan.ts';
import { readLayers } from './read-layers.ts';
import { settleLayers } from './settle-layers.ts';

/**
 * Makes the plan's layers buildable on the data, and says what had to change. Models that are no chain keep their
 * program's topology; the plan then drives their sizes.
 */
export function makeBuildable(
  stated: DraftRecord,
  sample: Sample,
  own: ReadonlySet<string>,
): DraftRecord {
  const { data } = stated;
  const resolved = readLayers(stated, own);
  const { layers } = resolved;
  const record = withFindings(fitNames(stated, sample), resolved.findings);
  if (data === null) return record;
  if (sample.topology === 'custom')
    return fitCustom(record, layers, readLayers(sample, own).layers, sample);
  const shape = itemShape(data, sample.plan.layers[0] ?? '');
  if (shape === null) return record;
  const goal = chainGoal(data, layers, record.plan.hyperparameters.loss);
  const settled = settleLayers(resolved, data, goal);
  const { layers: fitted, changes } = fitLayers(settled.layers, shape, goal);
  const map = TARGETS[data.target].map?.(knownFacts(data.facts)) ?? null;
  if (map !== null && !givesMap(fitted, shape, map)) {
    return keepProgram(record, sample);
  }
  const assumptions = [...record.assumptions, ...settled.assumptions];
  const isAsStated = settled.layers === layers && changes.length === 0;
  return isAsStated
    ? { ...record, assumptions }
    : withLayers({ ...record, assumptions }, fitted, [...settled.changes, ...changes]);
}

function givesMap(layers: readonly LayerCall[], input: Shape, goal: Shape): boolean {
  const { shapes, issues } = propagateShapes(layers, input);
  const output = shapes.at(-1) ?? [];
  return (
    issues.length === 0 &&
    output.length === goal.length &&
    output.every((size, axis) => size === null || size === goal[axis])
  );
}

/** The plan's layers cannot make the target: the program's own stand in their place. */
function keepProgram(record: DraftRecord, sample: Sample): DraftRecord {
  const target = record.data?.target ?? 'the target';
  return {
    ...record,
    plan: { ...record.plan, layers: sample.plan.layers },
    warnings: [
      ...record.warnings,
      `The layers of the plan do not make ${target}; those of ${sample.id} are used instead.`,
    ],
    substituted: [...new Set([...record.substituted, 'layers' as const])],
  };
}

/** A program with a topology of its own: its layer names stand, the plan's sizes fill its constants. */
function fitCustom(
  record: DraftRecord,
  layers: readonly LayerCall[],
  ownLayers: readonly LayerCall[],
  sample: Sample,
): DraftRecord {
  const own = names(ownLayers);
  // Boxes without classes leave out the class head, which comes last.
  const boxesOnly = record.data?.target === 'box' && own.startsWith(names(layers));
  if (names(layers) === own || boxesOnly) return record;
  const warning = `The layers of the plan are no chain that makes ${record.data?.target ?? 'the target'}; the model of ${sample.id} is built instead, with the plan's sizes.`;
  return {
    ...record,
    warnings: [...record.warnings, warning],
    substituted: [...new Set([...record.substituted, 'layers' as const])],
  };
}

/** What a layer was read as, where the plan's words are no Keras layer, is a warning, and the field is substituted. */
function withFindings(record: DraftRecord, findings: readonly Issue[]): DraftRecord {
  const told = findings.filter(({ code }) => code !== 'LAYER_DEFAULT' && code !== 'LAYER_ARGUMENT');
  if (told.length === 0) return record;
  return {
    ...record,
    warnings: [
      ...new Set([...record.warnings, ...told.map(({ message }) => `Layers: ${message}.`)]),
    ],
    substituted: [...new Set([...record.substituted, 'layers' as const])],
  };
}

function names(layers: readonly LayerCall[]): string {
  return layers
    .map((layer) =>
      isBackbone(layer) ? 'backbone' : layer.name.replace(/^(LSTM|GRU|SimpleRNN)$/, 'recurrent'),
    )
    .join(' ');
}

function withLayers(
  record: DraftRecord,
  layers: readonly LayerCall[],
  changes: readonly string[],
): DraftRecord {
  return {
    ...record,
    plan: { ...record.plan, layers: layers.map(renderLayer) },
    warnings: [...record.warnings, ...changes.map((change) => `Layers: ${change}.`)],
    substituted:
      changes.length === 0
        ? record.substituted
        : [...new Set([...record.substituted, 'layers' as const])],
  };
}
