import type { Edit } from './edit.ts';
import { evaluate } from './evaluate.ts';
import type { Frame, Known } from './frame.ts';
import { isLookedInto, type Names, type Scope } from './names.ts';
import { removeStatement, removeTail, type LineEdits } from './remove-lines.ts';
import { clausesOf, mayRemove, settleIf } from './specialise-if.ts';
import { foldExpression, type InlineEdit } from './specialise-expressions.ts';
import type { TreeNode } from './tree.ts';
import { isPure, truth } from './truth.ts';
import { hasFixedItems, isImmutable, iterate, areSame, type Value } from './values.ts';

/** Edits that one pass found: inside statements, and of whole lines. They do not overlap. */
export interface Folds {
  readonly inline: readonly InlineEdit[];
  readonly lines: readonly Edit[];
}

/** Called for every expression that does not fold, with the frame at its position. */
export type Visitor = (expression: TreeNode, frame: Frame) => void;

/** `details |= {}` adds nothing. */
function isIdle(node: TreeNode): boolean {
  return (
    node.child('operator')?.type === '|=' &&
    node.child('left')?.type === 'identifier' &&
    node.child('right')?.text === '{}'
  );
}

/** One pass of constant propagation and folding over statements, in execution order. */
export class StatementFolder {
  readonly #inline: InlineEdit[] = [];
  readonly #lines: Edit[] = [];
  /** Statements that this pass removes. */
  readonly #gone = new Set<TreeNode>();
  /** Whether `:=` binds names somewhere in the code. */
  readonly #hasWalrus: boolean;
  readonly #names: Names;
  readonly #visit: Visitor;
  readonly #parameters: ReadonlyMap<Scope, ReadonlyMap<string, Value>>;

  /** `parameters` are assumed values of function parameters. */
  constructor(
    names: Names,
    visit: Visitor,
    parameters: ReadonlyMap<Scope, ReadonlyMap<string, Value>>,
  ) {
    this.#names = names;
    this.#hasWalrus = [...names.scopes.values()].some(({ bindings }) =>
      [...bindings.values()].flat().some(({ parent }) => parent?.type === 'named_expression'),
    );
    this.#visit = visit;
    this.#parameters = parameters;
  }

  fold(module: TreeNode, frame: Frame): Folds {
    this.#block(module, frame);
    return { inline: this.#inline, lines: this.#lines };
  }

  /** Folds the statements of a block; false if the end of the block is unreachable. */
  #block(block: TreeNode, frame: Frame): boolean {
    let isReached = true;
    for (const statement of block.named()) {
      if (!isReached) {
        const last = block.named().at(-1) ?? statement;
        if (mayRemove(statement, last)) this.#take(removeTail(statement));
        return false;
      }
      if (this.#hasWalrus)
        for (const name of this.#boundIn(statement, frame, 'named_expression'))
          frame.values.delete(name);
      isReached = this.#statement(statement, frame);
    }
    return isReached;
  }

  #statement(node: TreeNode, frame: Frame): boolean {
    switch (node.type) {
      case 'return_statement':
      case 'raise_statement':
        this.#expressions(node.named(), frame);
        return false;
      case 'break_statement':
      case 'continue_statement':
        return false;
      case 'expression_statement':
        for (const child of node.named()) this.#simple(child, frame);
        return true;
      case 'assert_statement':
        this.#assert(node, frame);
        return true;
      case 'if_statement':
        return this.#if(node, frame);
      case 'for_statement':
      case 'while_statement':
        this.#loop(node, frame);
        return true;
      case 'try_statement':
        return this.#try(node, frame);
      case 'with_statement':
      case 'match_statement':
        this.#compound(node, frame);
        return true;
      case 'decorated_definition':
      case 'function_definition':
      case 'class_definition':
        this.#definition(node, frame);
        return true;
      default:
        this.#forget(node, frame);
        return true;
    }
  }

  #simple(node: TreeNode, frame: Frame): void {
    if (node.type === 'assignment') this.#assignment(node, frame);
    else if (node.type === 'augmented_assignment') {
      const target = node.child('left');
      if (isIdle(node) && this.#take(this.#remove(node.parent ?? node))) return;
      this.#expressions(
        [...(target === null ? [] : partsOfTarget(target)), node.child('right')],
        frame,
      );
      this.#forget(node, frame, false);
    } else this.#expressions([node], frame);
  }

  #assignment(node: TreeNode, frame: Frame): void {
    const targets: TreeNode[] = [];
    let value: TreeNode | null = node;
    while (value?.type === 'assignment') {
      const target = value.child('left');
      if (target !== null) targets.push(target);
      value = value.child('right');
    }
    for (const target of targets) this.#expressions(partsOfTarget(target), frame);
    if (value === null) return;
    this.#expressions([value], frame);
    const known = frame.known(value);
    this.#forget(node, frame, false);
    for (const target of targets) this.#assign(target, known, frame);
  }

  #assign(target: TreeNode, known: Known, frame: Frame): void {
    const keep = (name: TreeNode, value: Value | undefined): void => {
      const isOwn = frame.scope.bindings.has(name.text) && !frame.scope.rebound.has(name.text);
      if (value === undefined || !isOwn) return;
      const isFixed =
        isImmutable(value) || (hasFixedItems(value) && this.#isLookedInto(name, frame));
      if (isFixed) frame.values.set(name.text, value);
    };
    if (target.type === 'identifier') keep(target, known.whole);
    const parts = target.named();
    const isPattern = target.type === 'pattern_list' || target.type === 'tuple_pattern';
    if (!isPattern || parts.length !== known.parts?.length) return;
    const names = parts.map(({ text }) => text);
    for (const [at, part] of parts.entries())
      if (part.type === 'identifier' && names.indexOf(part.text) === at)
        keep(part, known.parts[at]);
  }

  /** Whether nothing mutates the list or dict that a name is bound to. */
  #isLookedInto({ text }: TreeNode, { scope }: Frame): boolean {
    const reads = [...this.#names.references.values()].filter(
      (reference) => reference.scope === scope && reference.node.text === text,
    );
    return reads.every(({ node }) => isLookedInto(node));
  }

  #assert(node: TreeNode, frame: Frame): void {
    const [condition, message] = node.named();
    if (condition === undefined) return;
    const holds = isPure(condition, frame) && truth(condition, frame) === true;
    if (holds && this.#take(this.#remove(node))) return;
    this.#test(condition, frame);
    this.#expressions([message], frame);
  }

  #if(node: TreeNode, frame: Frame): boolean {
    if (this.#take(settleIf(node, frame, (statement) => this.#remove(statement)))) {
      this.#forget(node, frame, false);
      return true;
    }
    const ends: Map<string, Value>[] = [];
    const before = frame.values;
    let hasElse = false;
    for (const { condition, block } of clausesOf(node)) {
      if (condition === null) hasElse = true;
      else this.#test(condition, frame);
      frame.values = new Map(before);
      if (this.#block(block, frame)) ends.push(frame.values);
      frame.values = before;
    }
    if (!hasElse) ends.push(before);
    frame.values = joinKnown(ends);
    return ends.length > 0;
  }

  #loop(node: TreeNode, frame: Frame): void {
    const [source, body] = [node.child('right'), node.child('body')];
    const otherwise = node.child('alternative');
    if (source !== null) {
      const items = evaluate(source, frame);
      const isEmpty = items !== undefined && iterate(items)?.length === 0;
      if (isEmpty && this.#takeLoop(node, otherwise)) return;
      this.#expressions([source], frame);
    }
    this.#forget(node, frame, false);
    const condition = node.child('condition');
    if (condition !== null) {
      const isNever = isPure(condition, frame) && truth(condition, frame) === false;
      if (isNever && this.#takeLoop(node, otherwise)) return;
      this.#test(condition, frame);
    }
    for (const block of [body, otherwise?.child('body') ?? null]) this.#branch(block, frame);
  }

  #takeLoop(node: TreeNode, otherwise: TreeNode | null): boolean {
    return otherwise === null && mayRemove(node, node) && this.#take(this.#remove(node));
  }

  #try(node: TreeNode, frame: Frame): boolean {
    const before = new Map(frame.values);
    const body = node.child('body');
    const parts = node.named().filter((part) => part !== body);
    let isReached = body === null || this.#branch(body, frame);
    frame.values = before;
    this.#forget(node, frame, false);
    for (const part of parts) {
      const block = part.named().find(({ type }) => type === 'block') ?? null;
      this.#expressions(part.type === 'except_clause' ? [part.child('value')] : [], frame);
      const ends = this.#branch(block, frame);
      if (part.type === 'else_clause') isReached = isReached && ends;
      else if (part.type === 'finally_clause') isReached = isReached && ends;
      else isReached = isReached || ends;
    }
    return isReached;
  }

  /** A `with` or a `match`; the names that it binds are unknown afterwards. */
  #compound(node: TreeNode, frame: Frame): void {
    for (const part of node.named())
      if (part.type === 'with_clause')
        for (const item of part.named()) this.#expressions(item.named(), frame);
    this.#expressions([node.child('subject')], frame);
    const bodies = node.type === 'with_statement' ? [node] : (node.child('body')?.named() ?? []);
    const before = new Map(frame.values);
    for (const body of bodies) {
      const block = body.named().findLast(({ type }) => type === 'block') ?? null;
      frame.values = new Map(before);
      this.#forget(body, frame, false, block);
      this.#branch(block, frame);
    }
    frame.values = before;
    this.#forget(node, frame, false);
  }

  #branch(block: TreeNode | null, frame: Frame): boolean {
    if (block === null) return true;
    const before = frame.values;
    frame.values = new Map(before);
    const isReached = this.#block(block, frame);
    frame.values = before;
    return isReached;
  }

  #definition(node: TreeNode, frame: Frame): void {
    const definition = node.child('definition') ?? node;
    for (const part of node.named())
      if (part.type === 'decorator') this.#expressions(part.named(), frame);
    const parameters = definition.child('parameters')?.named() ?? [];
    this.#expressions(
      [
        definition.child('superclasses'),
        ...parameters.map((parameter) => parameter.child('value')),
      ],
      frame,
    );
    this.#forget(definition.child('name') ?? definition, frame, false);
    const scope = this.#names.scopes.get(definition);
    const body = definition.child('body');
    if (scope === undefined || body === null) return;
    const inner = frame.inner(scope);
    for (const [name, value] of this.#parameters.get(scope) ?? []) inner.values.set(name, value);
    this.#block(body, inner);
  }

  #expressions(nodes: readonly (TreeNode | null | undefined)[], frame: Frame): void {
    for (const node of nodes)
      if (node !== null && node !== undefined) this.#fold(node, frame, false);
  }

  #test(condition: TreeNode, frame: Frame): void {
    this.#fold(condition, frame, true);
  }

  #fold(node: TreeNode, frame: Frame, isTest: boolean): void {
    const before = this.#inline.length;
    foldExpression(node, frame, isTest, this.#inline);
    if (this.#inline.length === before) this.#visit(node, frame);
  }

  /** Marks the names that a statement binds as unknown. `isFolded`: folds its expressions first. */
  #forget(node: TreeNode, frame: Frame, isFolded = true, except: TreeNode | null = null): void {
    if (isFolded)
      this.#expressions(
        node.named().filter(({ type }) => type !== 'block'),
        frame,
      );
    for (const name of this.#boundIn(node, frame, null, except)) frame.values.delete(name);
  }

  /** Names of the frame's scope that are bound inside a node, optionally only by one type of node. */
  #boundIn(
    node: TreeNode,
    frame: Frame,
    by: string | null,
    except: TreeNode | null = null,
  ): string[] {
    return [...frame.scope.bindings]
      .filter(([, places]) =>
        places.some(
          (place) =>
            place.isWithin(node) &&
            (by === null || place.parent?.type === by) &&
            (except === null || !place.isWithin(except)),
        ),
      )
      .map(([name]) => name);
  }

  #remove(statement: TreeNode): LineEdits {
    const edits = removeStatement(statement, this.#gone);
    if (edits !== null) this.#gone.add(statement);
    return edits;
  }

  #take(edits: LineEdits): boolean {
    if (edits === null) return false;
    this.#lines.push(...edits);
    return true;
  }
}

/** Expressions that are evaluated in the target of an assignment. */
function partsOfTarget(target: TreeNode): TreeNode[] {
  if (target.type === 'identifier') return [];
  if (target.type === 'subscript' || target.type === 'attribute')
    return target.named().filter(({ field }) => field !== 'attribute');
  return target.named().flatMap(partsOfTarget);
}

/** Values that are the same on all paths. */
function joinKnown(ends: readonly Map<string, Value>[]): Map<string, Value> {
  const [first, ...others] = ends;
  const joined = new Map(first);
  for (const [name, value] of joined) {
    const isSame = others.every((other) => {
      const its = other.get(name);
      return its !== undefined && areSame(its, value);
    });
    if (!isSame) joined.delete(name);
  }
  return joined;
}
