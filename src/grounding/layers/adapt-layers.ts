import type { LayerCall } from '../../artifacts/index.ts';
import { unwrapLayer } from '../../plan/index.ts';
import type { TrunkFamily } from '../../requirement/index.ts';
import { buildTrunk, missingFamily } from './build-trunk.ts';
import { flattenMaps } from './flatten-maps.ts';
import type { LayerPass, LayerSetting } from './layer-pass.ts';
import { resizeLayers } from './resize-layers.ts';
import {
  limitPooling,
  setDataSizes,
  setDropout,
  setEmbedding,
  setUnits,
  setUnitsOutsideStacks,
  startSteps,
} from './set-sizes.ts';
import {
  addDropout,
  addNormalisation,
  removeUnwanted,
  setActivation,
  setInitialiser,
  setKernelSize,
  setPenalty,
} from './set-settings.ts';
import {
  attendSteps,
  endBranches,
  stackConvolutions,
  stackDense,
  stackRecurrent,
} from './stack-layers.ts';
import { setAttention, setLatent, setPlacedEmbedding, setTransformer } from './set-transformer.ts';
import { swapBackbone, swapRecurrent, unboundScores } from './swap-layers.ts';

export interface AdaptedLayers {
  readonly layers: readonly LayerCall[];
  /** The family whose trunk was built because no sample has it; null where the layers were there. */
  readonly built: TrunkFamily | null;
}

/** The pass for all layers but the last. */
function beforeHead(pass: LayerPass): LayerPass {
  return (layers, setting) => [...pass(layers.slice(0, -1), setting), ...layers.slice(-1)];
}

/** What every list of layers goes through, in this order. */
const ALL: readonly LayerPass[] = [
  swapBackbone,
  swapRecurrent,
  setDataSizes,
  setEmbedding,
  setPlacedEmbedding,
  setTransformer,
  setAttention,
];
/** Only a chain whose head follows from the target can be given other layers. */
const CHAIN: readonly LayerPass[] = [
  ...ALL,
  stackRecurrent,
  attendSteps,
  stackConvolutions,
  stackDense,
  setDropout,
  addDropout,
  setUnitsOutsideStacks,
  setKernelSize,
  addNormalisation,
  setActivation,
  setInitialiser,
  setPenalty,
  removeUnwanted,
  limitPooling,
  startSteps,
  endBranches,
];
const WITH_OWN_HEAD: readonly LayerPass[] = [...ALL, setDropout, beforeHead(setUnits)];
/** A program with a topology of its own takes sizes alone. */
const CUSTOM: readonly LayerPass[] = [resizeLayers, setLatent, unboundScores, ...WITH_OWN_HEAD];

/**
 * Adapts layers to what is asked for and to the data. `head` replaces the last layer; null leaves it as it is.
 *
 * Paper: III-B, model architecture.
 */
export function adaptLayers(
  layers: readonly LayerCall[],
  head: LayerCall | null,
  setting: LayerSetting,
): AdaptedLayers {
  const { stated, data, program } = setting;
  const isChain = program.topology === 'trunk' && head !== null;
  const own = head === null ? layers : layers.slice(0, -1);
  const built = isChain ? missingFamily(own, stated, data) : null;
  const trunk = built === null ? own : buildTrunk(built, stated, data);
  const passes = isChain ? CHAIN : program.topology === 'custom' ? CUSTOM : WITH_OWN_HEAD;
  const adapted = passes.reduce((before, pass) => pass(before, setting), trunk);
  return { layers: head === null ? adapted : [...adapted, head], built };
}

/**
 * In a stated network only what the data decide is set, and what is stated of all its layers and none of them has; a head
 * that belongs to the program is its own last layer.
 */
export function endStated(
  layers: readonly LayerCall[],
  head: LayerCall | null,
  setting: LayerSetting,
): AdaptedLayers {
  const isSet = (name: string): boolean =>
    layers.some((layer) => unwrapLayer(layer).named[name] !== undefined);
  const passes = [
    setDataSizes,
    startSteps,
    ...(head === null ? [] : [flattenMaps]),
    ...(isSet('kernel_regularizer') ? [] : [setPenalty]),
    ...(isSet('kernel_initializer') ? [] : [setInitialiser]),
  ];
  const sized = passes.reduce((before, pass) => pass(before, setting), layers);
  return { layers: head === null ? sized : [...sized, head], built: null };
}
