/**
 * Experiments: systems on the same tasks, scored against the answers, and reports of them.
 * In: tasks with answers, outputs made elsewhere, the pool. Out: a report as HTML, JSON, JUnit and Markdown.
 * Every run goes through leave-out; a failed sample counts; published, rescored and measured never share a table.
 * Tasks that nearly repeat what a predictor was trained on are the audit's finding: figures stand with and without them.
 * Paper: V (RQ1-RQ5), and ours: pass ladder, learning on real data, trivial baselines, contamination audit.
 */
export { evaluate, type EvaluateOptions, type Evaluated } from './evaluate.ts';
export { startEvaluationWork, takeStamp, type EvaluationWork, type WorkOptions } from './queued.ts';
export { groundWith } from './ground-prediction.ts';
export { EXPERIMENTS, type Experiment, type ExperimentName } from './experiments-table.ts';
export { renderMarkdown } from './report-markdown.ts';
export type { Asking } from './model-rows.ts';
export type { Report } from './report.ts';
