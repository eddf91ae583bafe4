import type { TreeNode } from '../python/index.ts';
import { isTrue, itemsOf } from './data.ts';
import { combine } from './expressions.ts';
import {
  bind,
  LIMITS,
  loopStart,
  mayGoOn,
  newScope,
  record,
  takeStep,
  unknownOf,
  withDoubt,
  type Flow,
  type Machine,
} from './machine.ts';
import { bindTarget } from './targets.ts';
import {
  known,
  NO_ARGUMENTS,
  type AbstractValue,
  type ClassValue,
  type FunctionValue,
  type Scope,
} from './values.ts';

/** How certain what a branch does is, where only the run decides whether it is taken. */
const BRANCH = 0.85;

/** Runs statements in order; returns how they end. Never throws. */
export function executeStatements(
  machine: Machine,
  statements: readonly TreeNode[],
  scope: Scope,
): Flow {
  for (const statement of statements) {
    if (machine.depth >= LIMITS.depth || !takeStep(machine)) return 'next';
    machine.depth += 1;
    const flow = executeOne(machine, statement, scope);
    machine.depth -= 1;
    if (flow !== 'next') return flow;
  }
  return 'next';
}

function executeOne(machine: Machine, node: TreeNode, scope: Scope): Flow {
  switch (node.type) {
    case 'expression_statement':
      for (const inner of node.named()) evaluateStatement(machine, inner, scope);
      return 'next';
    case 'return_statement': {
      const value = node.named()[0];
      return value === undefined
        ? known(null, machine.lineOf(node))
        : machine.evaluate(value, scope);
    }
    case 'if_statement':
      return executeIf(machine, node, scope);
    case 'for_statement':
      return executeFor(machine, node, scope);
    case 'while_statement':
      return executeWhile(machine, node, scope);
    case 'with_statement':
      return executeWith(machine, node, scope);
    case 'try_statement':
      return executeTry(machine, node, scope);
    case 'function_definition':
    case 'class_definition':
    case 'decorated_definition':
      define(machine, node, scope);
      return 'next';
    case 'import_statement':
    case 'import_from_statement':
      importNames(machine, node, scope);
      return 'next';
    case 'global_statement':
    case 'nonlocal_statement':
      for (const name of node.named()) scope.outer.add(name.text);
      return 'next';
    case 'break_statement':
      return 'break';
    case 'continue_statement':
      return 'continue';
    case 'raise_statement':
      return known(null, machine.lineOf(node));
    case 'block':
    case 'module':
    case 'ERROR':
      return executeStatements(machine, node.named(), scope);
    case 'match_statement':
      for (const inner of node.named()) machine.evaluate(inner, scope);
      return 'next';
    default:
      if (node.type.endsWith('statement') || node.type.endsWith('clause')) return 'next';
      evaluateStatement(machine, node, scope);
      return 'next';
  }
}

function evaluateStatement(machine: Machine, node: TreeNode, scope: Scope): void {
  if (node.type === 'assignment') {
    const [left, right] = [node.child('left'), node.child('right')];
    if (left === null || right === null) {
      // A field of a data class that has no value.
      if (left?.type === 'identifier' && !scope.names.has(left.text))
        bind(scope, left.text, unknownOf(machine, left));
      return;
    }
    if (right.type === 'assignment') {
      evaluateStatement(machine, right, scope);
      const inner = right.child('left');
      bindTarget(
        machine,
        left,
        inner === null ? unknownOf(machine, right) : machine.evaluate(inner, scope),
        scope,
      );
      return;
    }
    bindTarget(machine, left, machine.evaluate(right, scope), scope);
    return;
  }
  if (node.type === 'augmented_assignment') {
    const [left, right] = [node.child('left'), node.child('right')];
    if (left === null || right === null) return;
    const before = machine.evaluate(left, scope);
    const added = machine.evaluate(right, scope);
    const operator = node.child('operator')?.type.slice(0, -1) ?? '';
    const isCounter = machine.repeats > 0 && before.kind === 'known';
    const after = isCounter
      ? unknownOf(machine, node, [before, added])
      : combine(machine, operator, [before, added], node);
    bindTarget(machine, left, after, scope);
    return;
  }
  machine.evaluate(node, scope);
}

function executeIf(machine: Machine, node: TreeNode, scope: Scope): Flow {
  const clauses = [node, ...node.named().filter(({ type }) => /^(?:elif|else)_clause$/.test(type))];
  for (const [at, clause] of clauses.entries()) {
    const condition = clause.child('condition');
    const body = clause.child('consequence') ?? clause.child('body');
    if (body === null) continue;
    const truth = condition === null ? true : isTrue(machine.evaluate(condition, scope));
    if (truth === false) continue;
    if (truth === true) return executeStatements(machine, body.named(), scope);
    // A branch that leaves early is the exception where nothing says otherwise.
    const last = body.named().at(-1);
    const leaves = /^(?:return|raise|continue|break)_statement$/.test(last?.type ?? '');
    if (leaves && at === clauses.length - 1) continue;
    return withDoubt(machine, BRANCH, () => executeStatements(machine, body.named(), scope));
  }
  return 'next';
}

function executeFor(machine: Machine, node: TreeNode, scope: Scope): Flow {
  const [left, right, body] = [node.child('left'), node.child('right'), node.child('body')];
  if (left === null || right === null || body === null) return 'next';
  const over = machine.evaluate(right, scope);
  noteEpochs(machine, node, left, over);
  const found = itemsOf(over);
  const from = loopStart(machine);
  if (found === undefined || found.items.length === 0) {
    if (found !== undefined && !found.isOpen) return 'next';
    bindTarget(
      machine,
      left,
      over.kind === 'tensor' ? over : unknownOf(machine, left, [over]),
      scope,
    );
    const flow = repeated(machine, () => executeStatements(machine, body.named(), scope));
    return typeof flow === 'string' ? 'next' : flow;
  }
  for (const item of found.items.slice(0, LIMITS.iterations)) {
    if (!mayGoOn(machine, from)) break;
    bindTarget(machine, left, item, scope);
    const flow = found.isOpen
      ? repeated(machine, () => executeStatements(machine, body.named(), scope))
      : executeStatements(machine, body.named(), scope);
    if (flow === 'break') break;
    if (typeof flow !== 'string') return flow;
  }
  return 'next';
}

/** Runs the body of a loop once that runs as often as only the run decides. */
function repeated(machine: Machine, run: () => Flow): Flow {
  machine.repeats += 1;
  const flow = withDoubt(machine, BRANCH, run);
  machine.repeats -= 1;
  return flow;
}

/** `for epoch in range(EPOCHS)` states the epochs of a training loop. */
function noteEpochs(machine: Machine, node: TreeNode, left: TreeNode, over: AbstractValue): void {
  if (!/\bn?_?epochs?(?:_?i|_?idx|_?num)?\b|\bep\b/i.test(left.text)) return;
  record(machine, {
    path: 'for epoch',
    receiver: null,
    given: { positional: [over], named: new Map() },
    result: null,
    line: machine.lineOf(node),
  });
}

function executeWhile(machine: Machine, node: TreeNode, scope: Scope): Flow {
  const [condition, body] = [node.child('condition'), node.child('body')];
  if (condition === null || body === null) return 'next';
  const from = loopStart(machine);
  for (let at = 0; at < LIMITS.iterations; at += 1) {
    const truth = isTrue(machine.evaluate(condition, scope));
    if (truth === false || (at > 0 && (truth === undefined || !mayGoOn(machine, from)))) break;
    // `while True` ends by a break that only the run decides.
    const isEndless = condition.type === 'true' || condition.type === 'integer';
    const isCounted = truth === true && !isEndless;
    const flow = isCounted
      ? executeStatements(machine, body.named(), scope)
      : repeated(machine, () => executeStatements(machine, body.named(), scope));
    if (flow === 'break' || isEndless) break;
    if (typeof flow !== 'string') return flow;
  }
  return 'next';
}

function executeWith(machine: Machine, node: TreeNode, scope: Scope): Flow {
  for (const clause of node.named().filter(({ type }) => type === 'with_clause')) {
    for (const item of clause.named()) {
      const value = item.child('value') ?? item.named()[0];
      if (value === undefined) continue;
      const [inner, alias] = value.type === 'as_pattern' ? value.named() : [value, undefined];
      const made = inner === undefined ? undefined : machine.evaluate(inner, scope);
      if (alias !== undefined && made !== undefined) bindTarget(machine, alias, made, scope);
    }
  }
  return executeStatements(machine, node.child('body')?.named() ?? [], scope);
}

function executeTry(machine: Machine, node: TreeNode, scope: Scope): Flow {
  const flow = executeStatements(machine, node.child('body')?.named() ?? [], scope);
  if (flow !== 'next') return flow;
  for (const clause of node.named().filter(({ type }) => /^(?:else|finally)_clause$/.test(type))) {
    const block = clause.child('body') ?? clause.named().find(({ type }) => type === 'block');
    const inner = executeStatements(machine, block?.named() ?? [], scope);
    if (inner !== 'next') return inner;
  }
  return 'next';
}

function define(machine: Machine, node: TreeNode, scope: Scope): void {
  const definition = node.type === 'decorated_definition' ? node.child('definition') : node;
  const name = definition?.child('name')?.text;
  if (definition === null || definition === undefined || name === undefined) return;
  if (definition.type === 'class_definition') {
    bind(scope, name, defineClass(machine, definition, name, scope));
    return;
  }
  const decorators = node.named().filter(({ type }) => type === 'decorator');
  const isMarked = (mark: RegExp): boolean => decorators.some(({ text }) => mark.test(text));
  const made: FunctionValue = {
    kind: 'function',
    name,
    node: definition,
    scope,
    self: null,
    owner: null,
    isProperty: isMarked(/^@(?:property|cached_property|functools\.cached_property)\b/),
    isStatic: isMarked(/^@staticmethod\b/),
    line: machine.lineOf(definition),
  };
  bind(scope, name, made);
}

function defineClass(machine: Machine, node: TreeNode, name: string, scope: Scope): ClassValue {
  const bases = (node.child('superclasses')?.named() ?? [])
    .filter(({ type }) => type !== 'keyword_argument')
    .map((base) => machine.evaluate(base, scope));
  const inner = newScope(scope);
  executeStatements(machine, node.child('body')?.named() ?? [], inner);
  const attributes = new Map<string, AbstractValue>();
  const made: ClassValue = { kind: 'class', name, bases, attributes, line: machine.lineOf(node) };
  for (const [member, value] of inner.names)
    attributes.set(
      member,
      // A method does not see the names of its class.
      value.kind === 'function' && value.scope === inner ? { ...value, scope, owner: made } : value,
    );
  return made;
}

function importNames(machine: Machine, node: TreeNode, scope: Scope): void {
  const line = machine.lineOf(node);
  const module = node.child('module_name')?.text;
  if (node.named().some(({ type }) => type === 'wildcard_import')) {
    if (module !== undefined) machine.stars.add(module);
    return;
  }
  for (const imported of node.children.filter(({ field }) => field === 'name')) {
    const name = imported.child('name')?.text ?? imported.text;
    const alias = imported.child('alias')?.text;
    const path = module === undefined ? name : `${module}.${name}`;
    // `import a.b` binds `a`.
    const [first = name] = name.split('.');
    const isPlain = module === undefined && alias === undefined;
    bind(scope, alias ?? (module === undefined ? first : name), {
      kind: 'external',
      path: isPlain ? first : path,
      isGuess: false,
      line,
    });
  }
  record(machine, {
    path: 'import',
    receiver: null,
    given: { ...NO_ARGUMENTS, positional: [known(module ?? node.text.slice(0, 200), line)] },
    result: null,
    line,
  });
}
