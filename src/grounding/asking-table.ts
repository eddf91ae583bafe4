import { lazyExpression, type ExpressionFor } from '../core/index.ts';

/** Verbs behind which stands what is predicted, with their endings, by language. */
const PREDICT = [
  'predict(?:s|ing)?',
  'estimat(?:e|es|ing)',
  'forecast(?:s|ing)?',
  'determin(?:e|es|ing)',
  'regress(?:es|ing)?',
  'guess(?:es|ing)?',
  'anticipat(?:e|es|ing)',
  '(?:prediction|estimation|forecast(?:s|ing)?) of',
  'regression (?:model |network )?(?:for|of|on)',
  '(?:targets|outputs|target (?:columns|variables)) are',
  'target(?: variable| column)? is',
  // German, French, Spanish, Italian, Portuguese
  '(?:sage|sagt|sagen|schätze|schätzt|berechne|bestimme|prognostiziere|vorhersage (?:der|des|von)|prognose (?:der|des|von))',
  '(?:prédire|prédis|prédit|prévoir|prévois|estimer|estime|prédiction d[eu])',
  '(?:predecir|predice|pronosticar|pronostica|estimar|estima|predicción del?)',
  '(?:prevedere|prevedi|stimare|stima|previsione d[ei]l?l?a?)',
  '(?:prever|prevê|previsão d[aoe])',
];
const CLASSIFY = [
  'classif(?:y|ies|ying)',
  asVerb('grad(?:e|ing)'),
  'detect(?:s|ing)?',
  'identif(?:y|ies|ying)',
  'recogni[sz](?:e|es|ing)',
  'diagnos(?:e|es|ing)',
  '(?:classification|detection|diagnosis|recognition) of',
  '(?:erkenne|erkennt|klassifiziere|klassifiziert)',
  '(?:classer|classifier les|détecter|clasificar|clasifica|detectar|classificare|classificar)',
];
/** Questions: any of their words may be what is predicted. */
const QUESTION = ['whether', 'which', 'who', 'does', 'did', 'will', 'is', 'are', 'ob'];
const MEASURE = [
  'how (?:many|much|old|long|far|fast|quick(?:ly)?|tall|high|big|large|heavy|hot|warm|cold|strong|deep|wide|expensive|happy|satisfied|late|often|likely)',
];
/** Weaker verbs: taken where none of the others says anything. */
const WEAK = [
  '(?:know|find out|figure out|tell|model|explain|assess|understand|learn|infer|say|spot|find|flag|score)(?:s|ing)?',
  'calculat(?:e|es|ing)',
  'comput(?:e|es|ing)',
  'evaluat(?:e|es|ing)',
  'rat(?:e|es|ing)',
].map(asVerb);
/** What a topic is followed by: `house price prediction`, `spam filter`; Turkish puts its verb there. */
const TOPIC = [
  'predict(?:ion|or)s?',
  'classif(?:ication|ier)s?',
  'detect(?:ion|or)s?',
  'analysis',
  'forecast(?:s|er|ing)?',
  'recognition',
  'recogni[sz]er',
  'estimat(?:ion|or|es?)s?',
  'filter',
  'regress(?:ion|or)',
  'diagnosis',
  'scoring',
  'vorhersage',
  'vorhersagen',
  'prognose',
  'tahmin\\p{L}*',
];
/** Behind these stand inputs, or whom it is done for. */
const END = [
  'from',
  'based on',
  'using',
  'given',
  'with',
  'by',
  'via',
  'through',
  'in order',
  'that',
  'so that',
  'such that',
  'as a function of',
  'depending on',
  'out of',
  'thanks to',
  'for (?:each|every|all|any)',
  'across',
  'where',
  'while',
  'because',
  'without',
  'ignoring',
  'excluding',
  'except',
  'when',
  'as well as possible',
  'so',
  'aus',
  'anhand',
  'mit',
  'ohne',
  'basierend auf',
  'à partir',
  'selon',
  'avec',
  'a partir',
  'con',
  'basato su',
  'com',
];
/** `price of a house`, `demand in a city`, `miles per gallon`: what is asked for stands first. */
const PART = [
  'of|for|in|on|at|among|per|to|within|after|before|during|under|over|between|against',
  'der|des|dem|von|für|einer|eines|du|de|del|della|di|da|do',
];

/** A word that is a noun as well, where it is none: not `the grade`, not `score of`. */
function asVerb(word: string): string {
  return String.raw`(?<!\b(?:the|an?|this|that|these|each|every|its|their|his|her|my|our|your|final)\s+)${word}(?!\s+of\b)`;
}

/** From word to word; letters with marks count. */
function words(lists: readonly string[]): string {
  return `(?<![\\p{L}\\p{N}_])(?:${lists.join('|')})(?![\\p{L}\\p{N}_])`;
}

function whole(lists: readonly string[]): ExpressionFor {
  return lazyExpression(`^(?:${lists.join('|')})$`, 'iu');
}

export const VERBS = lazyExpression(
  words([...PREDICT, ...CLASSIFY, ...QUESTION, ...MEASURE]),
  'giu',
);
export const WEAK_VERBS = lazyExpression(words(WEAK), 'giu');
/** What follows these are as often the items as what is said of them. */
export const ITEM_VERBS = whole([...CLASSIFY, ...QUESTION, ...WEAK]);
export const QUESTIONS = whole(QUESTION);
export const PARTS = lazyExpression(words(PART), 'iu');
/** `predict the rent, use only the rooms`: what follows the comma is another sentence. */
const NEXT_COMMAND = String.raw`,\s*(?:and\s+|but\s+|please\s+)*(?:use|take|keep|ignore|drop|exclude|omit|remove|train|build|do not|don['’]t)\b`;
export const CLAUSE_END = lazyExpression(
  `${words(END)}|${NEXT_COMMAND}|[.;:!?\\n(]|(?<=\\s)[–—-](?=\\s)`,
  'iu',
);
/** `classify names by gender`, `sort letters into topics`. */
export const GROUPINGS =
  /\b(?:classif(?:y|ies|ying)|categori[sz](?:e|es|ing)|group|sort|separate|split)(?:s|ing)?\b[^.;!?\n]*?\b(?:by|into|according to)\s+(?:their |its |the )?([^.;!?\n]+)/gi;
export const TOPICS = lazyExpression(
  `((?:[\\p{L}\\p{N}_'-]+\\s+){1,4})(?:${TOPIC.join('|')})(?![\\p{L}\\p{N}_])`,
  'giu',
);
export const LIST_MARK = /,|&|\b(?:and|as well as|plus|und|et)\b/i;
/** `which island was the penguin seen on`, `what genre is this film`: the noun is asked for, where the subject stands behind the verb. */
export const ASKED_NOUNS =
  /\b(?:which|what)\s+((?:[\p{L}-]+\s+){1,3}?)(?:\([^)]*\)\s*)?(?:do|does|did|is|are|was|were|has|have|had|will|would|can)\s+(?:the|an?|this|that|these|those|each|every|my|our|your|his|her|its|their|it|they|he|she|we|people|some\w*|any\w*)\b/giu;
