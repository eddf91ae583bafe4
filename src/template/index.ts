/**
 * The two nearest programs become a template with named, typed holes.
 * In: retrieved samples with their programs. Out: a template.
 * Paper: III-C, Template RAG (the paper prompts a language model; this implementation aligns syntax trees).
 */
export { abstractTemplate } from './abstract.ts';
