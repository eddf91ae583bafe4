import type { DataSpec, LayerCall } from '../../artifacts/index.ts';
import { backboneOf, isBackbone } from '../../plan/index.ts';

/** Enlarges images and gives them colour channels where a pretrained network, or one that it is compared with, takes no others. */
export function fitImages(
  data: DataSpec,
  layers: readonly LayerCall[],
  compared: readonly string[] = [],
): { data: DataSpec; warnings: readonly string[] } {
  const planned = layers.find(isBackbone)?.name;
  const named = planned === undefined ? [] : [planned, ...compared];
  const [largest] = named.toSorted((one, other) => leastSide(other) - leastSide(one));
  const backbone = largest ?? '';
  const least = backboneOf(backbone)?.leastSide;
  const size = data.facts['IMAGE_SIZE'];
  if (least === undefined || !Array.isArray(size)) return { data, warnings: [] };
  const sides = size.map((side) => Math.max(least, Number(side)));
  const warnings: string[] = [];
  if (sides.some((side, at) => side !== size[at])) {
    warnings.push(`Images are read at ${sides.join(' x ')} pixels, the least ${backbone} takes.`);
  }
  if (data.facts['CHANNELS'] !== 3) {
    warnings.push(`Images are read with 3 colour channels, since ${backbone} takes no others.`);
  }
  return { data: { ...data, facts: { ...data.facts, IMAGE_SIZE: sides, CHANNELS: 3 } }, warnings };
}

function leastSide(backbone: string): number {
  return backboneOf(backbone)?.leastSide ?? 0;
}
