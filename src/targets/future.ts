import { knownFacts, quoted } from '../kinds/index.ts';
import { denseHead, type Target } from './define-target.ts';
import { NO_NUMBERS } from './number.ts';

/** A series for each of many things. */
const SEVERAL =
  /\b(?:each|every|per|all|\d+) (?:\w+ )?(?:(?:store|shop|item|product|sku|sensor|station|site|machine|turbine|engine|device|customer|region|zone|department|series|branch)(?:e?s)?|cit(?:y|ies)|countr(?:y|ies))\b|\b(?:store|shop|item|product|sku|sensor|station|site|machine|turbine|engine|device|customer|region|zone|department|branch|unit|series)_?(?:id|nbr|number|code|no)\b/;

/** The next values of a series. */
export const futureTarget: Target = {
  tasks: [
    { modality: 'series', goal: 'forecast', kind: 'series' },
    { modality: 'series', goal: 'forecast', kind: 'series-table', when: SEVERAL },
    { modality: 'series', goal: 'regress', kind: 'series' },
    { modality: 'series', goal: 'regress', kind: 'series-table', when: SEVERAL },
    { modality: 'table', goal: 'forecast', kind: 'series' },
  ],
  forms: ['numbers'],
  head: ({ HORIZON: horizon }) => denseHead('numbers', horizon ?? 1, 'linear'),
  outputFits: ({ HORIZON: horizon }, output) =>
    typeof horizon === 'number' ? output.slice(1).includes(horizon) : null,
  describe: ({ facts }) => {
    const { HORIZON: horizon, TARGET: column } = knownFacts(facts);
    const values = (horizon ?? 1) === 1 ? 'value' : `${horizon} values`;
    return `The next ${values}${quoted(column) === '' ? '' : ` of ${Array.isArray(column) ? 'each of ' : ''}${quoted(column)}`}`;
  },
  words: { never: NO_NUMBERS },
  makes: [],
};
