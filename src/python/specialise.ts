import type { Program, Section } from '../artifacts/index.ts';
import type { Known } from './frame.ts';
import { unboundNames } from './names.ts';
import { CONTRACT_NAMES, pruneProgram } from './prune.ts';
import type { Call, Calls } from './specialise-calls.ts';
import { applyFolds, foldCode, isOpen, readCode, type Code } from './specialise-code.ts';
import { withoutNoneClause } from './specialise-comments.ts';
import { readContext, type FunctionContext, type Piece } from './specialise-context.ts';
import {
  bindParameters,
  isTaken,
  readParameters,
  type CalledFunction,
  type PlacedCall,
} from './specialise-functions.ts';
import { inlineCalls } from './specialise-inline.ts';
import { dropResultPart, isSameKnown, readResult } from './specialise-results.ts';
import type { Folds } from './specialise-statements.ts';

/** Names of Configuration whose values do not change any more. */
export type FinalNames = Iterable<string> | ((name: string) => boolean);

/**
 * Evaluates a program partially for the constants that are final: branches never taken, loops over nothing, parameters
 * that have one value and what nothing reaches go, to a fixpoint, by Python's rules. All else keeps its text.
 *
 * A call is never left out unless it is one of a pure builtin on constants; the functions of the contract
 * (docs/pool.md) keep their signatures. What is not modelled is left alone.
 */
export function specialiseProgram(program: Program, known: FinalNames): Program {
  return new Specialiser(program, known).run();
}

/** The ids of the segments that `specialiseProgram` would change or drop; none in what it returns. */
export function findFoldable(program: Program, known: FinalNames): readonly string[] {
  const after = new Map(
    specialiseProgram(program, known).segments.map(({ id, code }) => [id, code]),
  );
  return program.segments.filter(({ id, code }) => after.get(id) !== code).map(({ id }) => id);
}

/** Builtins that reach names by their text. */
const DYNAMIC = new Set(['eval', 'exec', 'globals', 'locals', 'vars']);

/** Sections whose statements stay as they are, or go. */
const FIXED: readonly Section[] = ['imports', 'configuration'];

class Specialiser {
  #pieces: readonly Piece[];
  readonly #program: Program;
  readonly #isFinal: (name: string) => boolean;
  #context: FunctionContext;
  /** The calls in a piece of code, as of its last pass. */
  readonly #calls = new WeakMap<Code, Calls>();
  /** What functions are known to return, and the code of those that were looked at. */
  readonly #results = new Map<string, Known>();
  #looked = new WeakSet<Code>();
  #called: { pieces: readonly Piece[]; functions: readonly CalledFunction[] } | null = null;

  constructor(program: Program, known: FinalNames) {
    const names = typeof known === 'function' ? null : new Set(known);
    this.#isFinal = typeof known === 'function' ? known : (name) => names?.has(name) === true;
    this.#program = pruneProgram(program).program;
    this.#pieces = this.#program.segments.map((segment) => ({
      segment,
      code: FIXED.includes(segment.section) ? null : readCode(segment.code),
    }));
    this.#context = readContext(this.#pieces, this.#isFinal, this.#results);
  }

  run(): Program {
    if (this.#program.segments.some(({ uses }) => uses.some((name) => DYNAMIC.has(name))))
      return this.#program;
    for (let before = this.#pieces; ; before = this.#pieces) {
      this.#update((piece) => (piece.code === null ? this.#state(piece) : this.#fold(piece)));
      while (this.#bind() || this.#inline() || this.#learnResults() || this.#dropResults());
      if (this.#pieces === before) break;
      // What is gone may have been all that could change a list or a dict.
      this.#context = readContext(this.#pieces, this.#isFinal, this.#results);
      this.#looked = new WeakSet();
    }
    return { ...this.#program, segments: this.#pieces.map(({ segment }) => segment) };
  }

  /** A constant with a comment that says no more than what still holds. */
  #state(piece: Piece): Piece {
    const { segment } = piece;
    const value = this.#context.value(segment.defines[0] ?? '');
    const code =
      value === undefined || value === null ? segment.code : withoutNoneClause(segment.code);
    return code === segment.code ? piece : { ...piece, segment: { ...segment, code } };
  }

  #fold(piece: Piece): Piece {
    if (piece.code === null) return piece;
    const { code, calls } = foldCode(piece.code, this.#context);
    this.#calls.set(code, calls);
    this.#called = null;
    return replaceCode(piece, code);
  }

  /** Changes pieces, then drops what nothing reaches any more; false where all is as before. */
  #update(change: (piece: Piece) => Piece): boolean {
    const pieces = this.#pieces.map(change);
    const segments = pieces.map(({ segment }) => segment);
    const kept = new Set(pruneProgram({ ...this.#program, segments }).program.segments);
    const isSame = pieces.every(
      (piece, at) => piece === this.#pieces[at] && kept.has(piece.segment),
    );
    if (!isSame) this.#pieces = pieces.filter(({ segment }) => kept.has(segment));
    return !isSame;
  }

  #apply(folds: ReadonlyMap<Code, Folds>): boolean {
    return this.#update((piece) => {
      const own = piece.code === null ? undefined : folds.get(piece.code);
      if (piece.code === null || own === undefined) return piece;
      return this.#fold(replaceCode(piece, readCode(applyFolds(piece.code.text, own))));
    });
  }

  #bind(): boolean {
    const folds = new Map<Code, Folds>();
    for (const called of this.#calledFunctions())
      for (const [code, edits] of bindParameters(called, this.#context)) {
        const inline = [...(folds.get(code)?.inline ?? []), ...edits];
        folds.set(code, { inline, lines: [] });
      }
    return folds.size > 0 && this.#apply(folds);
  }

  #inline(): boolean {
    for (const called of this.#calledFunctions()) {
      const folds = inlineCalls(called, this.#context);
      if (folds !== null && this.#apply(folds)) return true;
    }
    return false;
  }

  /** Takes into account what functions are now known to return; false where that is no more than before. */
  #learnResults(): boolean {
    const callers = new Set<Code>();
    for (const called of this.#calledFunctions()) {
      if (this.#looked.has(called.code)) continue;
      this.#looked.add(called.code);
      const known = readResult(called, this.#context);
      if (known === undefined || isSameKnown(known, this.#results.get(called.name))) continue;
      this.#results.set(called.name, known);
      for (const { code } of called.calls) callers.add(code);
    }
    for (const code of callers) this.#looked.delete(code);
    this.#update((piece) =>
      piece.code !== null && callers.has(piece.code) ? this.#fold(piece) : piece,
    );
    return callers.size > 0;
  }

  #dropResults(): boolean {
    for (const called of this.#calledFunctions()) {
      const rewrites = dropResultPart(called, this.#context);
      if (rewrites === null) continue;
      this.#results.delete(called.name);
      const folds = [...rewrites].map(([code, inline]) => [code, { inline, lines: [] }] as const);
      if (this.#apply(new Map(folds))) return true;
    }
    return false;
  }

  /** The functions whose every mention is a call, but for those of the contract. */
  #calledFunctions(): readonly CalledFunction[] {
    if (this.#called?.pieces !== this.#pieces)
      this.#called = { pieces: this.#pieces, functions: this.#findCalled() };
    return this.#called.functions;
  }

  #findCalled(): CalledFunction[] {
    const calls = new Map<string, PlacedCall[]>();
    const others = new Set<string>(CONTRACT_NAMES);
    const owners = new Map<string, number>();
    for (const { segment, code } of this.#pieces) {
      for (const name of segment.defines) owners.set(name, (owners.get(name) ?? 0) + 1);
      if (code === null) for (const name of segment.uses) others.add(name);
      for (const { node, scope } of code?.names.references.values() ?? []) {
        if (code === null || (scope !== null && scope.kind !== 'module')) continue;
        const call: Call | undefined = this.#calls.get(code)?.get(node);
        if (call === undefined) others.add(node.text);
        else calls.set(node.text, [...(calls.get(node.text) ?? []), { code, call }]);
      }
    }
    return this.#pieces.flatMap(({ code }) => {
      const called = code === null ? null : readCalled(code, calls);
      return called !== null && !others.has(called.name) && owners.get(called.name) === 1
        ? [called]
        : [];
    });
  }
}

/** A piece of code that is one function, with its calls; null where Python would refuse one of them. */
function readCalled(
  code: Code,
  calls: ReadonlyMap<string, readonly PlacedCall[]>,
): CalledFunction | null {
  const [node, ...others] = code.tree.root.named();
  const scope = node === undefined ? undefined : code.names.scopes.get(node);
  if (node?.type !== 'function_definition' || others.length > 0 || scope === undefined) return null;
  const name = node.child('name')?.text ?? '';
  const [parameters, own] = [readParameters(node), calls.get(name) ?? []];
  const isPlain = parameters !== null && own.length > 0 && isOpen(code);
  if (!isPlain || !own.every(({ call }) => isTaken(call, parameters))) return null;
  return { name, code, node, scope, parameters, calls: own };
}

function replaceCode(piece: Piece, code: Code): Piece {
  if (code.text === piece.segment.code) return piece;
  const { names, text } = code;
  const defines = [...names.module.bindings.keys()];
  return { code, segment: { ...piece.segment, code: text, defines, uses: unboundNames(names) } };
}
