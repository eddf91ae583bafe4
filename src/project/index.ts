/**
 * A program and its plan become a project folder.
 * In: requirement, grounded plan record, program. Out: the files of DESIGN 4, written at once or not at all.
 * Paper: III-D ends with the final code; the folder, its tests and its provenance are ours.
 * The same input gives the same bytes.
 */
export { readEntryPoints } from './entry-points.ts';
export { renderProject, type ProjectInput } from './layout.ts';
export {
  MODULES,
  renderScript,
  splitIntoModules,
  type EntryPoints,
  type ModuleName,
} from './modules.ts';
export { shareOfModel, traceSegments, type Provenance, type ProvenanceRow } from './provenance.ts';
export { readProject, readProjectFile, readProjectPlan, readProvenance } from './read.ts';
export { writeResults } from './results.ts';
export { refuseOccupied, updateProject, writeProject, type WriteOptions } from './write.ts';
