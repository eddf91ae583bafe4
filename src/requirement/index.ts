/**
 * A requirement in plain words -> a reading: what it is about, and everything that it states.
 * In: requirement, and a judge of task categories. Out: language, corrected words, evidence for goals and modalities, asks.
 * Knows nothing of the user's data; `grounding` is where words meet data.
 * Paper: III-B.
 */
export { recogniseLanguage } from './language.ts';
export { USUAL_GOALS } from './cue-table.ts';
export { readCount } from './numbers.ts';
export { OUTSIDE } from './outside-table.ts';
export { readTask, type StatedCategory, type TaskReading } from './rank-tasks.ts';
export {
  emptyReading,
  MOST_READ,
  readDescription,
  readRequirement,
  type CategoryJudge,
} from './read-requirement.ts';
export { sameSpan } from './spans.ts';
export { correctSpelling, mendSpelling } from './spelling.ts';
export type { StatedLayer, StatedNetwork } from './network/read-network.ts';
export type { StatedStack } from './stacks.ts';
export { comparesNetworks, joinsNetworks } from './compared-networks.ts';
export { familiesOf, namedBackbones } from './families.ts';
export { statedOf, type Stated } from './stated.ts';
export { weighCues } from './weigh-cues.ts';
export { TASKS, type Layout, type Task } from './task-table.ts';
export { TERMS } from './terms/index.ts';
export {
  isShown,
  TRUNK_FAMILIES,
  type FoundData,
  type ProjectView,
  type Term,
  type TrunkFamily,
} from './terms/term.ts';
