import { createRandom } from '../../src/core/index.ts';

/** A small program with constants, and the names of those that are taken to be final. */
export interface RandomProgram {
  readonly text: string;
  readonly final: readonly string[];
}

const LITERALS = (
  `None|True|False|0|1|-2|7|2.5|0.0|""|"a"|"Ab.csv"|" x "|()|(1,)|(1, 2, 3)|("a", "b")|("a",)|(None, 0)|'q'|` +
  `{1: "L", 3: "RGB"}|[]|[1, 2]|{}|{"a": 1, "b": None}|(1, "a")|"none"|3|False`
).split('|');
const ITERABLES =
  '()|[]|(1, 2)|A|str(B)|(C or ())|[*(str(D) or ())]|range(2)|"ab"|{}|[v for v in str(E or ())]'.split(
    '|',
  );
const NAMES = ['A', 'B', 'C', 'D', 'E', 'F'];
const METHODS = ['strip()', 'lower()', 'upper()', 'endswith(".csv")', 'startswith("a")'];
const COMPARISONS = ['==', '!=', '==', 'is', 'is not', '!='];

/** Writes random programs of functions that call each other and print what they do. */
export class ProgramWriter {
  readonly #random: () => number;
  #locals: string[] = [];
  #callable: { name: string; parameters: string[] }[] = [];
  #depth = 0;

  constructor(seed: number) {
    this.#random = createRandom(seed);
  }

  write(): RandomProgram {
    this.#callable = [];
    const constants = NAMES.map((name) => `${name} = ${this.#pick(LITERALS)}`);
    const other = this.#other();
    const functions = ['first', 'second', 'third', 'describe'].map((name) => this.#function(name));
    const head = `# %% Imports\nfrom contextlib import suppress\nfrom pathlib import Path\n\n# %% Configuration\n`;
    return {
      text: `${head}${constants.join('\n')}\n\n\n# %% Data\n${[other, ...functions].join('\n\n\n')}\n`,
      final: NAMES.filter(() => this.#random() < 0.75),
    };
  }

  #pick<T>(values: readonly T[]): T {
    return values[Math.floor(this.#random() * values.length)] as T;
  }

  #chance(share: number): boolean {
    return this.#random() < share;
  }

  #function(name: string): string {
    const isEntry = name === 'describe';
    const parameters = isEntry
      ? ['data_dir', 'output_dir']
      : ['x', 'y', 'z'].slice(0, 1 + Math.floor(this.#random() * 3));
    this.#locals = [...parameters];
    const signature = parameters.map((parameter, at) =>
      at > 0 && !isEntry && parameters.length > 1 ? `${parameter}=${this.#constant()}` : parameter,
    );
    const lines = [`def ${name}(${signature.join(', ')}):`];
    if (this.#chance(0.5)) lines.push('    """Does something; y is a number; z another."""');
    if (!isEntry && this.#chance(0.15)) {
      lines.push(
        `    return ${this.#pick([parameters[0] ?? 'x', this.#constant(), `${parameters[0]}, ${this.#constant()}`])}`,
      );
    } else {
      for (const local of ['u', 'v']) {
        lines.push(`    ${local} = ${this.#expression(1)}`);
        this.#locals.push(local);
      }
      lines.push(...this.#block(4));
      if (this.#chance(0.8)) lines.push(`    return ${this.#expression(2)}`);
    }
    if (!isEntry) this.#callable.push({ name, parameters });
    return lines.join('\n');
  }

  /** A class and a generator, whose bodies see constants as well. */
  #other(): string {
    this.#locals = ['n'];
    return [
      'class Box:',
      `    kind = ${this.#constant()}`,
      '',
      `    def open(self, n=${this.#constant()}):`,
      '        u = v = n',
      ...this.#block(8).map((line) => line.replace(/print\(Box.*/, 'print(n)')),
      `        return (n, self.kind, ${this.#expression(1)})`,
      '',
      '',
      'def produce(n):',
      `    if ${this.#condition()}:`,
      '        yield n',
      `    yield ${this.#constant()}`,
      `    if ${this.#constant()}:`,
      '        return',
      '    yield "end"',
    ].join('\n');
  }

  #block(indent: number): string[] {
    this.#depth += 1;
    const count = 1 + Math.floor(this.#random() * (this.#depth > 2 ? 2 : 4));
    const lines = Array.from({ length: count }, () => this.#statement(indent)).flat();
    this.#depth -= 1;
    return lines;
  }

  #statement(indent: number): string[] {
    const pad = ' '.repeat(indent);
    const isDeep = this.#depth > 3;
    const kind = this.#random();
    const comment = this.#chance(0.2) ? [`${pad}# A comment: ${this.#pick(NAMES)} counts.`] : [];
    const body = (): string[] => this.#block(indent + 4);
    if (kind < 0.25) return [...comment, `${pad}print(${this.#expression(2)})`];
    if (kind < 0.36)
      return [...comment, `${pad}${this.#pick(['u', 'v'])} = ${this.#expression(2)}`];
    if (kind < 0.4)
      return [
        `${pad}v = ${this.#expression(1)} if ${this.#condition()} else ${this.#expression(1)}`,
      ];
    if (kind < 0.44) return [`${pad}u, v = ${this.#expression(1)}, ${this.#constant()}`];
    if (kind < 0.48 && !isDeep) return [`${pad}return ${this.#expression(2)}`];
    if (kind < 0.5) return [`${pad}assert ${this.#condition()} or True`];
    if (kind < 0.56) return [`${pad}u = [u]`, `${pad}u += [${this.#expression(1)}]`];
    if (isDeep) return [`${pad}print("deep", ${this.#expression(1)})  # inside`];
    if (kind < 0.82) {
      const lines = [...comment, `${pad}if ${this.#condition()}:`, ...body()];
      while (this.#chance(0.3)) lines.push(`${pad}elif ${this.#condition()}:`, ...body());
      if (this.#chance(0.5)) lines.push(`${pad}else:`, ...body());
      return lines;
    }
    if (kind < 0.88) return [`${pad}for u in ${this.#iterable()}:`, ...body()];
    if (kind < 0.92)
      return [
        `${pad}v = 2`,
        `${pad}while v and ${this.#condition()}:`,
        `${pad}    v -= 1`,
        `${pad}    print("again", u)`,
      ];
    if (kind < 0.94)
      return [`${pad}try:`, ...body(), `${pad}except (TypeError, ValueError):`, ...body()];
    if (kind < 0.985) return this.#rare(pad, body);
    return [
      `${pad}def inner(n, m=${this.#constant()}):`,
      `${pad}    return (n, m, u, ${this.#expression(1)})`,
      `${pad}print(inner(${this.#expression(1)}))`,
    ];
  }

  #rare(pad: string, body: () => string[]): string[] {
    const kind = Math.floor(this.#random() * 11);
    const constant = this.#constant();
    switch (kind) {
      case 0:
        return [
          `${pad}for v in ${this.#iterable()}:`,
          `${pad}    if ${this.#condition()}:`,
          `${pad}        ${this.#pick(['break', 'continue'])}`,
          `${pad}    print("loop", v)`,
          `${pad}else:`,
          `${pad}    print("done")`,
        ];
      case 1:
        return [`${pad}with suppress(TypeError):`, ...body()];
      case 2:
        return [`${pad}if (u := ${constant}) and ${this.#condition()}:`, `${pad}    print(u)`];
      case 3:
        return [`${pad}print(list(produce(${this.#expression(1)})))`];
      case 4:
        return [
          `${pad}def change():`,
          `${pad}    nonlocal u`,
          `${pad}    u = ${constant}`,
          `${pad}change()`,
          `${pad}print(u if ${this.#condition()} else v)`,
        ];
      case 5:
        return [`${pad}print(Box().open(${constant}), Box().open())`];
      case 6:
        return [`${pad}w = v`, `${pad}print(w, Path("a/Ab.csv").suffix == ".csv")`];
      case 7:
        return [`${pad}print(*(str(D) or ()), *[${constant}], sep="-")`];
      case 8:
        return [`${pad}u, (v, w) = 1, (${constant}, 2)`, `${pad}print(w)`];
      case 9:
        return [
          `${pad}fixed = [${constant}, 1]`,
          `${pad}for w in fixed:`,
          `${pad}    print(w in fixed, fixed[0])`,
        ];
      default:
        return [`${pad}u = v = ${constant}`, `${pad}if ${this.#condition()}: print("one line", u)`];
    }
  }

  #constant(): string {
    return this.#chance(0.5) ? this.#pick(NAMES) : this.#pick(LITERALS.slice(0, 13));
  }

  #iterable(): string {
    return this.#pick(ITERABLES);
  }

  #condition(): string {
    const kind = this.#random();
    if (kind < 0.25) return this.#constant();
    if (kind < 0.5)
      return this.#chance(0.1)
        ? `${this.#atom()} ${this.#pick(['<', '>=', 'in', 'not in'])} ${this.#atom()}`
        : `${this.#expression(1)} ${this.#pick(COMPARISONS)} ${this.#expression(1)}`;
    if (kind < 0.6) return `not ${this.#atom()}`;
    if (kind < 0.75)
      return `${this.#condition()} ${this.#pick(['and', 'or'])} ${this.#condition()}`;
    if (kind < 0.82)
      return `isinstance(${this.#atom()}, ${this.#pick(['str', 'int', '(tuple, list)', 'bool'])})`;
    if (kind < 0.88) return `(${this.#condition()})`;
    if (kind < 0.92) return `1 < ${this.#pick(['2', '7', 'len(str(A))'])} <= 3`;
    return this.#expression(1);
  }

  #atom(): string {
    const kind = this.#random();
    if (kind < 0.35) return this.#constant();
    if (kind < 0.8) return this.#pick(this.#locals);
    return this.#pick(LITERALS);
  }

  #expression(depth: number): string {
    if (depth <= 0) return this.#atom();
    const inner = (): string => this.#expression(depth - 1);
    const kind = this.#random();
    if (kind < 0.3) return this.#atom();
    if (kind < 0.4) return `(${inner()} if ${this.#condition()} else ${inner()})`;
    if (kind < 0.5) return `(${inner()} ${this.#pick(['or', 'and'])} ${inner()})`;
    if (kind < 0.56) return `(${inner()}, ${inner()})`;
    if (kind < 0.6) return `len(str(${this.#atom()} or ()))`;
    if (kind < 0.65)
      return `f"{${this.#pick([...NAMES, ...this.#locals, "A or 'none'"])}}-{{x}} ${this.#pick(['', '{B!r}', '{u}'])}"`;
    if (kind < 0.7)
      return `[${inner()} for w in ${this.#iterable()}${this.#chance(0.4) ? ` if (${this.#condition()})` : ''}]`;
    if (kind < 0.74) return `str(${this.#constant()}).${this.#pick(METHODS)}`;
    if (kind < 0.77) return `{1: "L", 3: "RGB"}.get(${this.#constant()}, ${this.#atom()})`;
    if (kind < 0.8)
      return `{"a": ${this.#atom()}, None: 2}[${this.#pick(['"a"', 'None', '"a" if A else None'])}]`;
    if (kind < 0.83) return `[*(str(${this.#constant()}) and ()), ${inner()}]`;
    if (kind < 0.86) return `(lambda n, m=${this.#constant()}: (n, m, u))(${inner()})`;
    if (kind < 0.89) return `(str(${inner()}) + str(${inner()}))`;
    if (kind < 0.91) return `-${this.#chance(0.2) ? this.#atom() : '3'}`;
    const callee = this.#callable.length > 0 ? this.#pick(this.#callable) : undefined;
    if (callee === undefined) return this.#atom();
    if (this.#chance(0.05)) return `list(map(${callee.name}, (1, ${this.#constant()})))`;
    if (this.#chance(0.05)) return `${callee.name}(*(${this.#atom()},))`;
    if (this.#chance(0.05)) return `${callee.name}(**{"x": ${this.#atom()}})`;
    if (this.#chance(0.1)) return `${callee.name}(${this.#atom()})[0]`;
    return this.#call(callee, inner);
  }

  #call(callee: { name: string; parameters: string[] }, inner: () => string): string {
    const given = callee.parameters.filter((_, at) => at === 0 || this.#chance(0.6));
    const isInOrder = given.every((name, at) => callee.parameters[at] === name);
    const values = given.map((name, at) => {
      const value = this.#chance(0.6) ? this.#pick(['None', 'True', 'A', '3', '"a"']) : inner();
      return at > 0 && (!isInOrder || this.#chance(0.5)) ? `${name}=${value}` : value;
    });
    const positional = values.filter((value) => !/^[xyz]=/.test(value));
    const named = values.filter((value) => /^[xyz]=/.test(value));
    return `${callee.name}(${[...positional, ...named].join(', ')})`;
  }
}
