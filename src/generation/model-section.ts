import type { LayerCall, Plan } from '../artifacts/index.ts';
import {
  backboneOf,
  denseUnits,
  headActivation,
  headUnits,
  isBackbone,
  lossOf,
  metricOf,
  METRICS,
  NETWORK_INPUT,
  normalizeLoss,
  normalizeMetric,
  normalizeOptimizer,
  type LabelMode,
} from '../plan/index.ts';
import { applyEdits, relayout, type Edit } from '../python/index.ts';
import { labelMode } from '../targets/index.ts';
import { readBuildFunction, type BuildFunction, type Span } from './build-function.ts';
import { PIXEL_SCALES } from './keras-table.ts';
import { renderLayerStatement } from './layer-code.ts';

const INDENT = 4;
/** The variable of what the first layer of a plan takes, where another one takes it too. */
const START = 'start';

export interface ModelRequest {
  readonly plan: Plan;
  /** The plan of the program the function comes from: what is the same in both keeps its code. */
  readonly samplePlan: Plan;
  /** Resolved layers of both plans, in order, head last. */
  readonly layers: readonly LayerCall[];
  readonly sampleLayers: readonly LayerCall[];
  /** Layer classes the program defines itself. */
  readonly own: ReadonlySet<string>;
  readonly topology: 'trunk' | 'custom';
  readonly classCount: number | null;
  readonly vocabularySize: number | null;
  /** Steps to forecast, and numbers to predict for an item. */
  readonly horizon: number | null;
  readonly outputCount: number | null;
  /** Whether targets are single classes, whose encoding follows loss and head. */
  readonly classes: boolean;
}

export interface ModelSection {
  readonly code: string;
  /** How labels are to be encoded; null where the sample's own functions do it. */
  readonly labels: LabelMode | null;
}

/**
 * Compiles the plan's layers, optimizer, loss and metric into a sample's `build_model` (paper III-D: code 1
 * and code 2 both keep to the solution plan). The stem stays; trunk and head become the plan's layers.
 */
export function compileModel(code: string, request: ModelRequest): ModelSection {
  const found = readBuildFunction(code);
  const edits: Edit[] = [];
  if (request.topology === 'trunk') edits.push(...layerEdits(code, found, request));
  else edits.push(...headEdits(found, request));
  edits.push(...layOut(code, found.compile.statement, compileEdits(code, found, request)));
  const labels = chooseLabels(request);
  const isOwn = labels === labelsOf(request, request.samplePlan, request.sampleLayers);
  return { code: applyEdits(code, edits), labels: isOwn ? null : labels };
}

/** The edits with those inside a statement as one that wraps it anew. */
function layOut(code: string, statement: Span | null, edits: readonly Edit[]): Edit[] {
  if (statement === null) return [...edits];
  const { start, end } = statement;
  const [own, others] = [true, false].map((isOwn) =>
    edits.filter((edit) => (start <= edit.start && edit.end <= end) === isOwn),
  );
  if (own === undefined || others === undefined || own.length === 0) return [...edits];
  const shifted = own.map((edit) => ({
    ...edit,
    start: edit.start - start,
    end: edit.end - start,
  }));
  return [...others, { start, end, text: relayout(code.slice(start, end), shifted, INDENT) }];
}

function layerEdits(code: string, found: BuildFunction, request: ModelRequest): Edit[] {
  const { layers, own } = request;
  const { head } = found;
  if (head === null || sameLayers(layers, request.sampleLayers)) return [];
  const lines = layers.some(({ inputs }) => inputs?.includes(NETWORK_INPUT))
    ? [`${START} = ${found.trunkArgument}`]
    : [];
  let argument = found.trunkArgument;
  layers.forEach((layer, index) => {
    const named = layer.label === undefined ? 'features' : variableOf(layer.label, found);
    const target = index === layers.length - 1 ? 'outputs' : named;
    const taken = layer.inputs?.map((name) => variableOf(name, found));
    const replace = sizeNames(layers, index, found, request);
    const options = { indent: INDENT, replace };
    lines.push(renderLayerStatement(target, layer, taken ?? [argument], own, options));
    argument = target;
  });
  const edits: Edit[] = [];
  const body = lines.join(`\n${' '.repeat(INDENT)}`);
  if (found.trunk === null) {
    edits.push({ ...head, text: body });
  } else if (isComment(code.slice(found.trunk.end, head.start))) {
    // A comment on the sample's head goes with it.
    edits.push({ start: found.trunk.start, end: head.end, text: body });
  } else {
    edits.push({ ...found.trunk, text: body }, removal(code, head));
  }
  return [...edits, ...stemEdits(found, layers)];
}

/** Names that `build_model` has for other things, or that no variable can have. */
const RESERVED =
  /^(?:features|outputs|model|start|layers|keras|tf|np|os|math|optimizer|[A-Z].*|_.*|and|as|assert|async|await|break|class|continue|def|del|elif|else|except|finally|for|from|global|if|import|in|is|lambda|nonlocal|not|or|pass|raise|return|try|while|with|yield)$/;

/** The variable of an output that the plan names. */
function variableOf(label: string, { parameters }: BuildFunction): string {
  if (label === NETWORK_INPUT) return START;
  return RESERVED.test(label) || parameters.includes(label) ? `output_of_${label}` : label;
}

/** A program with a topology of its own takes the plan's head where targets are classes. */
function headEdits(found: BuildFunction, request: ModelRequest): Edit[] {
  const head = classHead(request);
  if (head === null || found.head === null) return [];
  const replace = sizeNames([head], 0, found, request);
  const options = { indent: INDENT, replace };
  return [
    {
      ...found.head,
      text: renderLayerStatement('outputs', head, ['features'], request.own, options),
    },
  ];
}

/** The plan's last layer where it is another head for these classes than the program's own; one unit gives a probability. */
function classHead({ classes, classCount, layers, sampleLayers }: ModelRequest): LayerCall | null {
  const head = layers.at(-1);
  const own = sampleLayers.at(-1);
  if (!classes || head?.name !== 'Dense' || own?.name !== 'Dense' || sameLayers([head], [own]))
    return null;
  const units = denseUnits(head);
  if (units === 1 && classCount === 2)
    return {
      ...head,
      positional: head.positional.slice(0, 1),
      named: { ...head.named, activation: { kind: 'literal', value: 'sigmoid' } },
    };
  return units === classCount ? head : null;
}

function isComment(text: string): boolean {
  return text.split('\n').every((line) => /^\s*(?:#|$)/.test(line));
}

/** A statement with its line break goes. */
function removal(code: string, { start, end }: Span): Edit {
  const lineStart = code.lastIndexOf('\n', start - 1);
  return { start: lineStart, end, text: '' };
}

/** A backbone wants its own pixel scale instead of 0-1. */
function stemEdits(found: BuildFunction, layers: readonly LayerCall[]): Edit[] {
  const backbone = backboneOf(layers.find(isBackbone)?.name ?? '');
  if (backbone === null || found.rescaling === null) return [];
  const stem = PIXEL_SCALES[backbone.pixels];
  const text =
    stem === null
      ? 'features = inputs  # the backbone rescales 0-255 itself'
      : `features = ${stem}`;
  return [{ ...found.rescaling, text }];
}

/** Sizes that the data decide are parameters of `build_model`, not numbers. */
function sizeNames(
  layers: readonly LayerCall[],
  index: number,
  found: BuildFunction,
  request: ModelRequest,
): Record<string, string> {
  const layer = layers[index];
  if (layer === undefined) return {};
  const units = headUnits(layer);
  const isLast =
    units !== null && !layers.slice(index + 1).some((next) => headUnits(next) !== null);
  const name = Object.entries(outputSizes(request)).find(
    ([parameter, size]) => found.parameters.includes(parameter) && units === size,
  )?.[0];
  if (isLast && name !== undefined) return { '0': name, units: name };
  if (layer.name === 'Embedding' && index === 0 && found.parameters.includes('vocabulary_size')) {
    return { '0': 'vocabulary_size', input_dim: 'vocabulary_size' };
  }
  return {};
}

/** What the data say of the size of the output, by the parameter of `build_model`. */
function outputSizes(request: ModelRequest): Readonly<Record<string, number | null>> {
  return {
    class_count: request.classCount,
    vocabulary_size: request.vocabularySize,
    horizon: request.horizon,
    output_count: request.outputCount,
  };
}

function compileEdits(code: string, found: BuildFunction, request: ModelRequest): Edit[] {
  const { optimizer, loss, metric } = request.plan.hyperparameters;
  const sample = request.samplePlan.hyperparameters;
  const edits: Edit[] = [];
  const optimizerName = normalizeOptimizer(optimizer).name;
  if (
    found.compile.optimizer !== null &&
    normalizeOptimizer(optimizer).known &&
    optimizerName !== normalizeOptimizer(sample.optimizer).name
  ) {
    edits.push({
      ...found.compile.optimizer,
      text: `keras.optimizers.${optimizerName}(learning_rate)`,
    });
  }
  const lossName = normalizeLoss(loss).name;
  const lossCode = lossExpression(lossName, request);
  const headChanged =
    usesLogits(builtLayers(request), lossName) !== usesLogits(request.sampleLayers, lossName);
  // What the sample's own loss means counts: a sum of two losses is not the first of them.
  const lossChanged = normalizeLoss(loss).stated !== normalizeLoss(sample.loss).stated;
  if (
    found.compile.loss !== null &&
    loss !== null &&
    lossCode !== undefined &&
    (lossChanged || headChanged)
  ) {
    edits.push({ ...found.compile.loss, text: lossCode });
  }
  const metricCode = metricExpression(normalizeMetric(metric).name, request);
  if (
    found.compile.metrics !== null &&
    metric !== null &&
    metricCode !== undefined &&
    normalizeMetric(metric).name !== normalizeMetric(sample.metric).name
  ) {
    edits.push({ ...found.compile.metrics, text: `[${metricCode}]` });
  }
  return edits;
}

function lossExpression(loss: string, request: ModelRequest): string | undefined {
  const row = lossOf(loss);
  if (row === null) return undefined;
  return usesLogits(builtLayers(request), loss)
    ? `keras.losses.${row.keras}(from_logits=True)`
    : row.code;
}

/** A program with a topology of its own keeps its layers, whatever the plan lists, but for a head of classes. */
function builtLayers(request: ModelRequest): readonly LayerCall[] {
  if (request.topology === 'trunk') return request.layers;
  const head = classHead(request);
  return head === null ? request.sampleLayers : [...request.sampleLayers.slice(0, -1), head];
}

/** Cross-entropy over a head without softmax or sigmoid. */
function usesLogits(layers: readonly LayerCall[], loss: string): boolean {
  return lossOf(loss)?.logits === true && headActivation(layers) === 'linear';
}

/**
 * Accuracies are named after the targets they take: one that does not fit the labels becomes plain "accuracy", which
 * Keras fits itself. Multi-class F1, precision, recall and AUC need one-hot targets and probabilities; beside others
 * `fit` keeps the sample's metric, and the evaluation reports them.
 */
function metricExpression(metric: string, request: ModelRequest): string | undefined {
  const labels = chooseLabels(request);
  const row = metricOf(metric);
  if (row === null) return undefined;
  const isTaken = labels === null || row.labels === undefined || row.labels.includes(labels);
  if (!isTaken) return row.otherwise === 'accuracy' ? METRICS.accuracy.code : undefined;
  const isSigmoid = headActivation(builtLayers(request)) === 'sigmoid';
  return (isSigmoid ? row.sigmoidCode : undefined) ?? row.code ?? undefined;
}

function chooseLabels(request: ModelRequest): LabelMode | null {
  return labelsOf(request, request.plan, builtLayers(request));
}

function labelsOf(
  { classes }: ModelRequest,
  { hyperparameters }: Plan,
  layers: readonly LayerCall[],
): LabelMode | null {
  const last = layers.findLast(({ name }) => name === 'Dense');
  if (!classes || last === undefined) return null;
  const loss = normalizeLoss(hyperparameters.loss).name;
  return labelMode(loss, denseUnits(last), headActivation(layers));
}

function sameLayers(a: readonly LayerCall[], b: readonly LayerCall[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
