import { readTree, type TreeNode } from './tree.ts';

/** What a function can be called with. */
export interface Signature {
  /** In order; those after `*` too. */
  readonly parameters: readonly { readonly name: string; readonly isRequired: boolean }[];
  /** Whether it takes any further keyword (`**options`). */
  readonly takesKeywords: boolean;
}

/** The signature of code that is one function, decorated or not; null for other code. */
export function readSignature(code: string): Signature | null {
  const [node] = readTree(code)
    .root.named()
    .filter(({ type }) => type !== 'comment');
  const definition = node?.type === 'decorated_definition' ? node.child('definition') : node;
  if (definition?.type !== 'function_definition') return null;
  const parameters = (definition.child('parameters')?.named() ?? []).flatMap(readParameter);
  const takesKeywords = parameters.some(({ name }) => name.startsWith('**'));
  return { parameters: parameters.filter(({ name }) => !name.startsWith('*')), takesKeywords };
}

function readParameter(node: TreeNode): { name: string; isRequired: boolean }[] {
  switch (node.type) {
    case 'identifier':
      return [{ name: node.text, isRequired: true }];
    case 'typed_parameter':
      return [{ name: node.named()[0]?.text ?? '', isRequired: true }];
    case 'default_parameter':
    case 'typed_default_parameter':
      return [{ name: node.child('name')?.text ?? '', isRequired: false }];
    case 'list_splat_pattern':
    case 'dictionary_splat_pattern':
      return [{ name: node.text, isRequired: false }];
    default:
      return [];
  }
}

/** Whether every call that fits `called`, by position or by name, fits a function of signature `offered`. */
export function canReplace(offered: Signature, called: Signature): boolean {
  const isTaken = ({ name }: { readonly name: string }, at: number): boolean =>
    offered.parameters[at]?.name === name ||
    (at >= offered.parameters.length && offered.takesKeywords);
  return (
    called.parameters.every(isTaken) &&
    offered.parameters.slice(called.parameters.length).every(({ isRequired }) => !isRequired)
  );
}
