import type { LayerCall, PlanRecord, Sample } from '../artifacts/index.ts';
import { isBackbone } from '../plan/index.ts';

export interface ChosenWeights {
  readonly record: PlanRecord;
  readonly weights: 'imagenet' | null;
}

/**
 * Decides what a planned backbone starts from, and says it: its ImageNet weights where they are at hand, unless the plan
 * states `weights=None` or others are compared with it; else it is trained from scratch. The one place that decides; the
 * code has it as `WEIGHTS`.
 */
export function chooseWeights(
  record: PlanRecord,
  layers: readonly LayerCall[],
  { topology }: Sample,
  available: ReadonlySet<string> = new Set(),
  isCompared = false,
): ChosenWeights {
  const backbone = layers.find(isBackbone);
  if (backbone === undefined || states(backbone, null)) return { record, weights: null };
  const { name } = backbone;
  if (topology === 'custom') {
    const warning = `${name} is trained from scratch, since this network does not load pretrained weights.`;
    return { record: { ...record, warnings: [...record.warnings, warning] }, weights: null };
  }
  if (isCompared) {
    const warning = `${name} is trained from scratch, as the networks are that it is compared with.`;
    return { record: { ...record, warnings: [...record.warnings, warning] }, weights: null };
  }
  if (available.has(name)) {
    const assumption = `${name} starts from its ImageNet weights: its head is trained first, then all layers at a low rate.`;
    return {
      record: { ...record, assumptions: [...record.assumptions, assumption] },
      weights: 'imagenet',
    };
  }
  const warning = `${name} is trained from scratch, since its pretrained weights are not in the cache; dlcodegen doctor --fetch-weights ${name} gets them.`;
  return {
    record: {
      ...record,
      warnings: [...record.warnings, warning],
      substituted: states(backbone, 'imagenet')
        ? [...new Set([...record.substituted, 'layers' as const])]
        : record.substituted,
    },
    weights: null,
  };
}

function states({ named }: LayerCall, value: 'imagenet' | null): boolean {
  const { weights } = named;
  return weights?.kind === 'literal' && weights.value === value;
}
