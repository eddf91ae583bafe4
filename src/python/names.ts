import type { TreeNode } from './tree.ts';

/** A Python scope. */
export interface Scope {
  readonly kind: 'module' | 'function' | 'class' | 'comprehension';
  /** The module, function, lambda, class or comprehension. */
  readonly node: TreeNode;
  readonly outer: Scope | null;
  /** Identifiers that bind each name, including parameters, in text order. */
  readonly bindings: Map<string, TreeNode[]>;
  /** Names that are declared `global` or `nonlocal`. */
  readonly elsewhere: Map<string, 'global' | 'nonlocal'>;
  /** Names that an inner function rebinds. */
  readonly rebound: Set<string>;
}

/** An identifier that is read. */
export interface Reference {
  readonly node: TreeNode;
  /** The scope that contains it. */
  readonly from: Scope;
  /** The scope that binds it; null if the code does not bind it. */
  readonly scope: Scope | null;
}

/** Resolved names of a piece of code. */
export interface Names {
  readonly module: Scope;
  readonly scopes: ReadonlyMap<TreeNode, Scope>;
  readonly references: ReadonlyMap<TreeNode, Reference>;
}

const COMPREHENSIONS = new Set([
  'list_comprehension',
  'set_comprehension',
  'dictionary_comprehension',
  'generator_expression',
]);

export function isComprehension({ type }: TreeNode): boolean {
  return COMPREHENSIONS.has(type);
}

/**
 * Resolves the names of a module or a top-level statement. Parameters and names assigned in a function are local to it,
 * class attributes are visible in the class body only, comprehensions bind their loop variables.
 */
export function readNames(root: TreeNode): Names {
  const reader = new Reader();
  const module = reader.open('module', root, null);
  reader.walk(root, module);
  return { module, scopes: reader.scopes, references: reader.resolve() };
}

/** Free names of the code, sorted. */
export function unboundNames({ references }: Names): string[] {
  const free = [...references.values()].filter(({ scope }) => scope === null);
  return [...new Set(free.map(({ node }) => node.text))].sort();
}

/** The scope that binds a name for a read in `from`; null if there is none. */
export function findBinding(name: string, from: Scope): Scope | null {
  for (let scope: Scope | null = from; scope !== null; scope = scope.outer) {
    if (scope.kind === 'class' && scope !== from) continue;
    const sent = scope.elsewhere.get(name);
    if (sent === 'global') return moduleOf(scope).bindings.has(name) ? moduleOf(scope) : null;
    if (sent === undefined && scope.bindings.has(name)) return scope;
  }
  return null;
}

function moduleOf(scope: Scope): Scope {
  let outermost = scope;
  while (outermost.outer !== null) outermost = outermost.outer;
  return outermost;
}

class Reader {
  readonly scopes = new Map<TreeNode, Scope>();
  readonly #read: { node: TreeNode; from: Scope }[] = [];
  readonly #nonlocal: { node: TreeNode; from: Scope }[] = [];

  open(kind: Scope['kind'], node: TreeNode, outer: Scope | null): Scope {
    const scope: Scope = {
      kind,
      node,
      outer,
      bindings: new Map(),
      elsewhere: new Map(),
      rebound: new Set(),
    };
    this.scopes.set(node, scope);
    return scope;
  }

  resolve(): Map<TreeNode, Reference> {
    for (const { node, from } of this.#nonlocal) {
      const scope = from.outer === null ? null : findBinding(node.text, from.outer);
      if (scope === null) continue;
      addBinding(scope, node);
      scope.rebound.add(node.text);
    }
    return new Map(
      this.#read.map(({ node, from }) => {
        return [node, { node, from, scope: findBinding(node.text, from) }] as const;
      }),
    );
  }

  walk(node: TreeNode, scope: Scope): void {
    switch (node.type) {
      case 'identifier':
        this.#read.push({ node, from: scope });
        return;
      case 'attribute':
        this.#walkField(node, 'object', scope);
        return;
      case 'keyword_argument':
        this.#walkField(node, 'value', scope);
        return;
      case 'function_definition':
        this.#bindField(node, 'name', scope);
        this.#function(node, scope);
        return;
      case 'lambda':
        this.#function(node, scope);
        return;
      case 'class_definition':
        this.#bindField(node, 'name', scope);
        this.#walkField(node, 'superclasses', scope);
        this.#walkField(node, 'body', this.open('class', node, scope));
        return;
      case 'named_expression':
        this.#bindField(node, 'name', withoutComprehensions(scope));
        this.#walkField(node, 'value', scope);
        return;
      case 'assignment':
      case 'for_statement':
      case 'augmented_assignment':
        this.#bindField(node, 'left', scope);
        for (const child of node.named()) if (child.field !== 'left') this.walk(child, scope);
        if (node.type === 'augmented_assignment') this.#walkField(node, 'left', scope);
        return;
      case 'delete_statement':
      case 'as_pattern_target':
        for (const child of node.named()) this.bind(child, scope);
        return;
      case 'import_statement':
      case 'import_from_statement':
      case 'future_import_statement':
        for (const child of node.children) if (child.field === 'name') this.#import(child, scope);
        return;
      case 'global_statement':
      case 'nonlocal_statement':
        for (const { text } of node.named())
          scope.elsewhere.set(text, node.type === 'global_statement' ? 'global' : 'nonlocal');
        return;
      case 'class_pattern':
        for (const [at, child] of node.named().entries())
          if (at > 0) this.walk(child, scope);
          else for (const name of child.named().slice(0, 1)) this.walk(name, scope);
        return;
      case 'keyword_pattern':
        for (const child of node.named().slice(1)) this.walk(child, scope);
        return;
      case 'dotted_name':
      case 'splat_pattern':
        this.#capture(node, scope);
        return;
      default:
        if (isComprehension(node)) this.#comprehension(node, scope);
        else for (const child of node.named()) this.walk(child, scope);
    }
  }

  /** Binds the names of a target; objects of attribute and subscript targets are read. */
  bind(pattern: TreeNode, scope: Scope): void {
    if (pattern.type === 'identifier') this.#bindName(pattern, scope);
    else if (pattern.type === 'attribute' || pattern.type === 'subscript')
      this.walk(pattern, scope);
    else for (const child of pattern.named()) this.bind(child, scope);
  }

  #bindName(node: TreeNode, scope: Scope): void {
    const sent = scope.elsewhere.get(node.text);
    if (sent === 'nonlocal') this.#nonlocal.push({ node, from: scope });
    else addBinding(sent === 'global' ? moduleOf(scope) : scope, node);
    if (sent === 'global') moduleOf(scope).rebound.add(node.text);
  }

  #walkField(node: TreeNode, field: string, scope: Scope): void {
    const child = node.child(field);
    if (child !== null) this.walk(child, scope);
  }

  #bindField(node: TreeNode, field: string, scope: Scope): void {
    const child = node.child(field);
    if (child !== null) this.bind(child, scope);
  }

  #function(node: TreeNode, outer: Scope): void {
    const scope = this.open('function', node, outer);
    for (const parameter of node.child('parameters')?.named() ?? []) {
      this.#walkField(parameter, 'value', outer);
      this.#walkField(parameter, 'type', outer);
      if (parameter.type === 'identifier') this.bind(parameter, scope);
      else
        for (const child of parameter.named()) if (isParameterName(child)) this.bind(child, scope);
    }
    this.#walkField(node, 'return_type', outer);
    this.#walkField(node, 'body', scope);
  }

  #comprehension(node: TreeNode, outer: Scope): void {
    const scope = this.open('comprehension', node, outer);
    let isFirst = true;
    for (const child of node.named()) {
      if (child.type !== 'for_in_clause') {
        this.walk(child, scope);
        continue;
      }
      this.#bindField(child, 'left', scope);
      for (const part of child.named())
        if (part.field !== 'left') this.walk(part, isFirst ? outer : scope);
      isFirst = false;
    }
  }

  #import(node: TreeNode, scope: Scope): void {
    const name = node.child('alias') ?? node.named()[0];
    if (name !== undefined) this.bind(name, scope);
  }

  /** A plain name in a `case` pattern is a capture, a dotted name is a value. */
  #capture(node: TreeNode, scope: Scope): void {
    const [first, ...rest] = node.named();
    if (first === undefined) return;
    if (rest.length === 0) this.bind(first, scope);
    else this.walk(first, scope);
  }
}

function addBinding(scope: Scope, node: TreeNode): void {
  const places = scope.bindings.get(node.text);
  if (places === undefined) scope.bindings.set(node.text, [node]);
  else places.push(node);
}

function isParameterName({ type, field }: TreeNode): boolean {
  return (
    field !== 'value' && field !== 'type' && (type === 'identifier' || type.endsWith('pattern'))
  );
}

/** `:=` in a comprehension binds in the enclosing function. */
function withoutComprehensions(scope: Scope): Scope {
  let outer = scope;
  while (outer.kind === 'comprehension' && outer.outer !== null) outer = outer.outer;
  return outer;
}

/** Parents of a name that cannot mutate the object. */
const READERS = new Set([
  'comparison_operator',
  'for_statement',
  'for_in_clause',
  'list_splat',
  'dictionary_splat',
]);

/** Whether a read of a name cannot mutate the list or dict that it refers to. */
export function isLookedInto({ parent, field }: TreeNode): boolean {
  if (parent?.type === 'attribute') return parent.child('attribute')?.text === 'get';
  if (parent?.type !== 'subscript') return READERS.has(parent?.type ?? '');
  return field === 'value' && parent.field !== 'left' && parent.parent?.type !== 'delete_statement';
}
