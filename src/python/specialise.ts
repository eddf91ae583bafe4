import type { Program, Section } from '../artifacts/index.ts';
import { remember } from '../core/index.ts';
import { isSameKnown, type Known } from './frame.ts';
import { unboundNames, type Names } from './names.ts';
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
import { dropResultPart, readResult } from './specialise-results.ts';
import type { Folds } from './specialise-statements.ts';
import type { TreeNode } from './tree.ts';

/** Names of the Configuration constants that are final: the user does not change them any more. */
export type FinalNames = Iterable<string> | ((name: string) => boolean);

/**
 * Evaluates a program partially for its final constants: folds conditions and expressions, removes dead branches and
 * unreachable statements, binds parameters that have one value, and prunes unused functions, until nothing changes.
 * Code that is not affected keeps its exact text.
 *
 * Calls are never removed unless they call a pure builtin on constants. The functions of the contract (docs/pool.md)
 * keep their signatures. Syntax that is not modelled is left unchanged.
 */
export function specialiseProgram(program: Program, known: FinalNames): Program {
  return new Specialiser(program, known).run();
}

/** Ids of the segments that `specialiseProgram` would change or remove; empty for a program that it returned. */
export function findFoldable(program: Program, known: FinalNames): readonly string[] {
  const after = new Map(
    specialiseProgram(program, known).segments.map(({ id, code }) => [id, code]),
  );
  return program.segments.filter(({ id, code }) => after.get(id) !== code).map(({ id }) => id);
}

/** Builtins that access names dynamically; a program that uses one is not changed. */
const DYNAMIC = new Set(['eval', 'exec', 'globals', 'locals', 'vars']);

/** Sections whose statements are only kept or removed. */
const FIXED: readonly Section[] = ['imports', 'configuration'];

class Specialiser {
  #pieces: readonly Piece[];
  readonly #program: Program;
  readonly #isFinal: (name: string) => boolean;
  #context: FunctionContext;
  /** The calls in each piece of code, from its last pass. */
  readonly #calls = new WeakMap<Code, Calls>();
  /** Known results of functions, and the code of the functions that were analysed for it. */
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
      // The removed code may have held the only mutation of a list or a dict.
      this.#context = readContext(this.#pieces, this.#isFinal, this.#results);
      this.#looked = new WeakSet();
    }
    return { ...this.#program, segments: this.#pieces.map(({ segment }) => segment) };
  }

  /** A constant without the clause of its comment that no longer applies. */
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

  /** Changes pieces, then removes unreachable ones; false if nothing changed. */
  #update(change: (piece: Piece) => Piece): boolean {
    const pieces = this.#pieces.map(change);
    if (pieces.every((piece, at) => piece === this.#pieces[at])) return false;
    const segments = pieces.map(({ segment }) => segment);
    const kept = new Set(pruneProgram({ ...this.#program, segments }).program.segments);
    this.#pieces = pieces.filter(({ segment }) => kept.has(segment));
    return true;
  }

  /** Applies edits of several pieces together; false if nothing changed. */
  #apply(folds: ReadonlyMap<Code, Folds>): boolean {
    const codes = new Map(
      [...folds].map(([code, own]) => [code, readCode(applyFolds(code.text, own))] as const),
    );
    // All or none: a signature and its calls must stay consistent.
    if ([...codes.values()].some(({ tree }) => tree.isBroken)) return false;
    return this.#update((piece) => {
      const code = piece.code === null ? undefined : codes.get(piece.code);
      return code === undefined ? piece : this.#fold(replaceCode(piece, code));
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

  /** Analyses what functions return, and folds their callers again; false if nothing new is known. */
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

  /** Functions that are only used by direct calls, except those of the contract. */
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
      if (code === null) {
        for (const name of segment.uses) others.add(name);
        continue;
      }
      const own = this.#calls.get(code);
      for (const node of outerReferences(code.names)) {
        const call: Call | undefined = own?.get(node);
        const placed = calls.get(node.text);
        if (call === undefined) others.add(node.text);
        else if (placed === undefined) calls.set(node.text, [{ code, call }]);
        else placed.push({ code, call });
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

/** Where the code reads names that are not its functions' own. */
const outerReferences = remember(({ references }: Names): readonly TreeNode[] =>
  [...references.values()]
    .filter(({ scope }) => scope === null || scope.kind === 'module')
    .map(({ node }) => node),
);

/** A function with its calls; null if the code is not one function, or a call does not match its signature. */
function readCalled(
  code: Code,
  calls: ReadonlyMap<string, readonly PlacedCall[]>,
): CalledFunction | null {
  const [node, ...others] = code.tree.root.named();
  const scope = node === undefined ? undefined : code.names.scopes.get(node);
  if (node?.type !== 'function_definition' || others.length > 0 || scope === undefined) return null;
  const name = node.child('name')?.text ?? '';
  const [parameters, own] = [readParameters(node), calls.get(name) ?? []];
  // The result of an async function is a coroutine.
  const isPlain = parameters !== null && own.length > 0 && isOpen(code) && !isAsync(node);
  if (!isPlain || !own.every(({ call }) => isTaken(call, parameters))) return null;
  return { name, code, node, scope, parameters, calls: own };
}

function isAsync({ children }: TreeNode): boolean {
  return children[0]?.type === 'async';
}

function replaceCode(piece: Piece, code: Code): Piece {
  if (code.text === piece.segment.code) return piece;
  const { names, text } = code;
  const defines = [...names.module.bindings.keys()];
  return { code, segment: { ...piece.segment, code: text, defines, uses: unboundNames(names) } };
}
