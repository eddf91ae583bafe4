import type {
  DataProfile,
  LayerCall,
  PlanRecord,
  Requirement,
  Sample,
  Section,
  Segment,
} from '../artifacts/index.ts';
import { remember } from '../core/index.ts';
import { RIVAL_FUNCTIONS, type GenerationRequest } from '../generation/index.ts';
import { ownLayersWith, readLayers, rivalNetworks } from '../grounding/index.ts';
import { askedConstants } from '../ledger/index.ts';
import { isBackbone } from '../plan/index.ts';
import { chooseWeights } from './choose-weights.ts';
import { readTechniques } from './read-techniques.ts';
import { joinsNetworks } from '../requirement/index.ts';
import { techniqueNames } from '../techniques/index.ts';
import { readSampleProgram, selectSamples, type Selection } from './select.ts';

export interface PrepareInput {
  readonly requirement: Requirement;
  /** Grounded: see `planProject`. */
  readonly record: PlanRecord;
  /** The program that the plan was fitted to. */
  readonly program: Sample;
  readonly profile: DataProfile | null;
  readonly samples: readonly Sample[];
  /** Random seed of the generated program; null for the one that is asked for, else the usual one. */
  readonly seed: number | null;
  /** Backbones whose pretrained weights are at hand; none where it is not said. */
  readonly availableWeights?: ReadonlySet<string>;
}

/**
 * What the drafters work from: the two nearest programs (paper III-C) and the plan's typed layers.
 * Errors: UNSUPPORTED_TASK (no program of the pool reads such data).
 */
export function prepareRequest(input: PrepareInput): {
  readonly request: GenerationRequest;
  readonly selection: Selection;
} {
  const { requirement, program, profile, samples, seed } = input;
  const own = ownLayersWith(samples, program);
  const selection = selectSamples(input.record, program, samples);
  const { nearest, second } = selection;
  const { layers: planned } = readLayers(input.record, own);
  const { asked, data } = input.record;
  const rivals = rivalNetworks(asked, data, planned, program);
  const { record, layers, weights, preset } = chooseWeights(
    input.record,
    planned,
    program,
    input.availableWeights,
    rivals.length > 0,
  );
  const built = [...layers, ...rivals.flatMap((rival) => rival.layers)];
  const request: GenerationRequest = {
    requirement,
    record,
    profile,
    nearest,
    second,
    layers,
    sampleLayers: readLayers(nearest.sample, own).layers,
    library: [
      ...findLibrary(built, samples),
      ...readTechniques([
        ...techniqueNames(record.asked, record.data),
        ...(rivals.length === 0 ? [] : RIVAL_FUNCTIONS),
      ]),
    ],
    rivals,
    isJoined: joinsNetworks(record.asked),
    weights,
    preset,
    seed: seed ?? askedSeed(record) ?? USUAL_SEED,
  };
  return { request, selection };
}

function askedSeed({ asked }: PlanRecord): number | null {
  const { SEED: seed } = askedConstants(asked);
  return typeof seed === 'number' ? seed : null;
}

/** Segments of the programs that define what the plan's layers need beyond Keras, for the drafts to take from. */
function findLibrary(layers: readonly LayerCall[], samples: readonly Sample[]): Segment[] {
  const classes = layers.map(({ name }) => name);
  const wanted = layers.some(isBackbone) ? [...classes, 'train_head'] : classes;
  return samples
    .filter((sample) => wanted.some((name) => definedNames(sample).has(name)))
    .flatMap((sample) => readSampleProgram(sample).program.segments)
    .filter(({ section }) => LIBRARY_SECTIONS.has(section));
}

/** Classes and functions at the top of a sample's program, without parsing it. */
const definedNames = remember(
  ({ program }: Sample): ReadonlySet<string> =>
    new Set([...program.matchAll(/^(?:class|def) (\w+)\(/gm)].map(([, name]) => name ?? '')),
);

/** Where neither a flag nor the requirement states a seed. */
export const USUAL_SEED = 42;

const LIBRARY_SECTIONS: ReadonlySet<Section> = new Set([
  'imports',
  'configuration',
  'model',
  'training',
]);
