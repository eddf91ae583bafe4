import { createHash } from 'node:crypto';
import { eachNearPair, type ProgramLikeness } from './likeness.ts';
import type { SplitName } from './record.ts';

export interface SplitOptions {
  /** `YYYY-MM-DD`: programs that last ran after that day (UTC) are the evaluation; null for none. */
  readonly evaluationAfter: string | null;
  /** Share of the other programs, 0 to 0.5, that validation gets. */
  readonly validationShare: number;
  readonly seed: number;
}

export interface Splittable {
  /** Distinguishes programs, the same wherever they stand. */
  readonly key: string;
  readonly date: string | null;
  readonly likeness: ProgramLikeness;
}

/** Null: the program is left out, since it nearly repeats an evaluated one. */
export type Assignment = SplitName | null;

/**
 * A split for each program, so that no two near copies, of code, plan or requirement, lie in different ones: what is near an
 * evaluated program is left out, and of the others those that are near each other, directly or through others, stay together.
 * Groups go to validation by a seeded order while they fit. Does not depend on the order of the programs.
 * Paper: IV-D (DLCodeEval is later than what is trained on; train, evaluation and test of DLPlanData).
 */
export function assignSplits(
  programs: readonly Splittable[],
  { evaluationAfter, validationShare, seed }: SplitOptions,
): { readonly splits: readonly Assignment[]; readonly groups: number } {
  const isEvaluated = programs.map(
    ({ date }) => evaluationAfter !== null && date !== null && date.slice(0, 10) > evaluationAfter,
  );
  const likenesses = programs.map(({ likeness }) => likeness);
  const isLeftOut = programs.map(() => false);
  eachNearPair(
    likenesses,
    (one, other) =>
      isEvaluated[one] !== isEvaluated[other] &&
      isLeftOut[one] === false &&
      isLeftOut[other] === false,
    (one, other) => {
      isLeftOut[isEvaluated[one] === true ? other : one] = true;
    },
  );
  const groups = new Groups(programs.length);
  const isLearnt = (at: number): boolean => isEvaluated[at] === false && isLeftOut[at] === false;
  eachNearPair(
    likenesses,
    (one, other) => isLearnt(one) && isLearnt(other) && groups.find(one) !== groups.find(other),
    (one, other) => groups.join(one, other),
  );
  const members = new Map<number, number[]>();
  for (const at of programs.keys()) {
    if (!isLearnt(at)) continue;
    const root = groups.find(at);
    const group = members.get(root);
    if (group === undefined) members.set(root, [at]);
    else group.push(at);
  }
  const ordered = [...members.values()]
    .map((group) => {
      const keys = group.map((at) => programs[at]?.key ?? '').sort();
      return { group, order: createHash('sha256').update(`${seed} ${keys[0]}`).digest('hex') };
    })
    .sort((one, other) => (one.order < other.order ? -1 : 1));
  const learnt = ordered.reduce((sum, { group }) => sum + group.length, 0);
  let room = Math.round(validationShare * learnt);
  const splits: Assignment[] = isEvaluated.map((evaluated) => (evaluated ? 'evaluation' : null));
  for (const { group } of ordered) {
    const isValidation = group.length <= room;
    if (isValidation) room -= group.length;
    for (const at of group) splits[at] = isValidation ? 'validation' : 'train';
  }
  return { splits, groups: ordered.length };
}

/** Disjoint sets of places. */
class Groups {
  readonly #parents: Int32Array;

  constructor(count: number) {
    this.#parents = Int32Array.from({ length: count }, (_, at) => at);
  }

  find(place: number): number {
    let root = place;
    while (this.#parents[root] !== root) root = this.#parents[root] ?? root;
    for (let at = place; at !== root;) {
      const next = this.#parents[at] ?? root;
      this.#parents[at] = root;
      at = next;
    }
    return root;
  }

  join(one: number, other: number): void {
    this.#parents[this.find(one)] = this.find(other);
  }
}
