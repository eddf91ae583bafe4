import { evaluate } from './evaluate.ts';
import type { FoldContext } from './specialise-expressions.ts';
import { findBinding, type Names, type Scope } from './names.ts';
import type { TreeNode } from './tree.ts';
import { isScalar, isSequence, type Value } from './values.ts';

/** What is known of the program's own names, wherever they are read. */
export interface ProgramContext {
  /** The value of a constant that is final. */
  value(name: string): Value | undefined;
  /** The builtin or imported function that a name stands for; undefined for what the program binds itself. */
  meaning(name: string): string | undefined;
  /** What a function of the program is known to return. */
  result(name: string): Known | undefined;
}

/** What is known of a value: all of it, or of its parts where it is a tuple. */
export interface Known {
  readonly whole: Value | undefined;
  readonly parts: readonly (Value | undefined)[] | undefined;
}

const NOTHING: Known = { whole: undefined, parts: undefined };

/** Where a statement stands: its scope, and the values that the scope's names have at that point of a run. */
export class Frame implements FoldContext {
  /** What the scope's names are; changes as statements are passed. */
  values: Map<string, Value>;
  readonly scope: Scope;
  readonly #names: Names;
  readonly #program: ProgramContext;
  readonly #outer: Frame | null;
  /** Targets of comprehensions that are being evaluated. */
  readonly #bound: ReadonlyMap<TreeNode, ReadonlyMap<string, Value>>;
  /** Whether the code runs later, when other values may have been assigned. */
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
    // What runs later sees the value of that time: certain only where there is but one.
    if (scope === this.scope)
      return scope.bindings.get(name)?.length === 1 ? this.values.get(name) : undefined;
    return this.#outer === null ? undefined : this.#outer.later().#local(name, scope);
  }

  meaning(node: TreeNode): string | undefined {
    const scope = this.#names.references.get(node)?.scope;
    return scope === null ? this.#program.meaning(node.text) : undefined;
  }

  /** What is known of an expression, also of the result of a call that has to be made. */
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

  /** The frame of a function or class that is defined here. */
  inner(scope: Scope): Frame {
    const outer = new Frame(this.#origin(), this.scope, new Map(this.values), this.#bound, true);
    return new Frame({ ...this.#origin(), outer }, scope, new Map());
  }

  #origin() {
    return { names: this.#names, program: this.#program, outer: this.#outer };
  }
}
