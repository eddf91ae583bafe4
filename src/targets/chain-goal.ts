import type { DataSpec, LayerCall } from '../artifacts/index.ts';
import { knownFacts } from '../kinds/index.ts';
import {
  denseUnits,
  headActivation,
  lossOf,
  normalizeLoss,
  type LayerGoal,
} from '../plan/index.ts';
import { countClasses } from './define-target.ts';
import { TARGETS } from './targets.ts';

/**
 * What a chain of layers must end in for target and loss; null where its output is no flat vector or the program's head
 * decides. Two classes may have one sigmoid or two units; more have a unit each. A stated activation that scores classes
 * stays.
 */
export function chainGoal(
  { target, facts }: DataSpec,
  layers: readonly LayerCall[],
  loss: string | null,
): LayerGoal | null {
  const declared = TARGETS[target];
  const known = knownFacts(facts);
  const name = normalizeLoss(loss).name;
  const takesOne = lossOf(name)?.fits.includes('one probability') === true;
  const last = layers.findLast(({ name: layer }) => layer !== 'Activation' && layer !== 'Softmax');
  // A chain that ends otherwise gets a head of its own.
  if (declared.classes !== true || last?.name !== 'Dense')
    return declared.head(known, !takesOne).goal;
  const units = denseUnits(last);
  const { goal } = declared.head(known, units !== 1 && (units === 2 || !takesOne));
  const activation = headActivation(layers);
  const scores =
    activation === 'sigmoid' ||
    (activation === 'linear' && lossOf(name)?.activation === 'softmax' && lossOf(name)?.logits);
  return goal !== null && goal.units > 1 && scores && units === countClasses(known)
    ? { ...goal, activation }
    : goal;
}
