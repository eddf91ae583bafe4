import type { Ask } from '../artifacts/index.ts';
import { TERMS } from './terms/index.ts';
import type { TrunkFamily } from './terms/term.ts';

/** The family of networks that a term of the vocabulary names. */
export const FAMILIES = new Map(
  TERMS.flatMap(({ name, family }) => (family === undefined ? [] : [[name, family] as const])),
);

/** The named networks that are built in the place of one that no program builds, or not for all data. */
export const NEAREST = new Map(
  TERMS.flatMap(({ name, nearest }) => (nearest === undefined ? [] : [[name, nearest] as const])),
);

/** The networks of `keras.applications` that asks name, as they are written. */
export function namedBackbones(
  asks: readonly Pick<Ask, 'kind' | 'name' | 'value'>[],
): readonly string[] {
  return asks.flatMap(({ kind, name, value }) =>
    kind === 'architecture' && name === 'backbone' && typeof value === 'string' ? [value] : [],
  );
}

/** Families of the networks that asks name, the most special first. Attention in a recurrent network makes it no transformer. */
export function familiesOf(
  asks: readonly Pick<Ask, 'kind' | 'name' | 'value'>[],
): readonly TrunkFamily[] {
  const families = asks.flatMap(({ kind, name, value }) =>
    kind === 'architecture' && value !== false ? (FAMILIES.get(name) ?? []) : [],
  );
  const isAttentive =
    families.some((family) => RECURRENT.has(family)) &&
    asks.every(({ name }) => name === 'attention' || FAMILIES.get(name) !== 'transformer');
  return [...new Set(families)]
    .filter((family) => !(isAttentive && family === 'transformer'))
    .toSorted((left, right) => RANK[left] - RANK[right]);
}

const RECURRENT: ReadonlySet<TrunkFamily> = new Set(['bilstm', 'bigru', 'lstm', 'gru', 'rnn']);

/** The most special first. */
const RANK: Readonly<Record<TrunkFamily, number>> = {
  bilstm: 0,
  bigru: 1,
  lstm: 2,
  gru: 3,
  rnn: 4,
  convlstm: 5,
  transformer: 6,
  'u-net': 7,
  backbone: 8,
  cnn: 9,
  dense: 10,
  vae: 11,
  gan: 12,
  siamese: 13,
  autoencoder: 14,
};
