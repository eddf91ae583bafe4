/** A regular expression as far as adversarial input is made from it. */
export type PatternNode =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'sequence'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly options: readonly PatternNode[] }
  | {
      readonly kind: 'repeat';
      readonly body: PatternNode;
      readonly fewest: number;
      readonly most: number;
    };

const ESCAPES: Readonly<Record<string, string>> = {
  d: '7',
  D: 'a',
  w: 'a',
  W: ' ',
  s: ' ',
  S: 'a',
  n: '\n',
  t: '\t',
  r: '\r',
  f: '\f',
  v: '\v',
  0: '\0',
  b: '',
  B: '',
};

const PROPERTIES: Readonly<Record<string, string>> = {
  L: 'a',
  Lu: 'A',
  Ll: 'a',
  N: '7',
  Nd: '7',
  M: '\u0301',
  P: '!',
  S: '+',
  Z: ' ',
};

/** Reads the source of a regular expression that the engine accepts. */
export function parsePattern(source: string): PatternNode {
  let at = 0;
  return choice();

  function choice(): PatternNode {
    const options = [sequence()];
    while (source[at] === '|') {
      at += 1;
      options.push(sequence());
    }
    return options.length === 1 && options[0] !== undefined
      ? options[0]
      : { kind: 'choice', options };
  }

  function sequence(): PatternNode {
    const parts: PatternNode[] = [];
    while (at < source.length && source[at] !== '|' && source[at] !== ')') parts.push(quantified());
    return { kind: 'sequence', parts };
  }

  function quantified(): PatternNode {
    const body = atom();
    const quantifier = /^(?:([*+?])|\{(\d+)(,?)(\d*)\})\??/.exec(source.slice(at, at + 24));
    if (quantifier === null) return body;
    at += quantifier[0].length;
    const [, sign, low, comma, high] = quantifier;
    if (sign !== undefined) {
      return {
        kind: 'repeat',
        body,
        fewest: sign === '+' ? 1 : 0,
        most: sign === '?' ? 1 : Infinity,
      };
    }
    const fewest = Number(low);
    const most = comma === '' ? fewest : high === '' ? Infinity : Number(high);
    return { kind: 'repeat', body, fewest, most };
  }

  function atom(): PatternNode {
    const sign = source[at] ?? '';
    if (sign === '(') return group();
    if (sign === '[') return { kind: 'text', text: characterClass() };
    if (sign === '\\') return { kind: 'text', text: escape() };
    const character = String.fromCodePoint(source.codePointAt(at) ?? 0);
    at += character.length;
    return {
      kind: 'text',
      text: sign === '.' ? 'a' : sign === '^' || sign === '$' ? '' : character,
    };
  }

  /** What an assertion looks for counts as text: input that nearly holds it is what makes the engine go back. */
  function group(): PatternNode {
    const opening = /^\((?:\?(?:<?[=!]|:|<\w+>|[a-z-]*:))?/.exec(source.slice(at, at + 60)) ?? [
      '(',
    ];
    at += opening[0].length;
    const inner = choice();
    at += 1;
    return /^\(\?<?!/.test(opening[0]) ? { kind: 'text', text: '' } : inner;
  }

  function escape(): string {
    const property = /^\\[pP]\{(?:\w+=)?(\w+)\}/.exec(source.slice(at, at + 40));
    if (property !== null) {
      at += property[0].length;
      return PROPERTIES[property[1] ?? ''] ?? 'a';
    }
    const code = /^\\(?:u\{([\da-fA-F]+)\}|u([\da-fA-F]{4})|x([\da-fA-F]{2}))/.exec(
      source.slice(at, at + 12),
    );
    if (code !== null) {
      at += code[0].length;
      return String.fromCodePoint(Number.parseInt(code[1] ?? code[2] ?? code[3] ?? '61', 16));
    }
    const back = /^\\(?:k<\w+>|[1-9]\d?)/.exec(source.slice(at, at + 30));
    if (back !== null) {
      at += back[0].length;
      return '';
    }
    const letter = source[at + 1] ?? '';
    at += 2;
    return ESCAPES[letter] ?? letter;
  }

  /** One member; of a negated class a letter, a space or a line feed that it does not name. */
  function characterClass(): string {
    at += 1;
    const isNegated = source[at] === '^';
    if (isNegated) at += 1;
    const members: string[] = [];
    while (at < source.length && (source[at] !== ']' || members.length === 0)) {
      if (source[at] === '\\') members.push(escape() || '\b');
      else {
        const character = String.fromCodePoint(source.codePointAt(at) ?? 0);
        members.push(character);
        at += character.length;
      }
    }
    at += 1;
    if (!isNegated) return members[0] ?? '';
    return ['a', ' ', '7', '\n'].find((member) => !members.includes(member)) ?? '~';
  }
}
