import { knownFacts } from '../kinds/index.ts';
import { inColumn, OWN_HEAD, type Target } from './define-target.ts';

/** Words that speak of one object an image. */
const ONE =
  /\b(?:(?:largest|biggest|main|most (?:prominent|salient)|(?<!every )single|only) (?:\w+ ){0,2}(?:objects?|box|instance|item|thing)|one (?:\w+ ){0,2}(?:object|box|instance) (?:an?|per|in (?:each|every|the)|for (?:each|every)|on (?:each|every)) (?:image|picture|photo|frame))\b/;

/** The box of the main object, and its class where boxes have one. */
export const boxTarget: Target = {
  tasks: [
    { modality: 'image', goal: 'detect', kind: 'image-boxes' },
    { modality: 'image', goal: 'detect', kind: 'image-boxes', when: ONE },
  ],
  forms: [],
  head: () => OWN_HEAD,
  sizes: ['CLASS_COUNT'],
  describe: (data) => {
    const { CLASS_COUNT: count } = knownFacts(data.facts);
    const classes =
      typeof count === 'number' ? ` and one of ${count} classes${inColumn(data)}` : '';
    return `Box of the main object (left, top, right, bottom as shares of the image)${classes}`;
  },
  words: { must: /\b(?:box(?:es)?|bounding|coordinates|locations?|positions?)\b/i },
  makes: [],
};
