/**
 * Python text without a parser: imports, literals and docstrings as programs write them, and programs without comments. A second entry of this room,
 * since `index.ts` loads the parser's WebAssembly, which readers of the pool do without.
 */
export { renderLiteral, renderNumber } from './literal.ts';
export { CONTRACT_NAMES } from './prune.ts';
export { renderDocstring, renderImports } from './render.ts';
export { stripComments } from './strip-comments.ts';
