import { knownFacts } from '../kinds/index.ts';
import { inColumn, OWN_HEAD, type Target } from './define-target.ts';

/** Words that speak of any number of objects in an image, or of networks and formats made for them. */
const MANY =
  /\b(?:all|every|each|any|many|multiple|several|various|crowded|dense)(?: of)?(?: the| its| their)? (?:\w+ ){0,2}(?:objects?|box(?:es)?|instances?|items?|things?|targets?)\b|\b(?:objects|bounding boxes|instances|coco|voc|yolo\w*|ssd|r ?cnn|retina ?net|center ?net|efficient ?det|detr|map|mean average precision|anchors?|heat ?maps?|non max(?:imum)? suppression|nms)\b/;

/** Every box of an image, with its class where boxes have one. */
export const boxesTarget: Target = {
  tasks: [{ modality: 'image', goal: 'detect', kind: 'image-boxes', when: MANY }],
  forms: [],
  head: () => OWN_HEAD,
  sizes: ['CLASS_COUNT'],
  halves: true,
  describe: (data) => {
    const { CLASS_COUNT: count } = knownFacts(data.facts);
    const classes =
      typeof count === 'number' ? ` and one of ${count} classes${inColumn(data)}` : '';
    return `All boxes of an image (left, top, right, bottom as shares of the image), each with a score${classes}`;
  },
  words: { must: /\b(?:box(?:es)?|bounding|coordinates|locations?|positions?)\b/i },
  makes: [],
};
