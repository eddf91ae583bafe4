import type { DataSpec, Reading, Sample } from '../artifacts/index.ts';
import { DLCodeGenError } from '../core/index.ts';
import { knownFacts } from '../kinds/index.ts';
import { isBackbone, isMerge, layerContext, resolveLayers } from '../plan/index.ts';
import { fitOf } from '../retrieval/index.ts';
import { statedOf, type Stated, type TrunkFamily } from '../requirement/index.ts';
import { classCount } from '../targets/index.ts';
import { statedNetwork } from './layers/state-network.ts';
import { ARCHITECTURE_LAYERS } from './layers/trunk-table.ts';
import { nearestSamples, unaskedPurpose } from './nearest-samples.ts';

interface Wanted {
  readonly data: DataSpec;
  /** Layers that a given plan states; empty where none does. */
  readonly layers: readonly string[];
}

/**
 * The program of the pool that a plan is made from and its code is adapted from: of those that read the data, one built of
 * the layers that a given plan states, then one that builds the network that is named, then one for what is asked, with
 * the most of what is asked for and least of what is not, with a head of the same form, then the nearest by BM25. Where
 * none reads the data, one with the same target, else the nearest of all. `own` are the layers that programs of the pool
 * define.
 *
 * Paper: III-C, the choice of the program for Code RAG. Errors: POOL_EMPTY.
 */
export function chooseProgram(
  reading: Reading,
  { data, layers }: Wanted,
  samples: readonly Sample[],
  own: ReadonlySet<string>,
): Sample {
  const stated = statedOf(reading);
  // A network that is described outranks one that is named.
  const architectures = statedNetwork(stated) === null ? stated.architectures : [];
  const near = nearestSamples(reading, samples).flatMap((sample) => [
    sample,
    ...variantsOf(sample, architectures),
  ]);
  const isUnasked = unaskedPurpose(reading);
  const given = layerNames(layers, data, own);
  const merges = given.filter((name) => isMerge({ name }));
  const rank = (sample: Sample, place: number): readonly number[] => {
    const names = layers.length === 0 ? [] : layerNames(sample.plan.layers, sample.data, own);
    const isAlike = names.join(' ') === given.join(' ');
    const branches = merges.length > 0 && merges.every((name) => names.includes(name));
    // Only chains can be built of other layers.
    const cannotBuild = layers.length > 0 && sample.topology === 'custom' && !isAlike && !branches;
    const { plan, tags } = sample;
    return [
      isAlike ? 0 : 1,
      cannotBuild ? 1 : 0,
      namedPlace(sample, architectures),
      isUnasked(sample) ? 1 : 0,
      isRigid(sample, stated) ? 1 : 0,
      -countAsked(plan.layers, stated) - countTags(tags, stated),
      hasUnasked(sample, stated, data) ? 1 : 0,
      (classCount(sample.data) === 2) === (classCount(data) === 2) ? 0 : 1,
      place,
    ];
  };
  const fitting = [
    (sample: Sample) => fitOf(sample, data) === 'data',
    (sample: Sample) => fitOf(sample, data) === 'target',
    () => true,
  ]
    .map((fits) => near.filter(fits))
    .find((found) => found.length > 0);
  const [best] = (fitting ?? [])
    .map((sample, place) => ({ sample, rank: rank(sample, place) }))
    .toSorted((left, right) => compareRanks(left.rank, right.rank));
  if (best === undefined)
    throw new DLCodeGenError('POOL_EMPTY', 'The pool holds no sample to plan from.');
  return best.sample;
}

/** Variants are made when they are first read. */
function variantsOf(sample: Sample, architectures: readonly string[]): readonly Sample[] {
  return architectures.length === 0
    ? []
    : (sample.variants ?? []).filter(({ architecture = '' }) =>
        architectures.includes(architecture),
      );
}

/** Of the networks that are named the first is built; a program for another one comes last. */
function namedPlace({ architecture }: Sample, named: readonly string[]): number {
  if (architecture === undefined) return named.length;
  return named.includes(architecture) ? named.indexOf(architecture) : named.length + 1;
}

function compareRanks(left: readonly number[], right: readonly number[]): number {
  const at = left.findIndex((value, place) => value !== right[place]);
  return at < 0 ? 0 : (left[at] ?? 0) - (right[at] ?? 0);
}

/** Layer names in order; recurrent layers stand for each other, since programs take either. */
function layerNames(
  layers: readonly string[],
  data: DataSpec,
  own: ReadonlySet<string>,
): readonly string[] {
  return resolveLayers(layers, layerContext(data), own).layers.map(({ name }) =>
    name.replace(/^(LSTM|GRU|SimpleRNN)$/, 'recurrent'),
  );
}

/** Families that no layer shows, by the sample's tags. */
function countTags(tags: readonly string[], { families }: Stated): number {
  return families.filter((name) => !(name in ARCHITECTURE_LAYERS) && tags.includes(name)).length;
}

/** Whether a program with a topology of its own lacks what is asked of its layers. */
function isRigid({ plan, topology }: Sample, stated: Stated): boolean {
  const { families, backbone, stacks } = stated;
  const lacking = missingFamilies(plan.layers, families).length > 0;
  const stacked =
    stacks.dense !== null || stacks.recurrent !== null || statedNetwork(stated) !== null;
  return (
    topology === 'custom' &&
    (lacking || stacked || (backbone !== null && !plan.layers.some(isBackbone)))
  );
}

/** Values of a window beyond which a linear path overfits the few hundred windows that series have. */
const MOST_VALUES = 128;

/**
 * Attention is worth its cost where it is asked for, and so are recurrent and convolutional layers for forecasts from small
 * windows: a dense network with a linear path is as good or better (Zeng et al. 2023, arXiv:2205.13504; Das et al. 2023,
 * arXiv:2304.08424).
 */
function hasUnasked({ plan }: Sample, { families }: Stated, data: DataSpec): boolean {
  const has = (family: TrunkFamily): boolean =>
    plan.layers.some((layer) => ARCHITECTURE_LAYERS[family]?.test(layer) === true);
  const isUnasked = (family: TrunkFamily): boolean => !families.includes(family) && has(family);
  if (isUnasked('transformer')) return true;
  if (data.target !== 'future') return false;
  const { WINDOW: steps, FEATURES: columns } = knownFacts(data.facts);
  const isWide = (steps ?? 1) * (columns?.length ?? 1) > MOST_VALUES;
  return isWide ? !has('rnn') : isUnasked('rnn') || isUnasked('cnn');
}

/** What is asked for and has no layer in a plan; families that no layer shows, as `siamese`, are not counted. */
function missingFamilies(
  planLayers: readonly string[],
  families: readonly TrunkFamily[],
): TrunkFamily[] {
  return families.filter((name) => {
    const pattern = ARCHITECTURE_LAYERS[name];
    return pattern !== undefined && !planLayers.some((layer) => pattern.test(layer));
  });
}

/** How many of the asked layer families a plan has. */
function countAsked(
  planLayers: readonly string[],
  { families, backbone }: Pick<Stated, 'families' | 'backbone'>,
): number {
  const shown = families.filter((name) => name in ARCHITECTURE_LAYERS);
  const built = shown.length - missingFamilies(planLayers, shown).length;
  return built + (backbone !== null && planLayers.some(isBackbone) ? 1 : 0);
}
