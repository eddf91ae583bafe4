import type { DataSpec, Requirement, Sample } from '../artifacts/index.ts';
import { isBackbone } from '../plan/index.ts';
import { classCount } from '../targets/index.ts';
import { sampleFits } from './decide-task.ts';
import { nearestSamples, unaskedPurpose } from './nearest-samples.ts';
import { ARCHITECTURE_LAYERS } from './trunk-table.ts';
import type { Stated, TrunkFamily } from '../requirement/index.ts';

/**
 * The sample whose plan is adapted: of those that fit the data, one for what is asked, with the most of what is asked for and least
 * of what is not, with a head of the same form, then the nearest by BM25. Where none fits, one with the same target, else the nearest of all.
 */
export function chooseBase(
  requirement: Requirement,
  stated: Stated,
  data: DataSpec,
  samples: readonly Sample[],
): Sample | null {
  const near = nearestSamples(requirement, samples);
  const isUnasked = unaskedPurpose(requirement);
  const fitting = [
    (sample: Sample) => sampleFits(sample, data),
    (sample: Sample) => sample.data.target === data.target,
    () => true,
  ]
    .map((fits) => near.filter(fits))
    .find((found) => found.length > 0);
  const best = fitting
    ?.map((sample, place) => ({
      sample,
      place,
      foreign: Number(isUnasked(sample)),
      asked: countAsked(sample.plan.layers, stated) + countTags(sample, stated),
      // The trunk of a chain can be built anew; other programs are as they are.
      rigid: Number(isRigid(sample, stated)),
      unasked: Number(hasUnasked(sample.plan.layers, stated)),
      otherHead: Number((classCount(sample.data) === 2) !== (classCount(data) === 2)),
    }))
    .toSorted(
      (left, right) =>
        left.foreign - right.foreign ||
        left.rigid - right.rigid ||
        right.asked - left.asked ||
        left.unasked - right.unasked ||
        left.otherHead - right.otherHead ||
        left.place - right.place,
    )[0];
  return best?.sample ?? null;
}

/** Families that no layer shows, by the sample's tags. */
function countTags({ tags }: Sample, { families }: Stated): number {
  return families.filter((name) => !(name in ARCHITECTURE_LAYERS) && tags.includes(name)).length;
}

function isRigid({ plan, topology }: Sample, { families, backbone, stacks }: Stated): boolean {
  const lacking = missingFamilies(plan.layers, families).length > 0;
  const stacked = stacks.dense !== null || stacks.recurrent !== null;
  return (
    topology === 'custom' &&
    (lacking || stacked || (backbone !== null && !plan.layers.some(isBackbone)))
  );
}

/** Attention is worth its cost where it is asked for. */
function hasUnasked(planLayers: readonly string[], { families }: Stated): boolean {
  const attention = ARCHITECTURE_LAYERS.transformer;
  return (
    attention !== undefined &&
    !families.includes('transformer') &&
    planLayers.some((layer) => attention.test(layer))
  );
}

/** What is asked for and has no layer in a plan; families that no layer shows, as `siamese`, are not counted. */
export function missingFamilies(
  planLayers: readonly string[],
  families: readonly TrunkFamily[],
): TrunkFamily[] {
  return families.filter((name) => {
    const pattern = ARCHITECTURE_LAYERS[name];
    return pattern !== undefined && !planLayers.some((layer) => pattern.test(layer));
  });
}

/** How many of the asked layer families a plan has. */
export function countAsked(
  planLayers: readonly string[],
  { families, backbone }: Pick<Stated, 'families' | 'backbone'>,
): number {
  const shown = families.filter((name) => name in ARCHITECTURE_LAYERS);
  const built = shown.length - missingFamilies(planLayers, shown).length;
  return built + (backbone !== null && planLayers.some(isBackbone) ? 1 : 0);
}
