/**
 * Reading and writing Python.
 * In: source text. Out: syntax trees, programs as segments with the names they bind and use, literals.
 * Paper: III-C and III-D need programs section by section; IV-C needs syntax trees.
 * The one importer of tree-sitter is parser.ts.
 */
export { PYTHON_BUILTINS } from './builtins-table.ts';
export { applyEdits, type Edit } from './edit.ts';
export { renderCall } from './layout.ts';
export { inlineConstants } from './inline-constants.ts';
export { inlineOnce } from './inline-once.ts';
export { joinLocals } from './join-locals.ts';
export { plainText, readString, renderLiteral, renderNumber, renderString } from './literal.ts';
export {
  applyOperator,
  callFunction,
  callMethod as callValueMethod,
  compareBy,
} from './operations.ts';
export { readDataFlow, type DataFlow, type Flow } from './data-flow.ts';
export {
  firstError,
  GRAMMAR,
  isWholeSource,
  namedChildren,
  withSyntaxTree,
  type SyntaxNode,
  type SyntaxTree,
} from './parser.ts';
export { analyseCode, createSegment, readProgram, salvageProgram } from './program.ts';
export { CONTRACT_NAMES, pruneProgram, type Pruned } from './prune.ts';
export { relayout } from './relayout.ts';
export {
  renderDocstring,
  renderImports,
  renderProgram,
  renderSegments,
  type RenderOptions,
} from './render.ts';
export { findFoldable, specialiseProgram, type FinalNames } from './specialise.ts';
export { canReplace, readSignature, type Signature } from './signature.ts';
export { stripComments } from './strip-comments.ts';
export {
  hasChildren,
  isErrorNode,
  isNamedNode,
  readFlatTree,
  type FlatTree,
} from './syntax-tree.ts';
export { tokenizePython, type Token } from './tokenize.ts';
export { readTree, type Tree, type TreeNode } from './tree.ts';
export { isTruthy, type Value } from './values.ts';
