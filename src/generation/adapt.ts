import { ownTable } from '../core/index.ts';
import type {
  DataSpec,
  DataProfile,
  FactValue,
  LayerCall,
  Origin,
  PlanRecord,
  Program,
  Requirement,
  Retrieved,
  Segment,
} from '../artifacts/index.ts';
import { agreeRoles, knownFacts } from '../kinds/index.ts';
import { askedConstants, setOptimizer } from '../ledger/index.ts';
import { isBackbone, layerContext, type LabelMode } from '../plan/index.ts';
import { createSegment, plainText, pruneProgram } from '../python/index.ts';
import { TARGETS } from '../targets/index.ts';
import { holeConstants, planConstants, setConstants } from './constants.ts';
import { addHeadTraining } from './fine-tuning.ts';
import { adaptSplit } from './adapt-split.ts';
import { adaptWrittenValues } from './adapt-written-values.ts';
import { LABEL_FUNCTIONS } from './label-table.ts';
import { addLibraryNames } from './library.ts';
import { compileModel, type ModelRequest } from './model-section.ts';
import { addRivals, type Rival } from './add-rivals.ts';
import { adaptTableReader } from './table-reader.ts';
import { adaptTechniques } from './adapt-techniques.ts';

/** What both drafts are made for and from. */
export interface GenerationRequest {
  readonly requirement: Requirement;
  /** Grounded: `data` is known, layers can be built. */
  readonly record: PlanRecord;
  readonly profile: DataProfile | null;
  /** The nearest program: the plan is compiled into it, and so is its template. */
  readonly nearest: Retrieved;
  /** The other program that the template is abstracted from; null where the pool has one alone. */
  readonly second: Retrieved | null;
  /** Typed layers of the plan and of the nearest sample's plan, head last. */
  readonly layers: readonly LayerCall[];
  readonly sampleLayers: readonly LayerCall[];
  /** Segments of the pool's programs: layers that a plan may name beyond Keras, how a pretrained network is trained, techniques. */
  readonly library: readonly Segment[];
  /** What the plan's backbone starts from. */
  readonly weights: 'imagenet' | null;
  /** What the plan's encoder of texts starts from. */
  readonly preset: string | null;
  readonly seed: number;
  /** Networks that are trained beside the planned one, and whether they answer together. */
  readonly rivals: readonly Rival[];
  readonly isJoined: boolean;
}

/**
 * Makes a program keep to the plan and the profile: constants, layers, compile call, label encoding, goal.
 * What the plan and the sample's plan agree on keeps the sample's code.
 */
export function adaptProgram(program: Program, request: GenerationRequest): Program {
  const { record, profile } = request;
  const planOrigin = originOf(request, 'plan', 'the plan states it');
  const askOrigin = originOf(request, 'plan', 'the requirement states it');
  const dataOrigin =
    profile === null
      ? originOf(request, 'plan', 'the requirement and its attributes say so')
      : originOf(request, 'profile', 'the data are so');
  const facts: Record<string, FactValue> = ownTable({
    ...agreeRoles(record.data?.facts ?? {}),
    SEED: request.seed,
  });
  const layerNames = request.layers.map(({ name }) => name);
  let adapted = addLibraryNames(program, layerNames, request.library);
  adapted = adaptTableReader(adapted, facts, dataOrigin);
  adapted = adaptSplit(adapted, record.data, dataOrigin);
  adapted = adaptWrittenValues(adapted, facts, dataOrigin);
  const outputs = countTargets(record.data);
  const sizes = outputs === null ? {} : { OUTPUT_COUNT: outputs };
  adapted = setConstants(adapted, { ...facts, ...sizes }, dataOrigin);
  adapted = setConstants(adapted, planConstants(record.plan), planOrigin);
  adapted = setConstants(
    adapted,
    { ...askedConstants(record.asked), SEED: request.seed },
    askOrigin,
  );
  adapted = setConstants(
    adapted,
    holeConstants(request.nearest.sample.holes, request.layers),
    planOrigin,
  );
  adapted = adaptModel(adapted, request, planOrigin);
  adapted = adaptOptimizer(adapted, record.asked, askOrigin);
  adapted = addHeadTraining(adapted, request.library, planOrigin);
  adapted = adaptTechniques(adapted, record.asked, record.data, request.library, askOrigin);
  adapted = addRivals(adapted, request, compileRival(adapted, request), askOrigin);
  adapted = setConstants(
    adapted,
    { WEIGHTS: request.weights, PRESET: request.preset },
    originOf(request, 'plan', 'the weights are in the cache'),
  );
  adapted = { ...adapted, docstring: renderGoal(request) };
  return pruneProgram(adapted).program;
}

/** Sets the arguments of the optimizer that the requirement states. */
function adaptOptimizer(program: Program, asked: PlanRecord['asked'], origin: Origin): Program {
  const segments = program.segments.map((segment) => {
    const code = segment.section === 'model' ? setOptimizer(segment.code, asked) : segment.code;
    return code === segment.code ? segment : createSegment(segment.section, code, origin);
  });
  return { ...program, segments };
}

function originOf(
  { nearest: { sample } }: GenerationRequest,
  kind: Origin['kind'],
  reason: string,
): Origin {
  return { kind, samples: [sample.id], licence: sample.licence, reason };
}

function adaptModel(program: Program, request: GenerationRequest, origin: Origin): Program {
  const { layers, rivals } = request;
  let labels: LabelMode | null = null;
  const segments = program.segments.map((segment) => {
    if (segment.id !== 'model.build_model') return segment;
    const compiled = compileModel(segment.code, modelRequest(program, request));
    labels = compiled.labels;
    return compiled.code === segment.code ? segment : createSegment('model', compiled.code, origin);
  });
  const all = [...layers, ...rivals.flatMap((rival) => rival.layers)];
  return adaptLabels(addConstants({ ...program, segments }, all, origin), labels, origin);
}

function modelRequest(program: Program, request: GenerationRequest): ModelRequest {
  const { record, layers, sampleLayers } = request;
  const { sample } = request.nearest;
  const { classCount, vocabularySize } = layerContext(record.data);
  const known = knownFacts(record.data?.facts ?? {});
  return {
    plan: record.plan,
    samplePlan: sample.plan,
    layers,
    sampleLayers,
    own: ownLayers(program),
    topology: sample.topology,
    classCount,
    vocabularySize,
    horizon: known.HORIZON ?? null,
    outputCount: countTargets(record.data),
    classes: record.data !== null && TARGETS[record.data.target].classes === true,
  };
}

/** `build_model` as it is adapted, with the layers of another network in place of the plan's. */
function compileRival(
  program: Program,
  request: GenerationRequest,
): (code: string, layers: readonly LayerCall[]) => string {
  const planned = modelRequest(program, request);
  return (code, layers) => {
    const own = new Set([
      ...planned.own,
      ...layers.map(({ name }) => name).filter(isOwnIn(request)),
    ]);
    // The function that is changed is already that of the plan.
    const isNow = { samplePlan: planned.plan, sampleLayers: planned.layers };
    const topology = 'trunk' as const;
    return compileModel(withoutBody(code), { ...planned, ...isNow, topology, layers, own }).code;
  };
}

/** A `build_model` in which the head takes what `build_features` takes. */
function withoutBody(code: string): string {
  const [call, argument] = /^ {4}features = build_features\((\w+)[^\n]*\)\n/m.exec(code) ?? [];
  if (call === undefined) return code;
  return code.replace(call, '').replace(/\(features\)$/m, `(${argument})`);
}

/** Layers that the pool defines. */
function isOwnIn({ library }: GenerationRequest): (name: string) => boolean {
  const defined = new Set(library.flatMap(({ defines }) => defines));
  return (name) => defined.has(name);
}

/** How many numbers the data have to predict for an item; null where the target is something else. */
function countTargets(data: DataSpec | null): number | null {
  if (data?.target !== 'number') return null;
  const target = data.facts['TARGET'];
  return Array.isArray(target) ? target.length : 1;
}

function ownLayers(program: Program): ReadonlySet<string> {
  return new Set(
    program.segments
      .filter(({ code }) => /^class \w+\(.*Layer\):/m.test(code))
      .flatMap(({ defines }) => defines),
  );
}

/** Constants that the compiled layers use and the sample has not. */
function addConstants(program: Program, layers: readonly LayerCall[], origin: Origin): Program {
  const has = (name: string): boolean =>
    program.segments.some(({ defines }) => defines.includes(name));
  if (!layers.some(isBackbone) || has('WEIGHTS')) return program;
  const code =
    '# "imagenet" where the weights can be had; None trains the backbone from scratch.\nWEIGHTS = None';
  return {
    ...program,
    segments: [...program.segments, createSegment('configuration', code, origin)],
  };
}

function adaptLabels(program: Program, labels: LabelMode | null, origin: Origin): Program {
  if (labels === null) return program;
  const functions = LABEL_FUNCTIONS[labels];
  const segments = program.segments.map((segment) => {
    const code = functions[segment.defines[0] ?? ''];
    if (code === undefined || sameBody(code, segment.code)) return segment;
    return createSegment(segment.section, code, origin);
  });
  const bound = new Set(program.segments.flatMap(({ defines }) => defines));
  const imports = LABEL_IMPORTS.map((code) => createSegment('imports', code, origin));
  const missing = imports.filter(({ defines }) => !defines.some((name) => bound.has(name)));
  return { ...program, segments: [...segments, ...missing] };
}

/** What the label functions use; pruned where they do not. */
const LABEL_IMPORTS = ['import numpy as np', 'import keras'];

/** Two functions that return the same expression are the same, whatever their docstrings say. */
function sameBody(a: string, b: string): boolean {
  const body = (code: string): string => code.replace(/"""[\s\S]*?"""/, '').replace(/\s+/g, ' ');
  return body(a) === body(b);
}

/** The docstring: goal, data, result; the user's words, made harmless. */
function renderGoal({ requirement, record }: GenerationRequest): string {
  const goal = wrapWords(plainText(requirement.text), 96);
  const { input, output } = record.plan.dataset;
  const data = wrapWords(plainText(`Data: ${input}`), 96);
  const result = wrapWords(plainText(`Result: ${output}`), 96);
  return `${goal}\n\n${data}\n${result}`;
}

function wrapWords(text: string, width: number): string {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').map((part) => part.slice(0, width))) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line].join('\n');
}
