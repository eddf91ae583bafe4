import type { DataKind, Evidence, Reading, TargetKind } from '../artifacts/index.ts';
import { normalizeCategory } from '../plan/index.ts';
import { USUAL_GOALS } from './cue-table.ts';
import { TASKS } from './task-table.ts';
import type { Layout, Task } from './task-table.ts';

const USUAL_GOAL_POINTS = 1;
/** Points of a category's log probability beside those of cues: category 87.5 % on held-out blocks, 84.5 % and 82.3 % alone. */
const CLASSIFIER_WEIGHT = 4;
/** Keeps one confident judge from silencing all words. */
const LEAST_SHARE = 0.01;

export interface TaskReading {
  readonly task: Task;
  readonly layout: Layout;
  /** Points behind the task, and behind the strongest other category. */
  readonly points: number;
  readonly goalPoints: number;
  readonly modalityPoints: number;
  readonly runnerUp: { readonly category: string; readonly points: number } | null;
  /** True where the text itself names the layout. */
  readonly layoutStated: boolean;
}

/** A category that a plan says, with its points as evidence beside the requirement's words. */
export interface StatedCategory {
  readonly name: string;
  readonly points: number;
}

/**
 * The task a requirement asks for: the row of the task table with the most evidence.
 *
 * `possible` narrows the rows, e.g. to what a profile allows; `category` is one that a plan says. Null where no row has any evidence.
 */
export function readTask(
  { evidence, categories, words }: Pick<Reading, 'evidence' | 'categories' | 'words'>,
  possible: (kind: DataKind, target: TargetKind) => boolean = () => true,
  category?: StatedCategory,
): TaskReading | null {
  const shares = sharesByName(categories);
  const stated = category === undefined ? null : normalizeCategory(category.name).name;
  const isStated = (task: Task): boolean => nameOf(task) === stated;
  const scored = TASKS.map((task) => ({
    task,
    layouts: task.layouts.filter(({ kind, target }) => possible(kind, target)),
  }))
    .filter(({ layouts }) => layouts.length > 0)
    .map(({ task, layouts }) => ({
      task,
      layouts,
      points: taskPoints(task, evidence) + (isStated(task) ? (category?.points ?? 0) : 0),
      prior: CLASSIFIER_WEIGHT * Math.log((shares.get(nameOf(task)) ?? 0) + LEAST_SHARE),
    }))
    // Of equal ones that whose usual layout it is: rows of numbers in an array are no picture.
    .toSorted(
      (left, right) =>
        right.points + right.prior - left.points - left.prior ||
        Number(isUsual(right)) - Number(isUsual(left)),
    );
  const best = scored[0];
  if (best === undefined || best.points <= USUAL_GOAL_POINTS) return null;
  const runnerUp = scored.find(({ task }) => task.category !== best.task.category);
  const said = best.layouts.find(({ when }) => when?.test(words) === true);
  const layout = said ?? best.layouts[0];
  if (layout === undefined) return null;
  return {
    task: best.task,
    layout,
    points: best.points,
    goalPoints: evidence[best.task.goal],
    modalityPoints: evidence[best.task.modality],
    runnerUp:
      runnerUp === undefined ? null : { category: runnerUp.task.category, points: runnerUp.points },
    layoutStated: said !== undefined,
  };
}

function nameOf({ category }: Task): string {
  return normalizeCategory(category).name;
}

/** What the classifier says, all spellings of a category together. */
function sharesByName(categories: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const shares = new Map<string, number>();
  for (const [category, share] of categories) {
    const { name } = normalizeCategory(category);
    shares.set(name, (shares.get(name) ?? 0) + share);
  }
  return shares;
}

function isUsual({ task, layouts }: { task: Task; layouts: readonly Layout[] }): boolean {
  return layouts[0] === task.layouts[0];
}

function taskPoints({ modality, goal }: Task, points: Evidence): number {
  return points[modality] + points[goal] + (USUAL_GOALS[modality] === goal ? USUAL_GOAL_POINTS : 0);
}
