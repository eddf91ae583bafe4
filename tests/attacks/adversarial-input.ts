import { parsePattern, type PatternNode } from './pattern-tree.ts';

/** Texts that a pattern's repetitions make the engine go back over. Units: characters. */
export function adversarialInputs(source: string, length: number): readonly string[] {
  const pumps = new Map<string, { readonly before: string; readonly pump: string }>();
  const add = (before: string, pump: string): void => {
    if (pump !== '') pumps.set(`${before}\0${pump}`, { before, pump });
  };
  const tree = parsePattern(source);
  visit(tree, '');
  for (const text of texts(tree)) add('', text);
  return [...pumps.values()].flatMap(({ before, pump }) => {
    const repeated = pump.repeat(Math.ceil(length / pump.length)).slice(0, length);
    return ENDS.map((end) => `${before}${repeated}${end}`);
  });

  /** `before` leads to a node; each of its repetitions is a pump. */
  function visit(node: PatternNode, before: string): void {
    switch (node.kind) {
      case 'text':
        return;
      case 'choice':
        for (const option of node.options.slice(0, MOST_OPTIONS)) visit(option, before);
        return;
      case 'sequence': {
        let lead = before;
        for (const part of node.parts) {
          visit(part, lead);
          lead += texts(part)[0] ?? '';
        }
        return;
      }
      case 'repeat':
        if (node.most > 1) {
          for (const text of texts(node.body, ALL)) {
            add(before, text);
            add(before, `${text} `);
          }
        }
        visit(node.body, before);
    }
  }
}

const ENDS = ['', '\n\u0000'];
const MOST_OPTIONS = 6;

interface Limits {
  readonly most: number;
  /** Of each alternative of a choice. */
  readonly each: number;
}

const FEW: Limits = { most: 6, each: 2 };
/** Of what is repeated each alternative is tried: two that accept the same text make the engine go back. */
const ALL: Limits = { most: 200, each: 40 };

/** Texts that a node accepts. */
function texts(node: PatternNode, limits = FEW): readonly string[] {
  switch (node.kind) {
    case 'text':
      return [node.text];
    case 'choice':
      return node.options
        .flatMap((option) => texts(option, limits).slice(0, limits.each))
        .slice(0, limits.most);
    case 'repeat':
      return texts(node.body, limits).map((text) => text.repeat(Math.max(1, node.fewest)));
    case 'sequence':
      break;
  }
  const parts = node.parts.map((part) => texts(part, limits));
  const rows = Math.min(limits.most, Math.max(3, ...parts.map((options) => options.length)));
  return Array.from({ length: rows }, (_, row) =>
    parts.map((options) => options[row % Math.max(1, options.length)] ?? '').join(''),
  );
}
