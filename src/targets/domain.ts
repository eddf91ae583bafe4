import { imageSize, knownFacts } from '../kinds/index.ts';
import { hasSides, OWN_HEAD, type Target } from './define-target.ts';

/** Words that speak of images without partners. */
const UNPAIRED =
  /\b(?:un ?-?paired|not (?:paired|aligned|matched)|(?:no|without)(?: \w+){0,2} (?:pairs?|pairing|counterparts?)|cycle ?-?(?:gan|consisten\w+)|two (?:domains|styles|collections|folders of))\b/;

/** An image of one domain as if it were of the other, learnt without pairs. */
export const domainTarget: Target = {
  tasks: [{ modality: 'image', goal: 'restore', kind: 'image-domains', when: UNPAIRED }],
  forms: [],
  head: () => OWN_HEAD,
  outputFits: hasSides,
  sizes: ['TARGET_CHANNELS', 'CHANNELS'],
  halves: true,
  describe: ({ facts }) => {
    const known = knownFacts(facts);
    const size = imageSize({ ...known, CHANNELS: known.TARGET_CHANNELS ?? known.CHANNELS ?? 3 });
    return `Images of the other domain of shape ${size ?? 'as the input'}, values 0-1`;
  },
  words: { must: /\b(?:images?|pictures?|photos?|domains?|styles?)\b/i },
  makes: ['images'],
};
