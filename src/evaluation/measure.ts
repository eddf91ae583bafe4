import type { Task } from '../dataset/index.ts';
import type { Answer } from '../dataset/references.ts';
import { CODE_COLUMNS, scoreCodeRows, type Scored } from './code-experiment.ts';
import type { Experiment } from './experiments-table.ts';
import { HUMAN_COLUMNS, judge } from './human-study.ts';
import { hadMachineFault, scoreLadder, type Verdicts } from './ladder.ts';
import type { Row } from './outcome.ts';
import { PLAN_COLUMNS, scorePlanRows } from './plan-experiment.ts';
import type { Column } from './report.ts';

export interface MeasureContext {
  readonly experiment: Experiment;
  readonly tasks: readonly Task[];
  /** In the tasks' order, as each row's outcomes. */
  readonly answers: readonly Answer[];
  readonly rows: readonly Row[];
  readonly options: {
    readonly output: string;
    readonly seed: number;
    readonly threads: number;
    readonly raters: number;
    readonly signal?: AbortSignal;
  };
  /** Verdicts of all rows' projects. */
  readonly climbed: () => Promise<Verdicts>;
}

export interface Measured extends Scored {
  readonly columns: readonly Column[];
  readonly verdicts: Verdicts;
  readonly notes: readonly string[];
}

const NOTHING: Measured = {
  tables: [],
  comparisons: [],
  scores: new Map(),
  columns: [],
  verdicts: new Map(),
  notes: [],
};

/** How each kind of experiment is scored. */
export const MEASURE: Readonly<
  Record<Experiment['kind'], (context: MeasureContext) => Promise<Measured>>
> = {
  code: async ({ rows, tasks, answers, options }) => {
    const signal = options.signal === undefined ? {} : { signal: options.signal };
    const scored = await scoreCodeRows(rows, tasks, answers, {
      threads: options.threads,
      ...signal,
    });
    const count = answers.filter(({ code }) => code !== null).length;
    const notes = [
      `${count} of ${tasks.length} tasks have a reference program; scores are over those.`,
    ];
    if (rows.length === 0)
      notes.push('No row can be run here: give outputs, or name a language model with --model.');
    return { ...NOTHING, ...scored, columns: CODE_COLUMNS, notes };
  },
  plans: async ({ rows, answers }) => ({
    ...NOTHING,
    ...scorePlanRows(rows, answers),
    columns: PLAN_COLUMNS,
  }),
  ladder: async ({ rows, tasks, climbed, experiment }) => {
    const verdicts = await climbed();
    const faults = [...verdicts.values()].flatMap((byTask) =>
      [...byTask.values()].filter(hadMachineFault),
    ).length;
    const notes =
      faults === 0
        ? []
        : [
            `${faults} samples failed since this machine had no process or memory left; run again to try them again.`,
          ];
    const scored = scoreLadder(rows, tasks, verdicts, experiment.onData === true);
    return { ...NOTHING, ...scored, verdicts, notes };
  },
  forms: async ({ rows, tasks, answers, options }) => {
    const judged = await judge(rows, tasks, answers, options);
    return { ...NOTHING, ...judged, columns: HUMAN_COLUMNS };
  },
  audit: async () => NOTHING,
};
