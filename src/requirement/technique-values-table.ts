import type { AskKind, FactValue } from '../artifacts/index.ts';
import { COUNT, RATE, readCount, readRate } from './numbers.ts';
import type { ValueRow } from './value-table.ts';

const IS = String.raw`\s*(?:of|is|are|=|:|to|was|at|with)?\s*(?:size |about |around |only )?`;
/** Blocks of a transformer are called layers too. */
const BLOCKS = String.raw`(?:layers?|blocks?)`;
const TRANSFORMER = /\b(?:transformers?|(?:self|multi[- ]?head\w*)[- ]attention|heads)\b/;

function count(kind: AskKind, name: string, ...patterns: readonly string[]): ValueRow {
  return { kind, name, patterns, read: (written) => readCount(written) };
}

/** A count that only a text about transformers states. */
function blocks(name: string, ...patterns: readonly string[]): ValueRow {
  return {
    kind: 'layer',
    name,
    patterns,
    read: (written, { input }): FactValue => (TRANSFORMER.test(input) ? readCount(written) : null),
  };
}

/** Both halves of a network are as deep: "4 layers each in the encoder and decoder". */
const BOTH = [
  String.raw`\b${COUNT} ${BLOCKS}(?: each)? (?:in|for|on) (?:both |each of )?(?:the )?(?:encoder|decoder) and (?:the )?(?:decoder|encoder)\b`,
  String.raw`\b(?:encoder|decoder) and (?:the )?(?:decoder|encoder)\b[^.;\d]{0,30}?\b${COUNT} (?:identical |stacked )?${BLOCKS}\b`,
  String.raw`\b${COUNT} (?:transformer )?(?:encoder|decoder)(?:\/| and | & )(?:decoder|encoder) ${BLOCKS}\b`,
  String.raw`\b${COUNT} transformer ${BLOCKS}\b`,
  String.raw`\b(?:num|number of|n)[_ ](?:transformer )?(?:layers|blocks)${IS}${COUNT}\b`,
];

function half(name: string, side: string): ValueRow {
  return blocks(
    name,
    String.raw`\b${COUNT} (?:transformer |identical |stacked )?${side} ${BLOCKS}\b`,
    String.raw`\b${side}s? (?:with|of|has|having|stack of|made of|consisting of) ${COUNT} (?:identical |transformer )?${BLOCKS}\b`,
    String.raw`\b${COUNT} ${BLOCKS} (?:in|for) the ${side}\b(?! and)`,
    String.raw`\b${side}[_ ](?:layers|blocks|depth)${IS}${COUNT}\b`,
    ...BOTH,
  );
}

/** A share below 1, as optimizers take it. */
const SHARE = String.raw`(0?\.\d+)`;

/** The first or second moment of Adam and its like, by itself or in a pair. */
function beta(place: 1 | 2): ValueRow {
  const pair = [SHARE, SHARE].with(2 - place, String.raw`0?\.\d+`).join(String.raw`\s*[,/]\s*`);
  return {
    kind: 'training',
    name: `beta ${place}`,
    patterns: [
      String.raw`(?:\bbeta|β)[- _]?(?:${place === 1 ? '1|one|₁' : '2|two|₂'})${IS}\(?${SHARE}`,
      String.raw`(?:\bbetas?|β)${IS}[([]?\s*${pair}`,
    ],
    read: (written) => Number(written),
  };
}

/** Values of networks and techniques beyond those that every plan has. */
export const TECHNIQUE_VALUES: readonly ValueRow[] = [
  beta(1),
  beta(2),
  {
    kind: 'training',
    name: 'epsilon',
    patterns: [String.raw`\bepsilon${IS}${RATE}`, String.raw`\beps\s*=\s*${RATE}`],
    read: readRate,
  },
  {
    kind: 'training',
    name: 'rho',
    patterns: [String.raw`\b(?:rho|ρ)${IS}${SHARE}`],
    read: (written) => Number(written),
  },
  {
    kind: 'training',
    name: 'value clipping',
    patterns: [
      String.raw`\bclip[- _]?value${IS}(\d*\.?\d+)`,
      String.raw`\bgradient clipping by value(?: of| at| to|:)? (\d*\.?\d+)`,
      String.raw`\bclip\w*(?: the| all)? gradients?(?: by value| values?| element-?wise)(?: at| to| of| between -\d*\.?\d+ and)? (\d*\.?\d+)`,
    ],
    read: (written) => Number(written),
  },
  {
    kind: 'training',
    name: 'time decay',
    patterns: [
      String.raw`(?<!\b(?:weight|l2|rate)[- _])\bdecay\s*(?:=|of|:)?\s*(\d+(?:\.\d+)?e-\d+)`,
    ],
    read: readRate,
  },
  count(
    'layer',
    'attention heads',
    String.raw`\b${COUNT}[- ](?:(?:self|parallel|multi)[- ])?(?:attention[- ])?heads?\b`,
    String.raw`\b(?:num(?:ber of)?[_ ])?(?:attention[_ ])?heads\s*(?:of|is|=|:|to)?\s*${COUNT}\b`,
  ),
  count(
    'layer',
    'feed-forward units',
    String.raw`\bfeed[- ]?forward(?: (?:network|net|layers?|dimension|dim|size|width|units|hidden|inner))*(?: (?:of|with|is|has)|=|:)?(?: (?:size|dimension|width))?\s*\(?${COUNT}\b(?! ?(?:layers?|blocks?))`,
    String.raw`\b(?:d[_ ]?ff|dff|ff[_ ]?dim|ffn[_ ]?dim|intermediate[_ ]dim|inner dimension)${IS}${COUNT}\b`,
    String.raw`\b${COUNT}[- ](?:unit |dimensional |units? (?:in the )?)?feed[- ]?forward\b`,
  ),
  count(
    'layer',
    'model dimension',
    String.raw`\b(?:d[_ ]?model|model[_ ](?:dimension(?:ality)?|dim|size|width)|hidden dimension)${IS}${COUNT}\b`,
    String.raw`\b${COUNT}[- ]dimensional model\b`,
  ),
  half('encoder blocks', 'encoder'),
  half('decoder blocks', 'decoder'),
  count(
    'size',
    'source length',
    String.raw`\b(?:source|input|encoder|article|document|question)s?(?: sequences?| texts?| sentences?)?[_ ](?:max(?:imum)?[_ ])?len(?:gth)?${IS}${COUNT}\b`,
    String.raw`\b(?:articles?|documents?|sources?|questions?|inputs?|texts?|reviews?|news)(?: texts?)? (?:are |is )?(?:cut|truncated|trimmed|limited|padded|shortened)(?: (?:to|at|after))? (?:length )?${COUNT}\b`,
    String.raw`\bfirst ${COUNT} (?:words|tokens)\b`,
  ),
  count(
    'size',
    'target length',
    String.raw`\b(?:target|output|decoder|summary|summaries|answer|headline|translation)s?(?: sequences?| texts?| sentences?)?[_ ](?:max(?:imum)?[_ ])?len(?:gth)?${IS}${COUNT}\b`,
    String.raw`\b(?:summar(?:y|ies)|headlines?|answers?|targets?|outputs?|translations?)(?: texts?)? (?:(?:are |is )?(?:cut|truncated|trimmed|limited|padded|shortened)(?: (?:to|at|after))?|of(?: at most| up to)?) (?:length )?${COUNT}\b(?= ?(?:words|tokens|\.|,|;|$))`,
  ),
];
