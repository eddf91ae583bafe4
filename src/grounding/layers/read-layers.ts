import type { DataSpec, Plan, Sample } from '../../artifacts/index.ts';
import { remember } from '../../core/index.ts';
import { layerContext, resolveLayers, type ResolvedLayers } from '../../plan/index.ts';

/** Typed layers of a plan, with what had to be substituted; sizes that come from the data are taken from its facts. */
export function readLayers(
  { plan, data }: { readonly plan: Plan; readonly data: DataSpec | null },
  own: ReadonlySet<string>,
): ResolvedLayers {
  return resolveLayers(plan.layers, layerContext(data), own);
}

/** Layers that the pool's programs, and a variant of one of them, define themselves. */
export function ownLayersWith(samples: readonly Sample[], program: Sample): ReadonlySet<string> {
  const own = ownLayerNames(samples);
  return samples.includes(program) ? own : new Set([...own, ...ownLayerNames([program])]);
}

/** Layers that the pool's programs define themselves; a plan may name them. */
export const ownLayerNames = remember((samples: readonly Sample[]): ReadonlySet<string> => {
  const names = samples.flatMap(({ program }) =>
    [...program.matchAll(/^class (\w+)\(.*\bLayer\):|\bkeras_hub\.models\.(\w+Backbone)\b/gm)].map(
      ([, defined, taken]) => defined ?? taken ?? '',
    ),
  );
  return new Set(names);
});
