import { ARCHITECTURE_TERMS } from './architecture-table.ts';
import { DATA_TERMS } from './data-table.ts';
import { ARTEFACT_TERMS, COMPARISON_TERMS, EVALUATION_TERMS } from './evaluation-table.ts';
import { LAYER_TERMS } from './layer-table.ts';
import { PREPROCESS_TERMS } from './preprocess-table.ts';
import { TECHNIQUE_TERMS } from './technique-table.ts';
import type { Term } from './term.ts';
import { WRITTEN } from './written-table.ts';

const ROWS: readonly Term[] = [
  ...ARCHITECTURE_TERMS,
  ...LAYER_TERMS,
  ...TECHNIQUE_TERMS,
  ...PREPROCESS_TERMS,
  ...EVALUATION_TERMS,
  ...COMPARISON_TERMS,
  ...ARTEFACT_TERMS,
  ...DATA_TERMS,
];

/** The vocabulary of what a requirement may name. */
export const TERMS: readonly Term[] = ROWS.map((term) => {
  const written = WRITTEN[`${term.kind} ${term.name}`];
  return written === undefined ? term : { shown: written, ...term };
});
