import type { MethodName, Writer } from '../pipeline/index.ts';
import type { Run } from '../runs/index.ts';
import type { Experiment, Solver, System } from './experiments-table.ts';

/** The language model that an evaluation asks. */
export interface Asking {
  readonly writer: Writer;
  /** Most tokens of one program that is shown to it. */
  readonly exampleTokens: number;
  /** Samples made at once; most of each is waiting for the model. */
  readonly samplesAtOnce: number;
  /** null for those of the experiment. */
  readonly methods: readonly MethodName[] | null;
  /** Where calls and samples are recorded. */
  readonly run: Pick<Run, 'record'>;
}

export interface NamedSystem {
  readonly id: string;
  readonly system: System;
}

/**
 * The rows of a language model in an experiment: a method each, and a temperature each where the experiment varies it and
 * none is stated. None where the experiment has no such rows.
 */
export function modelSystems(
  { asked }: Experiment,
  { writer, exampleTokens, methods }: Asking,
): readonly NamedSystem[] {
  if (asked === undefined) return [];
  const { name: model } = writer.model;
  const { topP, replyTokens } = writer.sampling;
  const plans = (asked.shots ?? []).map((shots): NamedSystem => {
    const solver: Solver = { kind: 'plan', shots, model, topP, replyTokens };
    const method = `few-shot plan, ${shots} examples`;
    return {
      id: rowId('model', model, method),
      system: { method, model, solver, learntFrom: 'unknown' },
    };
  });
  const own = writer.temperature;
  const varied = own === null ? asked.temperatures : undefined;
  const temperatures: readonly (number | null)[] = varied ?? [own];
  const made = asked.methods === undefined ? [] : (methods ?? asked.methods);
  const projects = temperatures.flatMap((temperature) =>
    made.map((method): NamedSystem => {
      const solver: Solver = {
        kind: 'model',
        method,
        model,
        temperature,
        topP,
        replyTokens,
        exampleTokens,
      };
      const shown = temperature === null ? model : `${model}, temperature ${temperature}`;
      return {
        id: rowId('model', shown, method),
        // Its drafts follow the plan of the shipped predictor; what else the model has seen nobody knows.
        system: { method, model: shown, solver, learntFrom: 'training plans' },
      };
    }),
  );
  return [...plans, ...projects];
}

/** A row's id, which is a name of folders too. */
export function rowId(...parts: readonly string[]): string {
  return parts
    .join('-')
    .toLowerCase()
    .replaceAll(/[^a-z0-9.]+/g, '-');
}
