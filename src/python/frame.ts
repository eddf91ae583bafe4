import { evaluate } from './evaluate.ts';
import type { FoldContext } from './specialise-expressions.ts';
import { findBinding, type Names, type Scope } from './names.ts';
import type { TreeNode } from './tree.ts';
import { areSame, isScalar, isSequence, type Value } from './values.ts';

/** Facts about module-level names. */
export interface ProgramContext {
  /** The value of a constant that is final. */
  value(name: string): Value | undefined;
  /** Qualified name of a builtin or an import; undefined for names that the program defines. */
  meaning(name: string): string | undefined;
  /** Constants that a function of the program returns. */
  result(name: string): Known | undefined;
}

/** A value that is known as a whole, or as a tuple of which some items are known. */
export interface Known {
  readonly whole: Value | undefined;
  readonly parts: readonly (Value | undefined)[] | undefined;
}

/** Whether two results are known to be the same. */
export function isSameKnown(one: Known, other: Known | undefined): boolean {
  const sides = [one, other].map((known) => [known?.whole, ...(known?.parts ?? [])]);
  const [first = [], second = []] = sides;
  return (
    first.length === second.length &&
    first.every((value, at) => value === second[at] || isSame(value, second[at]))
  );
}

/** Whether two values are known, and the same. */
export function isSame(one: Value | undefined, other: Value | undefined): boolean {
  return one !== undefined && other !== undefined && areSame(one, other);
}

const NOTHING: Known = { whole: undefined, parts: undefined };

/** A position in the execution of a scope: the scope and the known values of its names. */
export class Frame implements FoldContext {
  /** Known values of the scope's names at this position. */
  values: Map<string, Value>;
  readonly scope: Scope;
  readonly #names: Names;
  readonly #program: ProgramContext;
  readonly #outer: Frame | null;
  /** Loop variables of the comprehensions that are being evaluated. */
  readonly #bound: ReadonlyMap<TreeNode, ReadonlyMap<string, Value>>;
  /** Whether the code is deferred, so that names may have been rebound when it runs. */
  readonly #isLater: boolean;

  constructor(
    from: { names: Names; program: ProgramContext; outer: Frame | null },
    scope: Scope,
    values: Map<string, Value>,
    bound: ReadonlyMap<TreeNode, ReadonlyMap<string, Value>> = new Map(),
    isLater = false,
  ) {
    this.#names = from.names;
    this.#program = from.program;
    this.#outer = from.outer;
    this.scope = scope;
    this.values = values;
    this.#bound = bound;
    this.#isLater = isLater;
  }

  value(node: TreeNode): Value | undefined {
    const scope = this.#names.references.get(node)?.scope;
    if (scope === undefined) return undefined;
    if (scope === null || scope.kind === 'module') return this.#program.value(node.text);
    if (scope.kind === 'comprehension') return this.#bound.get(scope.node)?.get(node.text);
    return this.#local(node.text, scope);
  }

  #local(name: string, scope: Scope): Value | undefined {
    if (scope === this.scope && !this.#isLater) return this.values.get(name);
    // Deferred code sees the last binding, which is certain only if there is a single one.
    if (scope === this.scope)
      return scope.bindings.get(name)?.length === 1 ? this.values.get(name) : undefined;
    return this.#outer === null ? undefined : this.#outer.later().#local(name, scope);
  }

  meaning(node: TreeNode): string | undefined {
    const scope = this.#names.references.get(node)?.scope;
    return scope === null ? this.#program.meaning(node.text) : undefined;
  }

  /** The known value of an expression; for a call, its known result, though the call must stay. */
  known(node: TreeNode): Known {
    const whole = evaluate(node, this);
    if (whole !== undefined)
      return { whole, parts: !isScalar(whole) && isSequence(whole) ? whole.items : undefined };
    const callee = node.type === 'call' ? node.child('function') : null;
    if (callee?.type === 'identifier') {
      const scope = this.#names.references.get(callee)?.scope;
      const isOutside = scope === null || scope?.kind === 'module';
      return (isOutside && this.#program.result(callee.text)) || NOTHING;
    }
    const items = node.type === 'expression_list' || node.type === 'tuple' ? node.named() : [];
    if (items.length === 0 || items.some(({ type }) => type === 'list_splat')) return NOTHING;
    return { whole, parts: items.map((item) => evaluate(item, this)) };
  }

  isBuiltin(name: string, place: TreeNode): boolean {
    let inner: TreeNode | null = place;
    while (inner !== null && !this.#names.scopes.has(inner)) inner = inner.parent;
    const scope = inner === null ? this.#names.module : this.#names.scopes.get(inner);
    const isFree = findBinding(name, scope ?? this.#names.module) === null;
    return isFree && this.#program.meaning(name) === name;
  }

  later(): Frame {
    return new Frame(this.#origin(), this.scope, this.values, this.#bound, true);
  }

  bind(values: ReadonlyMap<string, Value>, comprehension: TreeNode): Frame {
    const bound = new Map([...this.#bound, [comprehension, values] as const]);
    return new Frame(this.#origin(), this.scope, this.values, bound, this.#isLater);
  }

  /** The frame of a function or class that is defined at this position. */
  inner(scope: Scope): Frame {
    const outer = new Frame(this.#origin(), this.scope, new Map(this.values), this.#bound, true);
    return new Frame({ ...this.#origin(), outer }, scope, new Map());
  }

  #origin() {
    return { names: this.#names, program: this.#program, outer: this.#outer };
  }
}
