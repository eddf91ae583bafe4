/**
 * Finds the pool's nearest programs: task category first, then BM25 over plan text.
 * In: a plan, what the data looks like, the pool folder. Out: samples, nearest first, each with score and reason;
 * a BM25 index that can be saved.
 * Paper: III-C, Code RAG; the pool is DLSamplePool (IV-B).
 */
export { BM25_VARIANTS, buildIndex, compareIds, scoreQuery, searchIndex } from './bm25.ts';
export type { Bm25Document, Bm25Index, Bm25Variant, Hit } from './bm25.ts';
export { readIndex, writeIndex } from './index-file.ts';
export { leaveOut, NEAR_DUPLICATE, requirementSimilarity } from './leave-out.ts';
export type { UnderTest } from './leave-out.ts';
export { readTechniqueSections } from './technique-sections.ts';
export { readArchitectures, readCompositions, readPool, RECORDS_FILE } from './pool.ts';
export { fitOf, rankSamples } from './rank-samples.ts';
export type { Fit, RankedSample, RankOptions } from './rank-samples.ts';
export { firstVariants, type Composition } from './vary-program.ts';
export { writeArchitectureDocs } from './render-docs.ts';
export { composeOwn, readOwnPool, verifiedState, writeOwn, type OwnProgram } from './own-pool.ts';
export { planText, requirementText, tokenize } from './tokenizer.ts';
