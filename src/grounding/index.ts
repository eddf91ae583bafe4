/**
 * A reading of the requirement and everything that the data could be -> what is to be learned from which data.
 * The one place where words meet data: candidate, target, inputs, spans and sizes are chosen here, each with its reason and
 * confidence.
 * In: reading, candidates of `profile`. Out: TaskSpec. Paper: III-B.
 */
export { decideWithData, type DecideOptions } from './decide-with-data.ts';
