import { isAsked, type Technique, type TechniqueUse } from './technique.ts';

/** How numbers of a table are scaled. */
export const PREPROCESS_TECHNIQUES: readonly Technique[] = [
  {
    name: 'min-max scaling',
    use: (asked, { kind }) =>
      isAsked(asked.value('preprocess min-max scaling')) && kind === 'table'
        ? scaled('filled.min()', 'filled.max() - filled.min()', 'scaled to 0-1 on train')
        : null,
  },
  {
    name: 'robust scaling',
    use: (asked, { kind }) =>
      /robust/.test(asked.words('preprocess robust scaling')) && kind === 'table'
        ? scaled(
            'filled.median()',
            '(filled.quantile(0.75) - filled.quantile(0.25)).replace(0, 1)',
            'as quartile ranges from the median',
          )
        : null,
  },
];

function scaled(start: string, range: string, words: string): TechniqueUse {
  return {
    edits: [
      {
        find: /state \|= \{"means": filled\.mean\(\)\.tolist\(\), "deviations": filled\.std\(ddof=0\)\.tolist\(\)\}/,
        put: `starts, ranges = ${start}, ${range}\n    state |= {"starts": starts.tolist(), "ranges": ranges.tolist()}`,
      },
      {
        find: /- state\["means"\]\) \/ state\["deviations"\]/,
        put: '- state["starts"]) / state["ranges"]',
      },
      {
        find: /Returns standardised numbers and missing flags,/,
        put: `Returns numbers ${words}, and missing flags,`,
        isOptional: true,
      },
    ],
  };
}
