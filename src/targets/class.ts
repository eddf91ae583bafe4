import { knownFacts } from '../kinds/index.ts';
import { countClasses, denseHead, givesClasses, inColumn, type Target } from './define-target.ts';

/** One of several classes. */
export const classTarget: Target = {
  forms: ['one probability', 'class probabilities'],
  head: (facts, unitPerClass) => {
    const classes = countClasses(facts);
    return classes === 2 && !unitPerClass
      ? denseHead('one probability', 1, 'sigmoid')
      : denseHead('class probabilities', classes, 'softmax');
  },
  units: ({ CLASS_COUNT: count }) =>
    typeof count === 'number' ? (count === 2 ? [1, 2] : [count]) : null,
  outputFits: givesClasses,
  classes: true,
  describe: (data, names) => {
    const count = countClasses(knownFacts(data.facts));
    const what = count === 2 ? 'Binary: one of 2 classes' : `One of ${count} classes`;
    return `${what}${names}${inColumn(data)}`;
  },
  words: {
    never:
      /\b(?:generated|captions?|box(?:es)?|bounding|continuous|regression|next|start|masks?)\b/i,
  },
  makes: [],
};
