import type { AskKind, FactValue } from '../artifacts/index.ts';
import { ownTable } from '../core/index.ts';
import { COUNT, RATE, readCount, readRate } from './numbers.ts';
import type { ValueRow } from './value-table.ts';

const IS = String.raw`\s*(?:of|is|are|=|:|to|was|at|with)?\s*(?:size |about |around |only )?`;
/** Blocks of a transformer are called layers too. */
const BLOCKS = String.raw`(?:layers?|blocks?)`;
const TRANSFORMER =
  /\b(?:transformers?|n?gpt\w*|bert\w*|(?:self|multi[- ]?head\w*)[- ]attention|heads)\b/;

/** A text that speaks of texts that are written. */
const WRITES = /\b(?:generat|sampl|writ|compos|text|poem|lyric|language model|captions?|translat)/;

/** Networks that compare two items. */
const PAIRS = /\b(?:siamese|contrastive|triplet|twin network)/;
const DISTANCES: Readonly<Record<string, string>> = ownTable({ l1: 'manhattan', l2: 'euclidean' });

/** A number of a loss, beside the name of the loss. */
function ofLoss(name: string, loss: string, said: string): ValueRow {
  return {
    kind: 'training',
    name,
    patterns: [
      String.raw`\b${loss}\b(?:[^.;]|\.\d){0,50}?(?<!\p{L})(?:${said})${IS}(\d*\.?\d+)`,
      String.raw`(?<!\p{L})(?:${said})${IS}(\d*\.?\d+)(?:[^.;]|\.\d){0,30}?\b${loss}\b`,
    ],
    read: (written) => Number(written),
  };
}

/** A number of a CycleGAN. */
function ofCycle(name: string, ...patterns: readonly string[]): ValueRow {
  return {
    kind: 'technique',
    name,
    patterns,
    read: (written, { input }) => (/\bcycle/.test(input) ? readCount(written) : null),
  };
}

/** A share below 1, as optimizers take it. */
const SHARE = String.raw`(0?\.\d+)`;

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
  String.raw`\b${COUNT} layers?(?=(?: and|,(?: and)?|;)? (?:with )?\w+ (?:attention )?heads?\b)`,
  String.raw`\bheads?(?: and|,(?: and)?|;)? (?:with )?${COUNT} layers?\b`,
  String.raw`\b(?:transformer|gpt(?:-\d)?|bert|vit)(?: (?:model|network|encoder|decoder))?(?: with| of| has|,|:| \() ?${COUNT} layers\b`,
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

/** The first or second moment of Adam and its like, by itself or in a pair. */
function beta(place: 1 | 2): ValueRow {
  const pair = [SHARE, SHARE]
    .with(2 - place, String.raw`0?\.\d+`)
    .join(String.raw`\s*(?:[,/]|and)\s*`);
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
  {
    kind: 'technique',
    name: 'threshold choice',
    patterns: [
      String.raw`\b(?:decision |probability |classification |confidence )?(?:threshold|cut-?off)(?: value)?${IS}${SHARE}\b(?! ?(?:%|iou))`,
      String.raw`(?<![\d.])(0?\.\d+) (?:as )?(?:a |the )?(?:decision |probability |classification )?(?:threshold|cut-?off)\b`,
    ],
    read: (written) => Number(written),
  },
  ofLoss('focal gamma', 'focal', 'gamma|γ'),
  ofLoss('focal alpha', 'focal', 'alpha|α'),
  ofLoss('Huber delta', 'huber', 'delta|δ'),
  ofLoss('Tversky alpha', 'tversky', 'alpha|α'),
  ofLoss('Tversky beta', 'tversky', 'beta|β'),
  {
    kind: 'training',
    name: 'contrastive margin',
    patterns: [String.raw`\bmargin(?: (?:value|parameter))?${IS}(\d*\.?\d+)`],
    read: (written, { input }) => (PAIRS.test(input) ? Number(written) : null),
  },
  {
    kind: 'technique',
    name: 'pair distance',
    patterns: [
      String.raw`\b(euclidean|cosine|manhattan)(?:[- ](?:distances?|similarit(?:y|ies)))?\b`,
      String.raw`\b(l1|l2) distances?\b`,
    ],
    read: (written, { input }) => (PAIRS.test(input) ? (DISTANCES[written] ?? written) : null),
  },
  count(
    'preprocess',
    'MFCC',
    String.raw`\b${COUNT} (?:mfccs?\b|mel[- ]frequency cepstral|cepstral)`,
    String.raw`\b(?:n_mfcc|mfccs?(?: coefficients)?)\s*(?:=|of|:|\()\s*${COUNT}\b(?! ?(?:second|s\b|ms|hz|khz))`,
  ),
  count(
    'preprocess',
    'mel bands',
    String.raw`\b${COUNT}[- ](?:mel(?:[- ](?:bands?|bins?|filters?|filter ?banks?|frequency bands|channels))|band mel|bin mel|mels)\b`,
    String.raw`\b(?:n_mels|num_mel_bins|mel (?:bands|bins|filters))${IS}${COUNT}\b`,
    String.raw`\bmel[- ]?spectrograms?(?: \p{L}+)? (?:with|of|using) ${COUNT} (?:bands?|bins?|filters?|frequency (?:bands|bins)|mels?)\b`,
  ),
  count(
    'preprocess',
    'FFT length',
    String.raw`\b(?:n_?fft|fft[- _](?:size|length|window|points)|(?:stft|fft|frame|window)[- _](?:length|size))${IS}${COUNT}\b(?! ?(?:ms|milli|steps|days|hours))`,
    String.raw`\b${COUNT}[- ](?:point|sample) (?:fft|stft|window|frame)s?\b`,
  ),
  count(
    'preprocess',
    'hop length',
    String.raw`\b(?:hop|frame)[- _](?:length|size|step|shift)${IS}${COUNT}\b(?! ?(?:ms|milli))`,
    String.raw`\bhop of ${COUNT}\b(?! ?(?:ms|milli))`,
    String.raw`\b${COUNT}[- ](?:sample )?hop\b`,
  ),
  {
    kind: 'technique',
    name: 'sampling temperature',
    patterns: [
      String.raw`\b(?:sampling |softmax )?temperatures?${IS}(\d*\.\d+|[12])\b(?! ?(?:°|degrees?|c\b|f\b))`,
    ],
    read: (written, { input }) => (WRITES.test(input) ? Number(written) : null),
  },
  {
    kind: 'technique',
    name: 'top-k sampling',
    patterns: [
      String.raw`\btop[- _]?k(?: sampling)?(?: (?:with|of|at))?(?: k)?\s*(?:=|of|:)?\s*\(?(?:k ?= ?)?${COUNT}\b(?! ?accuracy)`,
      String.raw`\btop[- ]${COUNT} sampling\b`,
      String.raw`\bsampl\w* (?:(?:from|among|of) )?(?:the )?(?:top|likeliest|most likely)[- ]${COUNT}\b(?: (?:words|tokens|characters|letters))?`,
    ],
    read: (written, { input }) => (WRITES.test(input) ? readCount(written) : null),
  },
  {
    kind: 'technique',
    name: 'nucleus sampling',
    patterns: [
      String.raw`\b(?:nucleus sampling,?(?: \(?with)? \(?)?(?:top[- _]?p|nucleus)(?: sampling)?(?: (?:with|of|at))?(?: p)?\s*(?:=|of|:)?\s*\(?(?:p ?= ?)?(0?\.\d+)`,
    ],
    read: (written) => Number(written),
  },
  count(
    'technique',
    'written length',
    String.raw`\b${COUNT} (?:newly )?(?:generated|sampled|new) (?:characters?|chars?|words?|tokens?)\b`,
    String.raw`\bcontinu\w* (?:(?:the|a|an|it|prompt|text|with|by|for) ){0,4}(?:["'“‘][^"'”’\n]{1,60}["'”’] )?(?:(?:with|by|for) )?${COUNT} (?:characters?|chars?|words?|tokens?)\b`,
    String.raw`\b(?:generat\w*|write|writes|sampl\w*|produc\w*|creat\w*)\b (?:(?:a|an|the|up|to|about|text|texts|sample|samples|story|poem|passage|of|new|next|with|long) ){0,6}${COUNT} (?:new |more )?(?:characters?|chars?|words?|tokens?)\b`,
    String.raw`\b(?:num_generate|max_new_tokens|generated? (?:length|text length))${IS}${COUNT}\b`,
  ),
  {
    kind: 'technique',
    name: 'seed text',
    patterns: [
      String.raw`\b(?:seed|prompt|start(?:ing)?)(?:[- ](?:text|phrase|string|words?|sentence|with|from))*\s*(?:is|=|:|of)?\s*["'“‘]([^"'”’\n]{1,60})["'”’]`,
    ],
    read: (written, { input }) => (WRITES.test(input) ? written : null),
  },
  count(
    'technique',
    'beam search',
    String.raw`\bbeam(?:[- ]search)?(?: decoding)?(?: (?:with|of|using))?(?: an?)?(?: beam)?[- _]?\(?(?:width|size|k)?${IS}${COUNT}(?: beams)?\b`,
    String.raw`\b${COUNT}[- ]?beams?\b`,
  ),
  count(
    'size',
    'latent dimension',
    String.raw`\b(?:latent|noise|z|code|bottleneck)[- _]?(?:dim(?:ension(?:ality)?)?s?|size|space|vector|space dimension|vector (?:size|length|dimension))?(?: (?:of|with))?(?: (?:size|dimension|length))?\s*(?:is|=|:)?\s*${COUNT}\b(?! ?(?:%|x|epochs?|layers?|images?|samples?|units?|neurons?|(?:time ?)?steps))`,
    String.raw`\b${COUNT}[- ](?:dim(?:ensional|s)? )?(?:latent|noise)\b(?! (?:time ?)?steps)`,
  ),
  count(
    'technique',
    'noise steps',
    String.raw`\b${COUNT} (?:diffusion|noise|noising|forward|training) (?:time[- ]?)?steps\b`,
    String.raw`\b(?:diffusion|noise|noising|forward) (?:time[- ]?)?steps${IS}${COUNT}\b`,
    String.raw`\bt ?= ?${COUNT}\b(?= (?:time)?steps|[,;.)]| and)`,
  ),
  count(
    'technique',
    'sampling steps',
    String.raw`\b${COUNT}[- ](?:ddim |ddpm |sampling |denoising |reverse |inference )+(?:time[- ]?)?steps\b`,
    String.raw`\b(?:ddim|sampling|denoising|reverse|inference) (?:time[- ]?)?steps${IS}${COUNT}\b`,
    String.raw`\b(?:ddim|sampl\w*)(?: (?:new|images|pictures|sampling|sampler))*,? (?:in|with|using|over) ${COUNT} steps\b`,
  ),
  ofCycle(
    'cycle weight',
    String.raw`\bcycle(?:[- ]consistency)?(?: (?:loss|weight|lambda|factor|term)){0,2}${IS}(\d{1,3}(?:\.\d+)?)\b`,
    String.raw`(?:\blambda|λ)(?:[- _]?(?:cyc|cycle|a|b))?${IS}(\d{1,3}(?:\.\d+)?)\b`,
  ),
  ofCycle(
    'identity weight',
    String.raw`\bident(?:ity|ify)(?: (?:mapping|loss|weight|lambda|factor|term)){0,2}${IS}(\d{1,3}(?:\.\d+)?)\b`,
  ),
  ofCycle('residual blocks', String.raw`\b${COUNT} (?:residual|res(?:[- ]?net)?)[- ]?blocks\b`),
  {
    kind: 'artefact',
    name: 'sample grid',
    patterns: [
      String.raw`\b(?:grids?|sheets?|collages?) (?:of|with) (\d{1,3})(?: \p{L}+)? (?:images|samples|pictures|faces|digits|generated)\b`,
      String.raw`\b(\d{1,2}) ?[x×] ?\d{1,2} (?:image )?grids?\b`,
      String.raw`\bgrids? of (\d{1,2}) ?[x×] ?\d{1,2}\b`,
      String.raw`\b(\d{1,3}) (?:sample|generated|example|fake) (?:images|pictures|faces|digits)\b`,
    ],
    read: (written, { 0: said }) => {
      const count = Number(written);
      return /\d ?[x×] ?\d/.test(said) ? count * count : count;
    },
  },
  {
    kind: 'artefact',
    name: 'samples every epochs',
    patterns: [
      String.raw`\b(?:sav|show|plot|generat|display|writ)\w* (?:[\p{L}\d-]+ ){0,6}?(?:image|sample|grid|picture|face|digit)s?\b[^.;,]{0,25}?\b(?:every|each|after each|after every|per)(?: ${COUNT})? epochs?\b`,
      String.raw`\bevery(?: ${COUNT})? epochs?,? (?:sav|show|plot|generat|display|writ)\w* (?:[\p{L}\d-]+ ){0,6}?(?:image|sample|grid|picture)s?\b`,
    ],
    read: (_, { 1: stated }) => (stated === undefined ? 1 : readCount(stated)),
  },
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
    String.raw`\bheads?\b[^.;\d]{0,12}\b${COUNT} (?:wide|dimensions)\b`,
    String.raw`\bn_embd${IS}${COUNT}\b`,
  ),
  half('encoder blocks', 'encoder'),
  half('decoder blocks', 'decoder'),
  count(
    'size',
    'source length',
    String.raw`\b(?:source|input|encoder|article|document|question)s?(?: sequences?| texts?| sentences?)?[_ ](?:max(?:imum)?[_ ])?len(?:gth)?${IS}${COUNT}\b`,
    String.raw`\b(?:articles?|documents?|sources?|questions?|inputs?|texts?|reviews?|news)(?: texts?)? (?:are |is )?(?:cut|truncated|trimmed|limited|padded|shortened)(?: (?:to|at|after))? (?:length )?${COUNT}\b`,
    String.raw`\b(?:cut|truncate|trim|limit|shorten|pad)\w*(?: off)? (?:the |all |each )?(?:articles?|documents?|sources?|questions?|inputs?) (?:to|at|after) ${COUNT}\b`,
    String.raw`\bfirst ${COUNT} (?:words|tokens)\b`,
  ),
  count(
    'size',
    'target length',
    String.raw`\b(?:cut|truncate|trim|limit|shorten|pad)\w*(?: off)? (?:the |all |each )?(?:summar(?:y|ies)|headlines?|answers?|targets?|outputs?|translations?) (?:to|at|after) ${COUNT}\b`,
    String.raw`\b(?:target|output|decoder|summary|summaries|answer|headline|translation)s?(?: sequences?| texts?| sentences?)?[_ ](?:max(?:imum)?[_ ])?len(?:gth)?${IS}${COUNT}\b`,
    String.raw`\b(?:summar(?:y|ies)|headlines?|answers?|targets?|outputs?|translations?)(?: texts?)? (?:(?:are |is )?(?:cut|truncated|trimmed|limited|padded|shortened)(?: (?:to|at|after))?|of(?: at most| up to)?) (?:length )?${COUNT}\b(?= ?(?:words|tokens|\.|,|;|$))`,
    String.raw`\b(?:cut|truncated|trimmed|limited|padded|shortened)\b[^.;]{0,40}?,? (?:and )?(?:the )?(?:summar(?:y|ies)|headlines?|answers?|targets?|outputs?|translations?)(?: texts?)? (?:at|to|after) ${COUNT}\b`,
  ),
];
