import type { Ask, AskKind } from '../artifacts/index.ts';
import { CLASSICAL_NAMES, CLASSICAL_WORDS } from '../plan/index.ts';
import { familiesOf, namedBackbones } from './families.ts';

type Asked = Pick<Ask, 'kind' | 'name' | 'value' | 'words'>;

const NETWORKS = /network|architecture|deep learning|pre-?\s?trained|\bmodels?\b/i;

/** Are several networks to be trained and compared? A bare "compare" may speak of anything. */
export function comparesNetworks(asks: readonly Asked[]): boolean {
  const said = wanted(asks, 'comparison', 'several models');
  const isCompared = said.some(({ words }) => NETWORKS.test(words) && !CLASSICAL_WORDS.test(words));
  return isCompared || (said.length > 0 && countNamed(asks) > 1) || joinsNetworks(asks);
}

/** How many networks that can stand beside each other are named. */
function countNamed(asks: readonly Asked[]): number {
  const backbones = namedBackbones(asks);
  const general = backbones.length > 0 ? ['dense', 'backbone', 'cnn'] : ['dense', 'backbone'];
  const families = familiesOf(asks).filter((family) => !general.includes(family));
  return new Set([...backbones, ...families]).size;
}

/** Are networks to answer together? An ensemble of named models of scikit-learn is none of networks. */
export function joinsNetworks(asks: readonly Asked[]): boolean {
  return (
    wanted(asks, 'technique', 'ensemble').length > 0 &&
    CLASSICAL_NAMES.every((name) => wanted(asks, 'architecture', name).length === 0)
  );
}

function wanted(asks: readonly Asked[], kind: AskKind, name: string): readonly Asked[] {
  return asks.filter((ask) => ask.kind === kind && ask.name === name && ask.value !== false);
}
