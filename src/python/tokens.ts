/**
 * Tokens of Python that need not be valid, and the texts of its strings. A third entry of this room, for threads that read
 * thousands of files: it loads neither the parser nor the declarations of kinds.
 */
export { readString } from './literal.ts';
export { scanTokens, TOKEN, type ScannedTokens } from './scan-tokens.ts';
