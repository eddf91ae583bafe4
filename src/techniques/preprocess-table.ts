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
  {
    name: 'logarithm of the target',
    use: (asked, { target }) =>
      isAsked(asked.value('preprocess logarithm of the target')) && target === 'number'
        ? LOGARITHM
        : null,
  },
];

/** Targets are learnt as logarithms and answered in their own unit. */
const LOGARITHM: TechniqueUse = {
  edits: [
    {
      find: /^( *)(goals \|= \{"target_means": )targets\.mean\(\)\.tolist\(\), "target_deviations": deviations\}/m,
      put: [
        '$1if (targets < 0).any(axis=None):',
        '$1    raise SystemExit(f"expected targets of 0 or more, found: {targets.min().tolist()}")',
        '$1logarithms = np.log1p(targets)',
        '$1$2logarithms.mean().tolist()}',
        '$1goals["target_deviations"] = logarithms.std(ddof=0).tolist()',
      ].join('\n'),
    },
    {
      find: /\(targets\.to_numpy\(\) - state\["target_means"\]\)/,
      put: '(np.log1p(targets.to_numpy()) - state["target_means"])',
    },
    {
      find: /return values \* state\["target_deviations"\] \+ state\["target_means"\]/,
      put: 'return np.expm1(values * state["target_deviations"] + state["target_means"])',
    },
    {
      find: /numbers \[k\] scaled to mean 0 and deviation 1/,
      put: 'logarithms [k] scaled to mean 0 and deviation 1',
      isOptional: true,
    },
  ],
};

function scaled(start: string, range: string, words: string): TechniqueUse {
  return {
    edits: [
      {
        find: /inputs \|= \{"means": filled\.mean\(\)\.tolist\(\), "deviations": filled\.std\(ddof=0\)\.tolist\(\)\}/,
        put: `starts, ranges = ${start}, ${range}\n    inputs |= {"starts": starts.tolist(), "ranges": ranges.tolist()}`,
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
