import { isSame, isSameKnown, type Known, type ProgramContext } from './frame.ts';
import type { Value } from './values.ts';

/** Results kept of one piece of code: programs of a pool share it and differ in their constants. */
const MOST_RESULTS = 8;

/** What was asked of a program, with its answers. */
class Questions implements ProgramContext {
  readonly #program: ProgramContext;
  readonly #values = new Map<string, Value | undefined>();
  readonly #meanings = new Map<string, string | undefined>();
  readonly #results = new Map<string, Known | undefined>();

  constructor(program: ProgramContext) {
    this.#program = program;
  }

  value(name: string): Value | undefined {
    const value = this.#program.value(name);
    this.#values.set(name, value);
    return value;
  }

  meaning(name: string): string | undefined {
    const meaning = this.#program.meaning(name);
    this.#meanings.set(name, meaning);
    return meaning;
  }

  result(name: string): Known | undefined {
    const result = this.#program.result(name);
    this.#results.set(name, result);
    return result;
  }

  /** Whether another program answers all of it alike. */
  areAnsweredBy(program: ProgramContext): boolean {
    return (
      [...this.#meanings].every(([name, meaning]) => program.meaning(name) === meaning) &&
      [...this.#values].every(([name, value]) => isSameValue(program.value(name), value)) &&
      [...this.#results].every(([name, result]) => isSameResult(program.result(name), result))
    );
  }
}

function isSameValue(one: Value | undefined, other: Value | undefined): boolean {
  return one === other || isSame(one, other);
}

function isSameResult(one: Known | undefined, other: Known | undefined): boolean {
  return one === undefined || other === undefined ? one === other : isSameKnown(one, other);
}

/**
 * Keeps what was computed of code by what the computation asked of its program: where another program, or the same one
 * later, gives the same answers, the result is the same. Results are those of a key that is alive.
 */
export class AnsweredResults<Result> {
  readonly #known = new WeakMap<
    object,
    { readonly questions: Questions; readonly result: Result }[]
  >();

  /** The result for the code `key`; `compute` may ask nothing but the program it is given. */
  of(key: object, program: ProgramContext, compute: (program: ProgramContext) => Result): Result {
    const rows = this.#known.get(key) ?? [];
    const kept = rows.find(({ questions }) => questions.areAnsweredBy(program));
    if (kept !== undefined) return kept.result;
    const questions = new Questions(program);
    const result = compute(questions);
    this.#known.set(key, [{ questions, result }, ...rows].slice(0, MOST_RESULTS));
    return result;
  }
}
