import { fieldNumber, typeNumber } from './parser.ts';
import { childInField, childNodes, type FlatTree } from './syntax-tree.ts';
import {
  isIdentifier,
  isToken,
  readTokens,
  type TokenOptions,
  type TokenTable,
} from './token-table.ts';

/** One value and where it comes from, by token. */
export interface Flow {
  readonly token: number;
  readonly relation: 'comesFrom' | 'computedFrom';
  /** Numbers of the sources' names, in the order of the text, as often as they stand there. */
  readonly names: readonly number[];
  readonly sources: readonly number[];
}

export interface DataFlow {
  /** In the order of the tokens. */
  readonly flows: readonly Flow[];
  readonly tokens: TokenTable;
}

/** Loops are walked twice, nested ones 2^depth times; past this the flow is given up. */
const MOST_STEPS = 5_000_000;

const TYPES = {
  defaultParameter: typeNumber('default_parameter', true),
  assignment: typeNumber('assignment', true),
  augmented: typeNumber('augmented_assignment', true),
  forIn: typeNumber('for_in_clause', true),
  if: typeNumber('if_statement', true),
  elif: typeNumber('elif_clause', true),
  else: typeNumber('else_clause', true),
  elseWord: typeNumber('else', false),
  for: typeNumber('for_statement', true),
  while: typeNumber('while_statement', true),
  block: typeNumber('block', true),
  comma: typeNumber(',', false),
} as const;
const FIELDS = {
  name: fieldNumber('name'),
  value: fieldNumber('value'),
  left: fieldNumber('left'),
  right: fieldNumber('right'),
} as const;

/**
 * Which value comes from which, by the rules that CodeBLEU took from GraphCodeBERT; null where it takes too long.
 *
 * Paper: IV-C, data-flow match. Walks with its own stack, so that nesting is limited by memory alone.
 * Departs from the original: where it orders sources by a set of texts, whose order depends on the process, these
 * stay in the order of the text.
 */
export function readDataFlow(tree: FlatTree, options: TokenOptions): DataFlow | null {
  const tokens = readTokens(tree, options);
  const walker = new Walker(tree, tokens);
  return walker.walk() ? { flows: mergeFlows(walker.flows), tokens } : null;
}

type Task = number | (() => void);

/** Where each name was last set; a branch sees the outer ones and keeps its own. */
interface Scope {
  readonly own: Map<number, readonly number[]>;
  readonly outer: Scope | null;
}

function createScope(outer: Scope | null): Scope {
  return { own: new Map(), outer };
}

function lookUp(scope: Scope, name: number): readonly number[] | undefined {
  for (let at: Scope | null = scope; at !== null; at = at.outer) {
    const found = at.own.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}

class Walker {
  flows: Flow[] = [];
  readonly #tree: FlatTree;
  readonly #tokens: TokenTable;
  readonly #tasks: Task[] = [0];
  #scope = createScope(null);
  #steps = 0;

  constructor(tree: FlatTree, tokens: TokenTable) {
    this.#tree = tree;
    this.#tokens = tokens;
  }

  walk(): boolean {
    for (;;) {
      const task = this.#tasks.pop();
      if (task === undefined) return true;
      this.#steps += 1;
      if (this.#steps > MOST_STEPS) return false;
      if (typeof task === 'number') this.#visit(task);
      else task();
    }
  }

  #then(tasks: readonly Task[]): void {
    for (let at = tasks.length - 1; at >= 0; at -= 1) this.#tasks.push(tasks[at] ?? (() => {}));
  }

  #visit(node: number): void {
    if (isToken(this.#tree, node)) {
      this.#token(node);
      return;
    }
    switch (this.#tree.type[node]) {
      case TYPES.defaultParameter:
        this.#defaultParameter(node);
        return;
      case TYPES.assignment:
      case TYPES.augmented:
        this.#assignment(node);
        return;
      case TYPES.forIn: {
        const right = childNodes(this.#tree, node).at(-1) ?? node;
        this.#assign([childInField(this.#tree, node, FIELDS.left)], [right]);
        return;
      }
      case TYPES.if:
        this.#branches(node);
        return;
      case TYPES.for:
        this.#loop(() => this.#forPass(node));
        return;
      case TYPES.while:
        this.#loop(() => this.#then(childNodes(this.#tree, node)));
        return;
      default: {
        const children = childNodes(this.#tree, node);
        const isFirst = (child: number): boolean => this.#tree.type[child] === TYPES.forIn;
        this.#then([...children.filter(isFirst), ...children.filter((child) => !isFirst(child))]);
      }
    }
  }

  #token(node: number): void {
    const at = this.#tokens.first[node] ?? 0;
    const token = this.#tokens.same[at] ?? 0;
    if (this.#tokens.variable[at] === 0) return;
    const name = this.#tokens.name[token] ?? 0;
    const sources = lookUp(this.#scope, name);
    if (sources !== undefined) {
      this.flows.push({ token, relation: 'comesFrom', names: [name], sources });
      return;
    }
    if (isIdentifier(this.#tree, node)) this.#scope.own.set(name, [token]);
    this.flows.push({ token, relation: 'comesFrom', names: [], sources: [] });
  }

  /** Names, numbers and strings under a node; none for -1. */
  #variables(node: number): number[] {
    if (node < 0) return [];
    const found: number[] = [];
    const end = this.#tokens.first[this.#tree.after[node] ?? 0] ?? 0;
    for (let token = this.#tokens.first[node] ?? 0; token < end; token += 1) {
      if (this.#tokens.variable[token] === 1) found.push(this.#tokens.same[token] ?? 0);
    }
    this.#steps += found.length;
    return found;
  }

  #name(token: number): number {
    return this.#tokens.name[token] ?? 0;
  }

  #defaultParameter(node: number): void {
    const names = this.#variables(childInField(this.#tree, node, FIELDS.name));
    const value = childInField(this.#tree, node, FIELDS.value);
    const values = this.#variables(value);
    this.#then([
      value,
      () => {
        for (const token of names) {
          for (const source of values) {
            const from = [this.#name(source)];
            this.flows.push({ token, relation: 'comesFrom', names: from, sources: [source] });
          }
          this.#scope.own.set(this.#name(token), [token]);
        }
      },
    ]);
  }

  #assignment(node: number): void {
    const right = childInField(this.#tree, node, FIELDS.right);
    if (right < 0) return;
    const pair = this.#paired(childInField(this.#tree, node, FIELDS.left), right);
    this.#assign(pair.left, pair.right);
  }

  /** `a, b = c, d` part by part; everything from everything where the parts are not as many. */
  #paired(left: number, right: number): { left: readonly number[]; right: readonly number[] } {
    const parts = (node: number): number[] =>
      node < 0
        ? []
        : childNodes(this.#tree, node).filter((child) => this.#tree.type[child] !== TYPES.comma);
    const lefts = parts(left);
    const rights = parts(right);
    return lefts.length === rights.length && lefts.length > 0
      ? { left: lefts, right: rights }
      : { left: [left], right: [right] };
  }

  #assign(left: readonly number[], right: readonly number[]): void {
    this.#then([...right, () => this.#bind(left, right)]);
  }

  #bind(left: readonly number[], right: readonly number[]): void {
    for (const [at, target] of left.entries()) {
      const sources = this.#variables(right[at] ?? -1);
      const names = sources.map((source) => this.#name(source));
      for (const token of this.#variables(target)) {
        this.flows.push({ token, relation: 'computedFrom', names, sources });
        this.#scope.own.set(this.#name(token), [token]);
      }
    }
  }

  #branches(node: number): void {
    const base = this.#scope;
    const current = createScope(base);
    const others: Scope[] = [];
    let closed = false;
    const tasks: Task[] = [];
    for (const child of childNodes(this.#tree, node)) {
      const type = this.#tree.type[child];
      if (type === TYPES.else || type === TYPES.elseWord) closed = true;
      if (type === TYPES.else || type === TYPES.elif) {
        const branch = createScope(base);
        others.push(branch);
        tasks.push(() => (this.#scope = branch), child);
      } else {
        tasks.push(() => (this.#scope = current), child);
      }
    }
    this.#then([
      ...tasks,
      () => {
        joinBranches(base, [...others, current], closed);
        this.#scope = base;
      },
    ]);
  }

  #loop(pass: () => void): void {
    const mark = this.flows.length;
    this.#then([pass, pass, () => this.#mergeRepeated(mark)]);
  }

  #forPass(node: number): void {
    const { left, right } = this.#paired(
      childInField(this.#tree, node, FIELDS.left),
      childInField(this.#tree, node, FIELDS.right),
    );
    const body = childNodes(this.#tree, node).at(-1) ?? node;
    this.#then([
      ...right,
      () => this.#bind(left, right),
      ...(this.#tree.type[body] === TYPES.block ? [body] : []),
    ]);
  }

  /** Flows of both passes through a loop, those of one token and relation as one. */
  #mergeRepeated(mark: number): void {
    const merged = new Map<number, Flow>();
    for (let at = mark; at < this.flows.length; at += 1) {
      const flow = this.flows[at];
      if (flow === undefined) continue;
      const key = flow.token * 2 + (flow.relation === 'comesFrom' ? 0 : 1);
      const known = merged.get(key);
      merged.set(key, known === undefined ? flow : union(known, flow));
    }
    this.flows.length = mark;
    // One by one: a spread of 10^5 arguments would not fit the stack.
    for (const flow of [...merged.values()].sort((one, other) => one.token - other.token)) {
      this.flows.push(flow);
    }
  }
}

/** What was set in any branch may come from each; what one of them leaves, or without an else, from before as well. */
function joinBranches(base: Scope, branches: readonly Scope[], closed: boolean): void {
  const set = new Map<number, { count: number; readonly sources: Set<number> }>();
  for (const { own } of branches) {
    for (const [name, sources] of own) {
      const joined = set.get(name) ?? { count: 0, sources: new Set() };
      joined.count += 1;
      for (const source of sources) joined.sources.add(source);
      set.set(name, joined);
    }
  }
  for (const [name, { count, sources }] of set) {
    if (!closed || count < branches.length) {
      for (const source of lookUp(base, name) ?? []) sources.add(source);
    }
    base.own.set(
      name,
      [...sources].sort((one, other) => one - other),
    );
  }
}

function union(one: Flow, other: Flow): Flow {
  return {
    token: one.token,
    relation: one.relation,
    names: unique(one.names, other.names),
    sources: unique(one.sources, other.sources),
  };
}

function unique(one: readonly number[], other: readonly number[]): readonly number[] {
  return one === other ? [...new Set(one)] : [...new Set([...one, ...other])];
}

/** Flows that lead somewhere, one a token, in the order of the tokens. */
function mergeFlows(flows: readonly Flow[]): Flow[] {
  const ordered = [...flows].sort((one, other) => one.token - other.token);
  const linked = new Set<number>();
  for (const { token, sources } of ordered) {
    if (sources.length > 0) linked.add(token);
    for (const source of sources) linked.add(source);
  }
  const merged = new Map<number, Flow>();
  for (const flow of ordered) {
    if (!linked.has(flow.token)) continue;
    const known = merged.get(flow.token);
    merged.set(flow.token, known === undefined ? flow : union(known, flow));
  }
  return [...merged.values()];
}
