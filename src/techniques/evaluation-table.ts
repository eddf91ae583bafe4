import { CLASSICAL_COMPARISON } from './classical-comparison.ts';
import { isAsked, type Technique, type TechniqueEdit } from './technique.ts';

/** A line of `measure_test` behind its own report. */
function afterReport(line: string): TechniqueEdit {
  return {
    find: /^ {4}report_items\(model, items, truth, scores, state, output_dir\)$/m,
    put: `$&\n    ${line}`,
  };
}

/** What is measured and drawn on the test split. */
export const EVALUATION_TECHNIQUES: readonly Technique[] = [
  CLASSICAL_COMPARISON,
  {
    name: 't-SNE of embeddings',
    use: (asked, { target }) =>
      isAsked(asked.value('metric embedding plot')) && target === 'class'
        ? {
            edits: [afterReport('plot_embeddings(model, items, truth, state, output_dir)')],
            takes: ['plot_embeddings'],
          }
        : null,
  },
  {
    name: 'Grad-CAM',
    use: (asked, { kind, target }) =>
      isAsked(asked.value('metric Grad-CAM')) &&
      target === 'class' &&
      /^image-(?:split-)?(?:folders|table)$/.test(kind)
        ? {
            edits: [afterReport('plot_grad_cam(model, items, state, output_dir)')],
            takes: ['plot_grad_cam'],
          }
        : null,
  },
];
