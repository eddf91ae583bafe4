import { hasChildren, isErrorNode, isNamedNode, type FlatTree } from '../python/index.ts';

/**
 * A number for every subtree of a program that has children, and for the whole; equal forms have equal numbers.
 *
 * Paper: IV-C, syntax match. A form is what tree-sitter writes as an S-expression: named nodes, their fields, errors
 * and missing tokens; names and numbers do not count. Shapes: [subtrees], parents first. Numbers are 52-bit hashes.
 */
export function subtreeForms(tree: FlatTree): Float64Array {
  const low = new Int32Array(tree.size);
  const high = new Int32Array(tree.size);
  const forms: number[] = [];
  // Children stand behind their parent, so that one walk from the end meets them first.
  for (let node = tree.size - 1; node >= 0; node -= 1) {
    let one = mix(0x2545f491, nodeKind(tree, node));
    let other = mix(0x3c6ef372, ~nodeKind(tree, node));
    const end = tree.after[node] ?? 0;
    for (let child = node + 1; child < end; child = tree.after[child] ?? end) {
      if (!isNamedNode(tree, child) && tree.missing[child] === 0) continue;
      const field = tree.field[child] ?? 0;
      one = mix(mix(one, field), low[child] ?? 0);
      other = mix(mix(other, field), high[child] ?? 0);
    }
    low[node] = one;
    high[node] = other;
    if (node === 0 || hasChildren(tree, node)) {
      forms.push((one >>> 0) * 2 ** 20 + ((other >>> 0) & 0xfffff));
    }
  }
  return Float64Array.from(forms.reverse());
}

/** How many of the reference's subtrees the candidate has somewhere; only recall is counted. */
export function countSubtrees(reference: Float64Array, candidate: ReadonlySet<number>): number {
  let matches = 0;
  for (const form of reference) if (candidate.has(form)) matches += 1;
  return matches;
}

function nodeKind(tree: FlatTree, node: number): number {
  const type = tree.type[node] ?? 0;
  if (tree.missing[node] === 1) return type + 0x10000;
  const start = tree.start[node] ?? 0;
  const isSkipped =
    isErrorNode(tree, node) && !hasChildren(tree, node) && (tree.end[node] ?? 0) > start;
  // An error without children is written with its first character.
  return isSkipped ? 0x20000 + (tree.source.codePointAt(start) ?? 0) : type;
}

function mix(hash: number, value: number): number {
  let mixed = Math.imul(hash ^ value, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x85ebca6b);
  return mixed ^ (mixed >>> 13);
}
