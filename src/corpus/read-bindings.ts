import { TOKEN, type ScannedTokens } from '../python/tokens.ts';

/** Where a name's value comes from. */
export interface Origin {
  /** A dotted path: of an import, or of what is called. `?` where it is neither. */
  readonly path: string;
  /** Whether the path is called. */
  readonly isCall: boolean;
  /** Places of the tokens of the expression: first, and after the last. */
  readonly from: number;
  readonly to: number;
}

/** A call: `path(...)`, with the place of its opening bracket. */
export interface Call {
  readonly path: string;
  /** Where the value comes from whose method it is, in `f(x).method()`; null in `a.method()`. */
  readonly receiver: Origin | null;
  /** Place of the path's first token. */
  readonly at: number;
  /** Place of the opening bracket, and after the closing one. */
  readonly open: number;
  readonly after: number;
}

export interface Bindings {
  /** Origins by name, or by dotted path (`self.model`); imports have their module's path. */
  readonly origins: ReadonlyMap<string, readonly Origin[]>;
  /** First parts of imported modules. */
  readonly modules: ReadonlySet<string>;
  /** Modules of which every name is imported. */
  readonly stars: readonly string[];
  /** Where a module was first imported, by its first part: place of the token. */
  readonly importedAt: ReadonlyMap<string, number>;
  readonly calls: readonly Call[];
  /** Classes with the paths of their bases. */
  readonly classes: readonly {
    readonly name: string;
    readonly bases: readonly string[];
    readonly at: number;
  }[];
}

/** Reads statement by statement what a program imports, defines, assigns and calls. Linear in the tokens. */
export function readBindings(tokens: ScannedTokens): Bindings {
  return new BindingReader(tokens).read();
}

class BindingReader {
  readonly #tokens: ScannedTokens;
  readonly #texts: readonly string[];
  readonly #origins = new Map<string, Origin[]>();
  readonly #modules = new Set<string>();
  readonly #stars: string[] = [];
  readonly #importedAt = new Map<string, number>();
  readonly #calls: Call[] = [];
  readonly #classes: { name: string; bases: string[]; at: number }[] = [];
  /** Functions that are open, outermost first. */
  readonly #functions: { readonly name: string; readonly column: number }[] = [];
  /** Place after the bracket that closes the one at a place. */
  readonly #closing: Int32Array;
  /** Place of the bracket that the one at a place closes, or -1. */
  readonly #opening: Int32Array;

  constructor(tokens: ScannedTokens) {
    this.#tokens = tokens;
    const { source, start, end } = tokens;
    this.#texts = start.map((from, at) => source.slice(from, end[at]));
    [this.#closing, this.#opening] = matchBrackets(tokens, this.#texts);
  }

  read(): Bindings {
    const { kind } = this.#tokens;
    for (let from = 0; from < kind.length;) {
      let to = from;
      while (to < kind.length && kind[to] !== TOKEN.lineEnd) to += 1;
      this.#readStatement(from, to);
      from = to + 1;
    }
    this.#readCalls();
    return {
      origins: this.#origins,
      modules: this.#modules,
      stars: this.#stars,
      importedAt: this.#importedAt,
      calls: this.#calls,
      classes: this.#classes,
    };
  }

  #readStatement(from: number, to: number): void {
    const column = this.#tokens.column[from] ?? -1;
    if (column >= 0) {
      while ((this.#functions.at(-1)?.column ?? -1) >= column) this.#functions.pop();
    }
    this.#readParts(from, to, column);
  }

  /** A line's statements: semicolons divide them, and one may follow a colon. */
  #readParts(from: number, to: number, column: number): void {
    for (let at = from; at < to;) {
      const end = this.#find(';', at, to);
      this.#readPart(at, end, column);
      at = end + 1;
    }
  }

  #readPart(from: number, to: number, column: number): void {
    const first = this.#text(from);
    if (first === 'import') this.#readImport(from + 1, to);
    else if (first === 'from') this.#readFrom(from + 1, to);
    else if (first === 'class') this.#readClass(from + 1, to);
    else if (first === 'return') this.#readReturn(from + 1, to);
    else if (first === 'for') this.#readFor(from + 1, to);
    else if (first === 'def' || (first === 'async' && this.#text(from + 1) === 'def')) {
      this.#functions.push({ name: this.#text(first === 'def' ? from + 1 : from + 2), column });
    } else if (first === 'with') this.#readWith(from + 1, to);
    else if (BLOCKS.has(first)) {
      const colon = this.#find(':', from, to);
      if (colon < to - 1) this.#readAssignment(colon + 1, to);
    } else this.#readAssignment(from, to);
  }

  #readImport(from: number, to: number): void {
    for (let at = from; at < to; at += 1) {
      const [path, after] = this.#path(at);
      if (path === '') return;
      this.#import(path, at);
      if (this.#text(after) === 'as') {
        this.#bind(this.#text(after + 1), { path, isCall: false, from: at, to: after });
        at = after + 2;
      } else {
        const [root = ''] = path.split('.');
        this.#bind(root, { path: root, isCall: false, from: at, to: after });
        at = after;
      }
      if (this.#text(at) !== ',') return;
    }
  }

  #readFrom(from: number, to: number): void {
    const [path, after] = this.#path(from);
    if (path === '' || this.#text(after) !== 'import') return;
    this.#import(path, from);
    for (let at = after + 1; at < to; at += 1) {
      const name = this.#text(at);
      if (name === '*') this.#stars.push(path);
      if (this.#tokens.kind[at] !== TOKEN.name) continue;
      const isRenamed = this.#text(at + 1) === 'as';
      const bound = isRenamed ? this.#text(at + 2) : name;
      this.#bind(bound, { path: `${path}.${name}`, isCall: false, from: at, to: at + 1 });
      if (isRenamed) at += 2;
    }
  }

  #import(path: string, at: number): void {
    const [root = ''] = path.split('.');
    this.#modules.add(root);
    if (!this.#importedAt.has(root)) this.#importedAt.set(root, at);
  }

  #readClass(from: number, to: number): void {
    const name = this.#text(from);
    const bases: string[] = [];
    if (this.#text(from + 1) === '(') {
      const end = Math.min(to, this.#closing[from + 1] ?? to);
      for (let at = from + 2; at < end; at += 1) {
        const [path, after] = this.#path(at);
        if (path !== '' && this.#text(after) !== '=') bases.push(path);
        at = Math.max(at, after - 1);
      }
    }
    this.#classes.push({ name, bases, at: from });
  }

  /** What a function returns is what its call gives. */
  #readReturn(from: number, to: number): void {
    const name = this.#functions.at(-1)?.name;
    if (name !== undefined) this.#bind(name, this.#originOf(from, to));
  }

  #readWith(from: number, to: number): void {
    const as = this.#find('as', from, to);
    if (as < to) this.#bind(this.#text(as + 1), this.#originOf(from, as));
  }

  /** A name that runs over values may come from each call among them. */
  #readFor(from: number, to: number): void {
    const end = this.#find('in', from, to);
    if (end === to) return;
    const names = this.#texts
      .slice(from, end)
      .filter((_, at) => this.#isName(from + at))
      .slice(0, MOST_FOLLOWED);
    const calls = this.#callsWithin(end + 1, to).slice(0, MOST_FOLLOWED);
    for (const name of names) for (const call of calls) this.#bind(name, call);
  }

  #readAssignment(from: number, to: number): void {
    const equals = this.#find('=', from, to);
    if (equals === to || equals === from) return;
    const last = this.#lastAssignment(equals, to);
    const origin = this.#originOf(last + 1, to);
    for (let at = from; at < last; at += 1) {
      const [path, after] = this.#path(at);
      if (path === '') continue;
      if (['=', ',', ':', ')', ']'].includes(this.#text(after))) this.#bind(path, origin);
      at = after;
    }
  }

  /** `a = b = c` has two. */
  #lastAssignment(first: number, to: number): number {
    let last = first;
    for (
      let next = this.#find('=', last + 1, to);
      next < to;
      next = this.#find('=', last + 1, to)
    ) {
      last = next;
    }
    return last;
  }

  #originOf(from: number, to: number): Origin {
    const [path, after] = this.#path(from);
    if (path === '') return { path: '?', isCall: false, from, to };
    if (after === to) return { path, isCall: false, from, to };
    const isCall = this.#text(after) === '(';
    return { path: isCall ? path : '?', isCall, from, to };
  }

  #callsWithin(from: number, to: number): Origin[] {
    const calls: Origin[] = [];
    for (let at = from; at < to; at += 1) {
      const [path, after] = this.#path(at);
      if (path === '') continue;
      if (this.#text(after) === '(') {
        calls.push({ path, isCall: true, from: at, to: Math.min(to, this.#closing[after] ?? to) });
      }
      at = Math.max(at, after - 1);
    }
    return calls;
  }

  #readCalls(): void {
    const { kind } = this.#tokens;
    for (let at = 0; at < kind.length; at += 1) {
      if (!this.#isName(at)) continue;
      const [path, open] = this.#path(at);
      if (this.#text(open) === '(') {
        const receiver = this.#text(at - 1) === '.' ? this.#receiver(at - 2) : null;
        this.#calls.push({ path, receiver, at, open, after: this.#closing[open] ?? kind.length });
      }
      at = open - 1;
    }
  }

  /** Where the value before a dot comes from, where it ends in a bracket: `f(x).g()[0]` comes from the call of `f`. */
  #receiver(last: number): Origin {
    let from = last;
    let isCall = false;
    for (let steps = 0; steps < MOST_FOLLOWED; steps += 1) {
      const open = this.#opening[from] ?? -1;
      if (open >= 0) {
        isCall = this.#text(open) === '(';
        from = open - 1;
      } else if (this.#isName(from)) {
        if (this.#text(from - 1) !== '.') break;
        from -= 2;
      } else return { path: '?', isCall: false, from: last, to: last + 1 };
    }
    const [path, after] = this.#path(from);
    return { path, isCall: isCall && this.#text(after) === '(', from, to: last + 1 };
  }

  /** A dotted path of names, and the place after it; "" where none begins or it is longer than any. */
  #path(from: number): [string, number] {
    if (!this.#isName(from)) return ['', from];
    let at = from + 1;
    while (this.#text(at) === '.' && this.#isName(at + 1)) at += 2;
    if (at > from + 2 * MOST_FOLLOWED) return ['', at];
    return [this.#texts.slice(from, at).join(''), at];
  }

  /** Place of a token at the statement's own level, or `to`. An `=` is an assignment's only. */
  #find(text: string, from: number, to: number): number {
    for (let at = from; at < to; at += 1) {
      const found = this.#text(at);
      if (found === text && !(text === '=' && this.#isComparison(at))) return at;
      const after = this.#closing[at] ?? 0;
      if (after > at) at = Math.min(after, to) - 1;
    }
    return to;
  }

  #isComparison(at: number): boolean {
    const { start, end } = this.#tokens;
    const before = this.#text(at - 1);
    const isGlued = end[at - 1] === start[at] && ['=', '<', '>', '!'].includes(before);
    return isGlued || (this.#text(at + 1) === '=' && start[at + 1] === end[at]);
  }

  #bind(name: string, origin: Origin): void {
    const known = this.#origins.get(name);
    if (known === undefined) this.#origins.set(name, [origin]);
    else known.push(origin);
  }

  #isName(at: number): boolean {
    return this.#tokens.kind[at] === TOKEN.name;
  }

  #text(at: number): string {
    return this.#texts[at] ?? '';
  }
}

/** Names, calls and steps that are followed of one statement; what is longer is no program that people write. */
const MOST_FOLLOWED = 16;
const BLOCKS = new Set(['if', 'elif', 'else', 'try', 'except', 'finally', 'while']);

/** By place of an opening bracket the place after its closing one, within its statement; and the way back. */
function matchBrackets(
  { kind }: ScannedTokens,
  texts: readonly string[],
): readonly [Int32Array, Int32Array] {
  const closing = new Int32Array(texts.length);
  const opening = new Int32Array(texts.length).fill(-1);
  let open: number[] = [];
  const closeAll = (at: number): void => {
    for (const place of open) closing[place] = at;
    open = [];
  };
  for (const [at, text] of texts.entries()) {
    if (kind[at] === TOKEN.lineEnd) closeAll(at);
    else if (text === '(' || text === '[' || text === '{') open.push(at);
    else if (text === ')' || text === ']' || text === '}') {
      const place = open.pop();
      if (place === undefined) continue;
      closing[place] = at + 1;
      opening[at] = place;
    }
  }
  closeAll(texts.length);
  return [closing, opening];
}
