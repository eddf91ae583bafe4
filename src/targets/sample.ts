import { knownFacts, imageSize } from '../kinds/index.ts';
import { OWN_HEAD, type Target } from './define-target.ts';

const CONDITIONAL =
  /\b(conditional|cgans?|acgans?|class labels?|by class|of (a|each) (given|chosen) class|(based|conditioned) on)\b/;

/** New images like those that are given. */
export const sampleTarget: Target = {
  tasks: [
    { modality: 'image', goal: 'generate-images', kind: 'images' },
    { modality: 'image', goal: 'generate-images', kind: 'image-folders', when: CONDITIONAL },
  ],
  forms: [],
  head: () => OWN_HEAD,
  sizes: ['CHANNELS'],
  halves: true,
  describe: ({ facts }) => `New images of shape ${imageSize(knownFacts(facts)) ?? 'as the input'}`,
  words: {},
  makes: ['images'],
};
