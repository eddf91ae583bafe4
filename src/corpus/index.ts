/**
 * From raw notebooks and scripts to programs that train Keras models.
 * In: files and folders of others, taken as untrusted bytes. Out: each file's verdict with its reason.
 * Paper: IV-D (the filter of Meta Kaggle Code).
 */
export { judgeProgram, type Judgement } from './judge-program.ts';
export { readProgram, type CorpusProgram, type Reading } from './read-program.ts';
