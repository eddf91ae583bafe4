import { OWN_HEAD, type Target } from './define-target.ts';

/** Whether two items are of one class. */
export const sameTarget: Target = {
  tasks: [{ modality: 'image', goal: 'same', kind: 'image-folders' }],
  forms: [],
  head: () => OWN_HEAD,
  describe: () => 'Whether two items are of the same class',
  words: {},
  makes: [],
};
