import type { Ask, AskKind } from '../artifacts/index.ts';
import { CLASSICAL_NAMES, CLASSICAL_WORDS } from '../plan/index.ts';
import { NAMED_NETWORKS } from './terms/architecture-table.ts';
import { familiesOf, namedBackbones } from './families.ts';

type Asked = Pick<Ask, 'kind' | 'name' | 'value' | 'words'>;

const PERCEPTRON = /mlp|perceptron|net(?:work)?s?\b/i;
const NETWORKS = /network|architecture|deep learning|pre-?\s?trained|\bmodels?\b/i;

/** Are several networks to be trained and compared? A bare "compare" may speak of anything. */
export function comparesNetworks(asks: readonly Asked[]): boolean {
  const said = wanted(asks, 'comparison', 'several models');
  const isCompared = said.some(({ words }) => NETWORKS.test(words) && !CLASSICAL_WORDS.test(words));
  // Who names several backbones wants each of them.
  const isListed = new Set(namedBackbones(asks)).size > 1;
  return isCompared || isListed || (said.length > 0 && countNamed(asks) > 1) || joinsNetworks(asks);
}

/** How many networks that can stand beside each other are named. */
function countNamed(asks: readonly Asked[]): number {
  const backbones = namedBackbones(asks);
  // A dense layer may stand in any of them; a perceptron is a network of its own.
  const isDense = asks.some(
    ({ name, words }) => name === 'dense network' && PERCEPTRON.test(words),
  );
  const general = [
    'backbone',
    ...(backbones.length > 0 ? ['cnn'] : []),
    ...(isDense ? [] : ['dense']),
  ];
  const families = familiesOf(asks).filter((family) => !general.includes(family));
  const named = asks.filter(
    ({ kind, name, value }) =>
      kind === 'architecture' && value !== false && NAMED_NETWORKS.has(name),
  );
  return new Set([...backbones, ...families, ...named.map(({ name }) => name)]).size;
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
