import type { Plan } from '../artifacts/index.ts';
import type { OutputSet, Task } from '../dataset/index.ts';
import type { Answer } from '../dataset/references.ts';
import { SYSTEMS, type Experiment, type System } from './experiments-table.ts';
import type { Job } from './job.ts';
import { rowId, type NamedSystem } from './model-rows.ts';
import { emptyOutcome, type Outcome, type Row } from './outcome.ts';
import { codeLikeness, planLikeness, trivialAnswers, type TrivialName } from './trivial.ts';

export interface RowsInput {
  readonly experiment: Experiment;
  /** Rows of a language model; none where none is asked. */
  readonly asked: readonly NamedSystem[];
  readonly tasks: readonly Task[];
  readonly answers: readonly Answer[];
  readonly outputs: readonly OutputSet[];
  readonly seed: number;
  /** Data of a task, where the experiment runs on data. */
  readonly dataOf: (task: Task) => string | null;
  readonly run: (jobs: readonly Job[]) => Promise<readonly Outcome[]>;
}

/** The experiment's rows: systems that are run, trivial baselines, and outputs made elsewhere. */
export async function makeRows(input: RowsInput): Promise<readonly Row[]> {
  const { experiment, tasks, outputs, seed } = input;
  const systems: readonly NamedSystem[] = [
    ...input.asked,
    ...experiment.systems.map((id) => ({ id, system: SYSTEMS[id] as System })),
  ];
  // Task by task, so that rows which plan the same share a plan.
  const jobs = tasks.flatMap((task) =>
    systems.flatMap(({ id, system: { solver } }): Job[] =>
      solver.kind === 'trivial'
        ? []
        : [
            {
              row: id,
              solver,
              task,
              seed,
              data: input.dataOf(task),
              keepFiles: experiment.kind === 'ladder',
            },
          ],
    ),
  );
  const outcomes = await input.run(jobs);
  const made = new Map<string, Outcome[]>();
  for (const [at, { row }] of jobs.entries()) {
    const outcome = outcomes[at];
    if (outcome !== undefined) made.set(row, [...(made.get(row) ?? []), outcome]);
  }
  const own = systems.map(({ id, system }): Row => {
    const { method, model, solver, learntFrom = 'nothing' } = system;
    return solver.kind === 'trivial'
      ? {
          id,
          method,
          model,
          source: 'trivial baseline',
          learntFrom,
          outcomes: trivialOutcomes(solver.trivial, input),
        }
      : {
          id,
          method,
          model,
          source: 'measured here',
          learntFrom,
          outcomes: made.get(id) ?? [],
        };
  });
  const others = outputs
    .filter((set) => belongs(set, experiment))
    .map((set) => outputRow(set, tasks));
  return [...own, ...others];
}

/** Given outputs belong to what they are given to; released ones by their method's name. */
function belongs(set: OutputSet, { kind, released }: Experiment): boolean {
  const hasKind = kind === 'plans' ? set.plans.size > 0 : set.programs.size > 0;
  return hasKind && (set.origin === 'given' || released?.test(set.method) === true);
}

function outputRow(
  { method, model, origin, programs, plans }: OutputSet,
  tasks: readonly Task[],
): Row {
  const outcomes = tasks.map(({ id }): Outcome => {
    const code = programs.get(id) ?? null;
    const plan = plans.get(id) ?? null;
    const isMissing = code === null && plan === null;
    const failure = isMissing ? { code: 'NO_OUTPUT', message: 'no output for this task' } : null;
    return {
      ...emptyOutcome(id),
      code,
      plan: plan?.plan ?? null,
      planValid: plan?.valid === true,
      failure,
    };
  });
  return {
    id: rowId(origin, model, method),
    method,
    model,
    source:
      origin === 'released' ? 'rescored from released outputs' : 'rescored from given outputs',
    learntFrom: 'unknown',
    outcomes,
  };
}

function trivialOutcomes(
  name: TrivialName,
  { experiment, tasks, answers, seed }: RowsInput,
): readonly Outcome[] {
  const answered = tasks.map((task, at) => ({ task, answer: answers[at] }));
  const codes = answered.flatMap(({ task, answer }) =>
    answer?.code == null ? [] : [{ task, answer: answer.code }],
  );
  const plans = answered.flatMap(({ task, answer }) =>
    answer?.plan == null ? [] : [{ task, answer: answer.plan }],
  );
  const code =
    experiment.kind === 'plans'
      ? new Map<string, string>()
      : trivialAnswers(name, codes, codeLikeness, seed);
  const plan =
    experiment.kind === 'plans'
      ? trivialAnswers(name, plans, planLikeness, seed)
      : new Map<string, Plan>();
  return tasks.map(({ id }) => ({
    ...emptyOutcome(id),
    code: code.get(id) ?? null,
    plan: plan.get(id) ?? null,
    planValid: plan.has(id),
  }));
}
