/** Public data sets whose shape every user takes for granted; what the text states comes before it. */
export const KNOWN_DATA: readonly {
  readonly pattern: RegExp;
  readonly name: string;
  readonly size?: readonly [number, number];
  readonly channels?: number;
  readonly classes?: number;
}[] = [
  {
    name: 'Fashion-MNIST',
    pattern: /\bfashion[- _]?mnist\b/,
    size: [28, 28],
    channels: 1,
    classes: 10,
  },
  {
    name: 'MNIST',
    pattern: /\bmnist\b|\bhandwritten digits?\b/,
    size: [28, 28],
    channels: 1,
    classes: 10,
  },
  { name: 'CIFAR-100', pattern: /\bcifar[- _]?100\b/, size: [32, 32], channels: 3, classes: 100 },
  { name: 'CIFAR-10', pattern: /\bcifar[- _]?10\b/, size: [32, 32], channels: 3, classes: 10 },
  { name: 'Iris', pattern: /\biris\b/, classes: 3 },
  { name: 'IMDB', pattern: /\bimdb\b/, classes: 2 },
  { name: 'Quora question pairs', pattern: /\bquora question[- _]?pairs?\b/, classes: 2 },
  {
    name: 'SNLI, MNLI',
    pattern: /\b(snli|mnli|multinli|natural language inference)\b/,
    classes: 3,
  },
  { name: 'AG News', pattern: /\bag[- _]?news\b/, classes: 4 },
  { name: 'FER-2013', pattern: /\bfer[- _]?2013\b/, size: [48, 48], channels: 1, classes: 7 },
  { name: 'HAM10000', pattern: /\bham[- _]?10000\b/, channels: 3, classes: 7 },
  { name: 'EuroSAT', pattern: /\beurosat\b/, size: [64, 64], channels: 3, classes: 10 },
  { name: 'UrbanSound8K', pattern: /\burban[- _]?sound\w*\b/, classes: 10 },
  // Pet, background and the border between them.
  {
    name: 'Oxford-IIIT Pet masks',
    pattern:
      /\boxford\b[^.]{0,12}\bpets?\b(?=[\s\S]*\bmasks?\b)|\bmasks?\b[\s\S]*\boxford\b[^.]{0,12}\bpets?\b/,
    channels: 3,
    classes: 3,
  },
  { name: 'ESC-50', pattern: /\besc[- _]?50\b/, classes: 50 },
  { name: 'GTZAN', pattern: /\bgtzan\b/, classes: 10 },
];

/** Words that speak of two classes where no count is given. */
export const TWO_CLASSES =
  /\b(whether|or not|is it|presence|absence|fake|surviv\w*|fraud\w*|spam|churn\w*|default|mortality|death|deceased|real or fake|fake or real|positive or negative|negative or positive|sarcas\w*|phishing|attrition|heart disease|diabetes|stroke|approved|approval|duplicates?|paraphras\w*|same meaning|mean the same|cats? (and|or|vs\.?|from) dogs?|dogs? (and|or|vs\.?|from) cats?)\b/;

/** Words for more classes than two. */
export const MANY_CLASSES = /\bmulti-?class\b/;
