import type { Plan } from '../artifacts/index.ts';
import { createRandom } from '../core/index.ts';
import type { Task } from '../dataset/index.ts';
import {
  analyseForCodeBleu,
  codeScores,
  compareCode,
  joinLines,
  PLAN_METRIC_ROWS,
  PREPARED,
  prepareLines,
} from '../metrics/index.ts';
import {
  buildIndex,
  NEAR_DUPLICATE,
  requirementSimilarity,
  requirementText,
  searchIndex,
  tokenize,
} from '../retrieval/index.ts';

export const TRIVIAL_NAMES = ['random-other', 'constant-medoid', 'nearest-other'] as const;
export type TrivialName = (typeof TRIVIAL_NAMES)[number];

interface Item<T> {
  readonly task: Task;
  readonly answer: T;
}

/**
 * What one scores without reading the requirement at all, or by handing in another task's answer: the answer of a
 * random other task, always the same central answer, or the answer of the task with the nearest requirement (BM25).
 * Tasks with nearly the same requirement do not count as others.
 *
 * DESIGN 7. Returns the answer by task id.
 */
export function trivialAnswers<T>(
  name: TrivialName,
  items: readonly Item<T>[],
  likeness: (references: readonly T[]) => (reference: number, candidate: number) => number,
  seed: number,
): ReadonlyMap<string, T> {
  const choose = CHOOSERS[name](items, () => likeness(items.map(({ answer }) => answer)), seed);
  return new Map(
    items.flatMap(({ task }, at) => {
      const chosen = items[choose(at, othersOf(items, at)) ?? -1];
      return chosen === undefined ? [] : [[task.id, chosen.answer] as const];
    }),
  );
}

/** CodeBLEU of one reference as the candidate for another. */
export function codeLikeness(
  codes: readonly string[],
): (reference: number, candidate: number) => number {
  const analyses = codes.map((code) =>
    analyseForCodeBleu(joinLines(prepareLines(code, PREPARED), PREPARED), 'none'),
  );
  return (reference, candidate) => {
    const [expected, received] = [analyses[reference], analyses[candidate]];
    if (expected === undefined || received === undefined) return 0;
    return codeScores(compareCode(expected, received)).codebleu;
  };
}

export function planLikeness(
  plans: readonly Plan[],
): (reference: number, candidate: number) => number {
  return (reference, candidate) => {
    const [expected, received] = [plans[reference], plans[candidate]];
    if (expected === undefined || received === undefined) return 0;
    return PLAN_METRIC_ROWS.overall.score(expected, received);
  };
}

type Chooser = (
  items: readonly Item<unknown>[],
  likeness: () => (reference: number, candidate: number) => number,
  seed: number,
) => (at: number, others: readonly number[]) => number | undefined;

const CHOOSERS: Readonly<Record<TrivialName, Chooser>> = {
  'random-other': (_items, _likeness, seed) => {
    const random = createRandom(seed);
    return (_at, others) => others[Math.floor(random() * others.length)];
  },
  'constant-medoid': (items, likeness) => {
    const score = likeness();
    const places = [...items.keys()];
    const central = (candidate: number): number =>
      places.reduce((sum, place) => sum + (place === candidate ? 0 : score(place, candidate)), 0);
    const centrality = places.map(central);
    const order = places.toSorted((a, b) => (centrality[b] ?? 0) - (centrality[a] ?? 0) || a - b);
    return (_at, others) => order.find((place) => others.includes(place));
  },
  'nearest-other': (items) => {
    const texts = items.map(({ task }) => tokenize(requirementText(task.requirement)));
    const index = buildIndex(
      items.map(({ task }, at) => ({ id: task.id, terms: texts[at] ?? [] })),
    );
    return (at, others) => {
      const hits = searchIndex(index, texts[at] ?? [], items.length);
      return hits.map(({ position }) => position).find((place) => others.includes(place));
    };
  },
};

function othersOf(items: readonly Item<unknown>[], at: number): readonly number[] {
  const requirement = items[at]?.task.requirement;
  if (requirement === undefined) return [];
  return [...items.keys()].filter((place) => {
    const other = items[place]?.task.requirement;
    return (
      place !== at &&
      other !== undefined &&
      requirementSimilarity(other, requirement) < NEAR_DUPLICATE
    );
  });
}
