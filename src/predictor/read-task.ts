import type { DataKind, Evidence, Requirement, TargetKind } from '../artifacts/index.ts';
import { normalizeCategory } from '../plan/index.ts';
import { correctSpelling, USUAL_GOALS, weighCues } from '../requirement/index.ts';
import type { PredictionContext } from './predictor.ts';
import { TASKS } from './task-table.ts';
import type { Layout, Task } from './task-table.ts';

const USUAL_GOAL_POINTS = 1;

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

/**
 * The task a requirement asks for: the row of the task table with the most evidence.
 *
 * `possible` narrows the rows, e.g. to what a profile allows; `category` is one that a plan says. Null where no row has any evidence.
 */
export function readTask(
  requirement: Requirement,
  possible: (kind: DataKind, target: TargetKind) => boolean = () => true,
  category?: PredictionContext['category'],
): TaskReading | null {
  const points = weighCues(requirement);
  const stated = category === undefined ? null : normalizeCategory(category.name).name;
  const isStated = (task: Task): boolean => normalizeCategory(task.category).name === stated;
  const scored = TASKS.map((task) => ({
    task,
    layouts: task.layouts.filter(({ kind, target }) => possible(kind, target)),
  }))
    .filter(({ layouts }) => layouts.length > 0)
    .map(({ task, layouts }) => ({
      task,
      layouts,
      points: taskPoints(task, points) + (isStated(task) ? (category?.points ?? 0) : 0),
    }))
    // Of equal ones that whose usual layout it is: rows of numbers in an array are no picture.
    .toSorted(
      (left, right) => right.points - left.points || Number(isUsual(right)) - Number(isUsual(left)),
    );
  const best = scored[0];
  if (best === undefined || best.points <= USUAL_GOAL_POINTS) return null;
  const runnerUp = scored.find(({ task }) => task.category !== best.task.category);
  const text = correctSpelling(`${requirement.text}\n${requirement.attributes}`);
  const said = best.layouts.find(({ when }) => when?.test(text) === true);
  const layout = said ?? best.layouts[0];
  if (layout === undefined) return null;
  return {
    task: best.task,
    layout,
    points: best.points,
    goalPoints: points[best.task.goal],
    modalityPoints: points[best.task.modality],
    runnerUp:
      runnerUp === undefined ? null : { category: runnerUp.task.category, points: runnerUp.points },
    layoutStated: said !== undefined,
  };
}

function isUsual({ task, layouts }: { task: Task; layouts: readonly Layout[] }): boolean {
  return layouts[0] === task.layouts[0];
}

function taskPoints({ modality, goal }: Task, points: Evidence): number {
  return points[modality] + points[goal] + (USUAL_GOALS[modality] === goal ? USUAL_GOAL_POINTS : 0);
}
