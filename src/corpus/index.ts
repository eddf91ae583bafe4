/**
 * From raw notebooks and scripts to pairs of requirement, plan and code.
 * In: files and folders of others, taken as untrusted bytes. Out: each file's verdict with its reason; the programs that train
 * Keras models, each once, without what tells who wrote them.
 * Paper: IV-D (the filter of Meta Kaggle Code, duplicates by code cells).
 */
export { auditSplits } from './dataset/audit-splits.ts';
export { buildDataset, DATASET_MARK, type BuildOptions } from './dataset/build-dataset.ts';
export type { DatasetReport } from './dataset/statistics.ts';
export { judgeProgram, type Judgement } from './judge-program.ts';
export {
  DEFAULT_THRESHOLD,
  LEAST_THRESHOLD,
  mineCorpus,
  type MineOptions,
  type MineProgress,
} from './mine.ts';
export { startMiningWork, type MiningWork } from './mining-work.ts';
export type { NotebookLine } from './notebook-line.ts';
export { probeContamination, type ProbeReport } from './probe.ts';
export { readProgram, type CorpusProgram, type Reading } from './read-program.ts';
export type { Sharing } from './share-jobs.ts';
export type { Summary } from './summary.ts';
