import type { SettledAsk } from '../artifacts/index.ts';
import { isShown, TERMS, type ProjectView, type Term } from '../requirement/index.ts';
import { SETTLERS, type Outcome, type Unsettled } from './settler-table.ts';

const TERMS_BY_NAME = new Map(TERMS.map((term) => [`${term.kind} ${term.name}`, term]));
const NOT_THERE = 'no part of the project does it';

/**
 * What became of every ask: shown by the project, replaced by something that it shows, or not there.
 * Shapes: in the order of the asks; asks that only describe the data, as the number of rows, are left out.
 */
export function settleAsks(asks: readonly Unsettled[], view: ProjectView): readonly SettledAsk[] {
  const settled = asks.flatMap((ask) => {
    const { kind, name, words, value } = ask;
    const outcome = settleAsk(ask, view);
    if (outcome === null) return [];
    const { lacksData: _, ...shown } = outcome;
    return [{ kind, name, words, value, ...shown }];
  });
  return sayOnce(settled.filter((ask) => !settled.some((other) => isHeardBetter(other, ask))));
}

/** The names that a range or a list stands for, and of which the same became, as one entry: `V1..V28`. */
function sayOnce(settled: readonly SettledAsk[]): readonly SettledAsk[] {
  const groups = Map.groupBy(settled, ({ kind, name, words, status, by, why, value }) =>
    JSON.stringify([kind, name, words, status, by, why, kind === 'column' ? null : value]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const values = group.flatMap(({ value }) => value).map(String);
    return [group.length === 1 || first.kind !== 'column' ? first : { ...first, value: values }];
  });
}

/**
 * The same words may name a network of the pool and be read as the nearest one of `keras.applications`: what became of them
 * is said once, by the reading that is done, else as the nearest network.
 */
function isHeardBetter(one: SettledAsk, other: SettledAsk): boolean {
  // A length that is read as one of a text and as one of time.
  if (one.kind === 'size' && other.kind === 'size' && one !== other && one.words === other.words)
    return one.status === 'done' && other.status === 'unmet';
  const isSame =
    one.kind === 'architecture' && other.kind === 'architecture' && one.words.includes(other.words);
  const isBackbone = [one, other].map(({ name }) => name === 'backbone');
  if (!isSame || isBackbone[0] === isBackbone[1]) return false;
  return one.status === 'done' || (other.status !== 'done' && isBackbone[0] === true);
}

/** What became of one ask; null where there is nothing to do about it. */
export function settleAsk(ask: Unsettled, view: ProjectView): Outcome | null {
  // "Article" may be a kind of text or the name of a column.
  const isColumn = ask.kind === 'data' && view.found?.columns.includes(ask.words) === true;
  if (isColumn) return { status: 'done' };
  const settler = SETTLERS[`${ask.kind} ${ask.name}`];
  const outcome = settler?.(ask, view);
  if (outcome !== undefined) return outcome;
  const term = TERMS_BY_NAME.get(`${ask.kind} ${ask.name}`);
  if (term === undefined) return { status: 'unmet', why: NOT_THERE };
  return ask.value === false ? settleUnwanted(term, view) : settleTerm(term, view);
}

function settleTerm({ shown, instead = [], why }: Term, view: ProjectView): Outcome {
  if (shown !== undefined && isShown(shown, view)) return { status: 'done' };
  const substitute = instead.find((other) => isShown(other.shown, view));
  if (substitute === undefined) return { status: 'unmet', why: why ?? NOT_THERE };
  const reason = substitute.why ?? why;
  return {
    status: 'substituted',
    by: substitute.by,
    ...(reason === undefined ? {} : { why: reason }),
  };
}

function settleUnwanted({ shown }: Term, view: ProjectView): Outcome {
  return shown !== undefined && isShown(shown, view)
    ? { status: 'unmet', why: 'the program has it' }
    : { status: 'done' };
}
