import type { EventKind } from './network-event.ts';

/** Words of a network's description: what they are, and the layer, activation or form that they name. */
export interface NetworkWord {
  readonly kind: EventKind;
  /** A row of the plan's layers (`#` for the dimension), an activation, or a form of branches and blocks. */
  readonly name: string;
  readonly heard: string;
}

const LAYER = String.raw`(?:[ -]layers?\b)?`;
/** `convolutional network` names no layer. */
const NO_NETWORK = String.raw`(?![ -](?:neural|networks?|nets?|model|base|backbone|part|block|stage|module|stack|features?|autoencoder|classifier|recurrent|and recurrent)\b)`;
const DIMENSION = String.raw`(?:[ -]?[123]d)?`;
const CONV = String.raw`conv(?:s|olutions?|olutional|olve[sd]?)?`;
const POOL = String.raw`[ -]?pool(?:ing|ings|ed|s)?${DIMENSION}${LAYER}`;
export const COUNT_WORDS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight'];
export const COUNT = `(?:${COUNT_WORDS.join('|')}|[1-8])`;
const ORDINAL =
  '(?:first|second|third|fourth|fifth|sixth|final|last|next|initial|another|new|other)';
const LETTER = String.raw`(?:one|two|three|four|five|six|[1-6a-d])\b`;
const BRANCH = '(?:branch|path|pathway|tower|stream)';
const BRANCHES = '(?:branches|paths|pathways|towers|streams)';
const GROUPS = '(?:groups|parts|splits|slices|chunks|portions)';
const BLOCK = '(?:block|stage|module)';
const BLOCK_KIND = String.raw`(?:(?:residual|convolutional|convolution|conv|resnet|identical|such|similar|inception|vgg|feature|separable|dense|processing|following|basic|main|bottleneck|attention|transition|fusion|custom|repeated|of these)[ -])*`;

const layer = (name: string, heard: string): NetworkWord => ({ kind: 'layer', name, heard });
const merge = (name: string, heard: string): NetworkWord => ({ kind: 'merge', name, heard });
const branch = (name: string, heard: string): NetworkWord => ({ kind: 'branch', name, heard });
const block = (name: string, heard: string): NetworkWord => ({ kind: 'block', name, heard });
const activation = (name: string, heard: string): NetworkWord => ({
  kind: 'activation',
  name,
  heard: String.raw`\b(?:${heard})\b`,
});

/** Of words that overlap, those that begin first and then the longest are heard; regular expressions for lower case. */
export const NETWORK_WORDS: readonly NetworkWord[] = [
  layer(
    'Conv#DTranspose',
    String.raw`\b(?:${CONV}${DIMENSION}[ -]?transposed?|transposed? (?:[123]d )?${CONV}|deconv\w*)${DIMENSION}${LAYER}`,
  ),
  layer(
    'SeparableConv#D',
    String.raw`\b(?:depth-?wise[ -])?separable[ -]?(?:[123]d )?${CONV}\b${DIMENSION}${LAYER}`,
  ),
  layer('DepthwiseConv#D', String.raw`\bdepth-?wise[ -]?(?:[123]d )?${CONV}\b${DIMENSION}${LAYER}`),
  layer('ConvLSTM#D', String.raw`\bconv(?:olutional)?[ -]?lstm${DIMENSION}${LAYER}`),
  layer('Conv#D', String.raw`\b[1-9] ?[x×] ?[1-9](?= (?:followed by|then|and then)\b)`),
  layer(
    'Conv#D',
    String.raw`\b(?:(?:[123]d|one-dimensional|two-dimensional|three-dimensional|point-?wise)[ -])?${CONV}${DIMENSION}${LAYER}\b${NO_NETWORK}`,
  ),
  layer(
    'GlobalAveragePooling#D',
    String.raw`\bglobal(?:ly)?[ -]?(?:average|avg|mean)${POOL}|\bgap\b(?: layer)?`,
  ),
  layer('GlobalMaxPooling#D', String.raw`\bglobal(?:ly)?[ -]?max(?:imum)?${POOL}`),
  layer('GlobalAveragePooling#D', String.raw`\bglobal[ -]pooling${LAYER}`),
  layer('AveragePooling#D', String.raw`\b(?:average|avg|mean)${POOL}`),
  layer(
    'MaxPooling#D',
    String.raw`\bmax(?:imum)?${POOL}|\b(?:a|another|x\d) pooling${LAYER}|(?<=[,;] (?:then |and )?)pooling(?= (?:by|of|with) \d|[,;.])`,
  ),
  layer(
    'BatchNormalization',
    String.raw`\bbatch[ -]?norm(?:ali[sz](?:ation|ed|es?))?${LAYER}|\bbn\b|\bnormali[sz](?:e|es|ed|ing) (?:(?:over|across) )?(?:the |each |every )?(?:mini-?)?batch(?:es)?\b`,
  ),
  layer('LayerNormalization', String.raw`\blayer[ -]?norm(?:ali[sz](?:ation|ed|es?))?${LAYER}`),
  layer('GroupNormalization', String.raw`\bgroup[ -]?norm(?:ali[sz](?:ation|ed|es?))?${LAYER}`),
  layer('SpatialDropout#D', String.raw`\bspatial[ -]?drop[ -]?out${DIMENSION}${LAYER}`),
  layer('AlphaDropout', String.raw`\balpha[ -]?drop[ -]?out${LAYER}`),
  layer('GaussianNoise', String.raw`\bgaussian[ -]?noise${LAYER}`),
  layer('Dropout', String.raw`(?<!recurrent[ _-])\bdrop[ -]?outs?${LAYER}(?! ?=)`),
  layer(
    'Dropout',
    String.raw`\bdrop(?:s|ped|ping)?(?= (?:out )?(?:randomly )?(?:(?:at|by|with) )?(?:\d+(?:\.\d+)? ?(?:%|percent)|0?\.\d+)(?! of (?:the |all )?(?:rows|data|samples|columns|records|images|examples|values)))`,
  ),
  layer('Flatten', String.raw`\bflatten(?:s|ed|ing)?${LAYER}`),
  layer('Reshape', String.raw`\breshap(?:e|es|ed|ing)${LAYER}`),
  layer('Permute', String.raw`\bpermut(?:e|es|ed|ing|ations?)${LAYER}`),
  layer('RepeatVector', String.raw`\brepeat[ -]?vector${LAYER}`),
  layer('ZeroPadding#D', String.raw`\bzero[ -]?padding${DIMENSION}${LAYER}`),
  layer('Cropping#D', String.raw`\bcropping[123]d${LAYER}`),
  layer(
    'UpSampling#D',
    String.raw`(?<!\b(?:for|to) )\bup[ -]?sampl(?:e|es|ed|ing)${DIMENSION}${LAYER}`,
  ),
  layer(
    'Dense',
    String.raw`\b(?:fully[ -]connected|densely[ -]connected|dense|fc|hidden|linear|feed-?forward)(?:[ -](?:dense|fully[ -]connected|hidden|softmax|sigmoid|relu|linear|output))*[ -]layers?\b|\bdense\b(?![ -](?:connections?|networks?|blocks?|nets?|neural|features?|part|head|optical))|\bfc\b(?= ?[\d(])|(?<=\b\d+[- ](?:units?|neurons?|nodes?)[- ])layers?\b`,
  ),
  layer(
    'Bidirectional(LSTM)',
    String.raw`\bbi-?(?:directional)?[ -]?lstms?\b${LAYER}${NO_NETWORK}|\bbidirectional[ -]layers?\b(?! (?:with|of|wrapping|around) (?:an? )?gru)`,
  ),
  layer('Bidirectional(GRU)', String.raw`\bbi-?(?:directional)?[ -]?grus?\b${LAYER}${NO_NETWORK}`),
  layer(
    'Bidirectional(SimpleRNN)',
    String.raw`\bbidirectional[ -](?:simple[ -]?)?rnns?\b${LAYER}${NO_NETWORK}`,
  ),
  layer('LSTM', String.raw`\blstms?\b${LAYER}${NO_NETWORK}`),
  layer('GRU', String.raw`\bgrus?\b${LAYER}${NO_NETWORK}`),
  layer('SimpleRNN', String.raw`\bsimple[ -]?rnns?\b${LAYER}${NO_NETWORK}|\brnn layers?\b`),
  layer(
    'Embedding',
    String.raw`\b(?:word |token )?embeddings?${LAYER}(?! (?:matrix|file))|\bembed(?:s|ded)?\b`,
  ),
  layer(
    'MultiHeadAttention',
    String.raw`\bmulti-?[ -]?head(?:ed)?[ -]?(?:self[ -])?attention${LAYER}`,
  ),
  layer(
    'Attention',
    String.raw`\b(?:(?:self|dot-product|additive|luong)[ -])?attention layers?\b|\bself-attention\b`,
  ),
  merge('Concatenate', String.raw`\bconcat(?:enat\w+|s|ed)?\b(?:[ -]layer)?`),
  merge(
    'Add',
    String.raw`\b(?:element-?wise )?(?:addition|summation)\b(?: layer)?|\bsummed\b|\badd layer\b|\b(?:is|are|be|being|then|gets?|both) added\b|\badds (?=the|its|this|that|each)|\badd (?=the|its|this|both|them)|\badded (?=to|together|element|back)|\b(?:residual|skip|identity|shortcut) connections?\b`,
  ),
  merge(
    'Multiply',
    String.raw`\bmultipl(?:y|ied|ies|ication)\b(?! (?:it |the (?:learning )?rate )?by [\d.])(?: layer)?`,
  ),
  merge('', String.raw`\b(?:combined|merged|fused|joined|merge)\b`),
  branch(
    'back',
    String.raw`\b(?:both|these|the (?:two|three|four)|all(?: of)?(?: the)?|their|outputs of the(?: two)?)(?: \w+)? (?:${BRANCHES}|${GROUPS})\b`,
  ),
  branch(
    'several',
    String.raw`\b(?:${COUNT}|several|parallel|multiple)(?: (?:parallel|separate|different|convolutional))* ${BRANCHES}\b`,
  ),
  branch(
    'several',
    String.raw`\bsplit(?:s|ting)?\b[^.;,]{0,40}? (?:into|in) ${COUNT}(?: equal)? ${GROUPS}\b`,
  ),
  branch(
    'first',
    String.raw`\b(?:first|one|main|left|deep|upper|trunk) ${BRANCH}\b|\b${BRANCH} (?:one|1|a)\b|\bdeep part\b|\btrunk:|\bone (?=applies|uses|has|with)`,
  ),
  branch('both', String.raw`\bthe second and (?:the )?third(?: (?:branches|paths|groups|ones))?\b`),
  branch(
    'other',
    String.raw`\b(?:second|third|fourth|fifth|other|branch|side|right|lower|shortcut|skip|residual|another) ${BRANCH}\b|\b${BRANCH} ${LETTER}|\bwide part\b|\bshortcut:|\bthe (?:other|second|third|fourth)(?= (?:one|applies|uses|has|with|a|is|goes|passes|extracts|performs|processes|consists|takes|starts|employs)\b)|\bin parallel,`,
  ),
  block('template', String.raw`\b[2-8] ?[x×] ?(?=\()`),
  block(
    'listed',
    String.raw`\b${BLOCK}s ${LETTER}(?:(?:,|,? and|,? to) ${LETTER}){1,5}(?= (?:have|has|contain|consist|use|with|are|each))`,
  ),
  block(
    'template',
    String.raw`(?<!\bbetween (?:the )?)\b${COUNT} (?:successive |consecutive |stacked )?${BLOCK_KIND}${BLOCK}s\b|\brepeat\w* (?:the |this )?(?:following |block |structure |of )*(?:twice|${COUNT} times)|\b(?:use|apply|call|stack)\w* (?:it|them|(?:this|the) (?:function|${BLOCK_KIND}${BLOCK})) (?:twice|${COUNT} times)`,
  ),
  block(
    'each',
    String.raw`\b(?:each|every)(?: of (?:the|these|them))?(?: ${BLOCK_KIND}${BLOCK}s?)?(?= (?:contain|consist|compris|ha[sv]|with|includ|is made|appl|made))`,
  ),
  block(
    'ordinal',
    String.raw`\b(?:the |a |an )?${ORDINAL} ${BLOCK_KIND}${BLOCK}\b|(?<!of )\b${BLOCK_KIND}${BLOCK} ${LETTER}|\b(?:a|an|one) ${BLOCK_KIND}${BLOCK}\b`,
  ),
  block(
    'same',
    String.raw`\b(?:the )?(?:same|identical)\b(?! padding| size| number| shape| length| as)(?: (?:pair|structure|block|layers|again|pattern))*`,
  ),
  {
    kind: 'each',
    name: 'each',
    heard: String.raw`\b(?:each|every one|all|both)(?: (?:of )?(?:them|these|those|which|one|(?:\w+ )?layer|${CONV}))*(?: (?:is|being|are))?(?: (?:immediately|directly|then))?,? followed by`,
  },
  {
    kind: 'each',
    name: 'after',
    heard: String.raw`\bafter (?:each|every|both)(?: of (?:them|these|those))?(?: (?:\w+ )?(?:layer|${CONV}|one))?`,
  },
  {
    kind: 'head',
    name: 'head',
    heard: String.raw`\b(?:softmax|sigmoid|linear|final|output|prediction|classification|single|last)(?:[ -](?:softmax|sigmoid|linear|output|classification|prediction|dense))*[ -](?:output|layer|neuron|unit|node|classifier|head)s?\b|\boutput (?:layers?|units?|neurons?|nodes?)\b|\bsoftmax\b|\bsigmoid (?:unit|neuron|node|output)\b|\boutput\b(?= (?:for|with|of) \d)|\b1 unit\b|\bone unit\b|\b(?:second|third|fourth|fifth|last|final) one (?=gives|outputs|produces|predicts|makes|yields|classif)`,
  },
  {
    kind: 'head',
    name: 'ordinal',
    heard: String.raw`\b(?:second|third|last|latter)(?: one)? (?:(?:being|is|serves as|as|acts as) (?:the|an|our) output|(?:has|uses|with) (?:an? )?(?:softmax|sigmoid))\b`,
  },
  activation('leaky_relu', 'leaky[ -]?relus?'),
  activation('prelu', 'p-?relu'),
  activation('relu', 're-?lus?|rectified linear(?: units?)?'),
  activation('elu', 'elu'),
  activation('selu', 'selu'),
  activation('gelu', 'gelu'),
  activation('silu', 'swish|silu'),
  activation('mish', 'mish'),
  activation('tanh', 'tanh|hyperbolic tangent'),
  activation('softplus', 'softplus'),
  activation('sigmoid', 'sigmoid'),
  activation('linear', 'linear activation'),
];

const SIZES = String.raw`\d+\s*[x×]\s*\d+(?:\s*[x×]\s*\d+)?`;
/** Words before a layer that describe it; no word is matched in two ways. */
const BEFORE = String.raw`(?:\b(?:channels?|filters) (?:[a-z]+ )?to \d+ (?:with|by|using|through) )?(?:\b(?:an?|the|its|another|additional|further|single|final|last|first|second|third|fourth|fifth|next|initial|ordinary|standard|simple|regular|plain|new|usual|shared|successive|consecutive|sequential|stacked|parallel|more|small|large|hidden|strided|dilated|causal|frozen|again|by|use|add|apply|then|traditional|subsequent|${COUNT_WORDS.join('|')}|times|filters?|(?:leaky[ -]?)?relu|elu|selu|gelu|tanh|softmax|sigmoid|linear|activated|same|padded|\d+[- ]?(?:units?|neurons?|nodes?|channels?|dim(?:ensional)?|cells?|way)|${SIZES}(?:\s*(?:,|and|, and)\s+(?:an? )?${SIZES})*|\d+(?:\.\d+)?(?:[- ]?%)?)[\s-]+){0,16}$`;
export const BEFORE_LAYER = new RegExp(BEFORE);
