import type { AskKind, FactValue } from '../artifacts/index.ts';
import { lazyExpression, type ExpressionFor } from '../core/index.ts';
import { CLASS_WORD } from './class-names.ts';
import { COUNT, PERCENT, RATE, readCount, readRate } from './numbers.ts';
import { TECHNIQUE_VALUES } from './technique-values-table.ts';

/** A value that a text states; of several the first counts, those of the requirement before those of the attributes. */
export interface ValueRow {
  readonly kind: AskKind;
  readonly name: string;
  /** Expressions over corrected lower-case text, the surest first; the first group that took part is the value. */
  readonly patterns: readonly string[];
  /** Null where what was found is no such value. */
  readonly read: (written: string, match: RegExpExecArray) => FactValue;
}

const MOST_SIDE = 4096;
/** Things that are counted as data: "classify 500 images" names no classes. */
const ITEM_WORD =
  'image|photo|picture|recording|clip|file|sample|record|row|review|tweet|text|document|article|sentence|patient|customer|user|signal|series|second|minute|hour|day|column|feature|pixel|instance|example|observation|message|comment|scan|slide|x-ray';
/** What is none of the groups that items are sorted into: parts of the data, and items themselves. */
const OTHER_PARTS = String.raw`(?!(?:[a-z-]+ ){0,2}(?:${ITEM_WORD}|fold|part|set|subset|split|batche|patche|tile|window|chunk|piece|frame|segment|network|model|layer|block|branche|unit|filter|head|gpu|channel|step|time|measurement|sensor|shop|store|site|region|bin)s\b)`;
/** Levels of a network and groups of its channels are no classes: "5 levels starting with 16 filters". */
const NOT_DEPTH = String.raw`(?!(?<=levels|groups)[^.;]{0,60}\b(?:filters|deep|depth|encod\w*|decod\w*|down|up|resolution|residual|channels?|convol\w*|kernels?|layers?|blocks?|lambda|tf\.split))`;
const NOT_SPLIT = String.raw`(?<!\b(?:inputs?|tensors?|channels|maps?|layer) [^.;]{0,40}\bsplit\w* [^.;\d]{0,12})\b`;
/** The validation loss stands still. */
const NO_PROGRESS = String.raw`\b(?:stall\w*|stagnat\w*|plateaus?|improv\w*|progress|(?:go|going|goes|went) down|decreas\w*|drop\w*|better)`;
/** "Early stopping after 5 epochs" says how long is waited. */
const NOT_PATIENCE = String.raw`(?<!\bearly[- _]stopping(?: (?:after|of|at|for))?:? \(?)`;
/** "the first 5 epochs", "every 10 epochs", "stalls for 10 epochs": not how long is trained. */
const NOT_ALL_EPOCHS = String.raw`(?<!\bwarm\w*[- ]?up\b[^.;,\d]{0,50})(?<!\b(?:first|last|final|every|each|after|another|next|initial|until|than|at|patience(?: of)?) )(?<!${NO_PROGRESS} (?:for|in|after|within|over|during) )${NOT_PATIENCE}\b`;
/** Further words of the same sentence that do not speak of stopping. */
const WITHIN = String.raw`(?:(?!\bstop)(?:[^.;]|\.\d)){0,60}?`;
const IS = String.raw`\s*(?:of|is|are|=|:|to|was|at|with)?\s*(?:about |around |only )?`;

const NUMERIC = '(?:numeric(?:al)?|number|continuous|real-valued|quantitative)';
const CATEGORICAL = '(?:categorical|category|nominal)';
const COLUMN =
  '(?:input )?(?:features|columns|attributes|predictors|explanatory variables|input variables)';
/** What numeric and categorical say of: `20 numeric inputs and 4 categorical ones`. */
const SUCH_COLUMN = `(?:${COLUMN}|inputs|variables|fields|ones)`;

function count(kind: AskKind, name: string, ...patterns: readonly string[]): ValueRow {
  return { kind, name, patterns, read: (written) => readCount(written) };
}

function share(kind: AskKind, name: string, ...patterns: readonly string[]): ValueRow {
  return {
    kind,
    name,
    patterns,
    read: (written) => {
      const value = Number(written) >= 1 ? Number(written) / 100 : Number(written);
      return value > 0 && value < 1 ? value : null;
    },
  };
}

/** A random change of images, by the largest share of it. */
function change(name: string, said: string): ValueRow {
  return {
    kind: 'technique',
    name,
    patterns: [
      String.raw`\b${said}(?: up to| of| by| with| factor| ±)*\s*\(?=? ?(0?\.\d+)`,
      String.raw`\b${said}[^.;,\d]{0,20}?${PERCENT}`,
    ],
    read: (written) => (Number(written) >= 1 ? Number(written) / 100 : Number(written)),
  };
}

function penalty(name: string, norm: string): ValueRow {
  return {
    kind: 'layer',
    name,
    patterns: [
      String.raw`\b${norm}(?: (?:kernel|weight))?(?:[- _](?:regulari[sz]ation|regulari[sz]er|penalty))?(?: (?:factor|strength|coefficient|weight|lambda|rate))?${IS}\(?${RATE}`,
    ],
    read: readRate,
  };
}

/** Names of Keras; of the normal distribution where none is stated for He and Kaiming, else of the uniform one. */
function readInitialiser(written: string, { 0: said }: RegExpExecArray): string {
  const family = { kaiming: 'he', xavier: 'glorot' }[written] ?? written;
  const usual = family === 'he' || family === 'lecun' ? 'normal' : 'uniform';
  return `${family}_${/\b(?:normal|uniform)\b/.exec(said.replaceAll('_', ' '))?.[0] ?? usual}`;
}

/** `[factor, count, unit]`: what the learning rate is multiplied by, how often; null where no factor is stated. */
function readDecay(_: string, { 0: said, 1: count }: RegExpExecArray): FactValue {
  const found =
    /\b(?:halv\w+|half)\b/.exec(said) === null
      ? /\b(?:by|of|to|rate|factor|gamma|decay\w*|=)\s*\(?(0?\.\d+)(?!\s*%)/.exec(said)?.[1]
      : '0.5';
  const divided = /\b(?:divid\w+ by|factor of) (\d+)\b(?!\.)/.exec(said)?.[1];
  const percent = /\b(?:by|drops?|falls?|decreases?|reduced?) (\d{1,2}) ?(?:%|percent)/.exec(
    said,
  )?.[1];
  const factor =
    found !== undefined
      ? Number(found)
      : divided !== undefined
        ? 1 / Number(divided)
        : percent === undefined
          ? 0
          : 1 - Number(percent) / 100;
  const unit = /\b(?:step|batch|iteration|update)(?:s|es)?$/.test(said) ? 'step' : 'epoch';
  const every = count === undefined || count.includes('.') ? 1 : (readCount(count) ?? 1);
  return factor > 0 && factor < 1 ? [factor, every, unit] : null;
}

/** "Identify the language of a text": of what is counted in brackets behind it one is told. */
function isToldApart(before: string, counted: string): boolean {
  const [verb] =
    /\b(?:classif|identif|recogni[sz]|predict|detect|determin|guess|tell)\w* (?:the |which |what )?(?:[a-z-]+ ){0,2}$/.exec(
      before.slice(0, Math.max(0, before.lastIndexOf(counted))),
    ) ?? [];
  return verb !== undefined;
}

export const VALUES: readonly ValueRow[] = [
  count(
    'training',
    'batch size',
    String.raw`\bbatch[- _]?sizes?${IS}${COUNT}\b`,
    String.raw`\bbatch(?:es)?(?: of)? (?:size )?${COUNT}\b`,
    String.raw`\b${COUNT} (?:samples |images |items |rows )?(?:per|a|in each) batch\b`,
    String.raw`\b${COUNT}[- ]batch size\b`,
    String.raw`\b(?:chunks|mini-?batch(?:es)?|portions|bunches) of (?:size )?${COUNT}\b`,
    String.raw`\b${COUNT} (?:rows|samples|images|items|examples|texts)? ?at a time\b`,
  ),
  count(
    'training',
    'epochs',
    String.raw`${NOT_ALL_EPOCHS}${COUNT}\s*(?:full |complete |training )*epo(?:ch|c|hc|ck)s?\b(?!(?: of)?(?: linear)?(?: learning rate)? warm)(?! (?:without|with no|of no|in a row|patience))`,
    String.raw`\b(?:train|fit)\w* (?:each|all|both|every)(?: \p{L}+)?(?: for)? ${COUNT} epochs?\b`,
    String.raw`\bepo(?:ch|c|hc|ck)s?\s*(?:of|is|=|:|to)\s*${COUNT}\b`,
    String.raw`\bepochs\s+${COUNT}\b`,
    String.raw`${NOT_PATIENCE}\b${COUNT} (?:full |complete )?(?:training )?(?:passes|iterations|rounds)\b`,
    String.raw`\b(?:over|through|see)\w* (?:\w+ ){0,3}data(?:set)? ${COUNT}\s*times\b`,
    String.raw`\btrain\w* (?:\w+ ){0,3}${COUNT}\s*times\b`,
  ),
  {
    kind: 'training',
    name: 'learning rate',
    patterns: [
      String.raw`\b(?:learning[- _]?rate|lr|step size)${IS}${RATE}`,
      String.raw`\blearning[- _]?rate,? (?:from|start\w* (?:at|from|with)|beginning (?:at|with)) ${RATE}`,
      String.raw`${RATE}\s*(?:as (?:the )?)?learning[- _]?rate`,
      String.raw`\b(?:decay\w*|annealing|schedule|starting|starts?) (?:from|at|with) ${RATE}`,
      String.raw`\b(?:adam(?:w|ax)?|nadam|sgd|rmsprop|ada(?:grad|delta|factor)|lion|ftrl)(?: optimi[sz]er)?(?: with| at| of|,|:|=)?\s*\(?${RATE}`,
    ],
    read: readRate,
  },
  {
    kind: 'training',
    name: 'momentum',
    patterns: [
      String.raw`(?<!\bnorm\w*[^.;]{0,20})\bmomentum(?: (?:factor|term|coefficient|value))?${IS}(0?\.\d+)`,
      String.raw`(0?\.\d+) momentum\b`,
    ],
    read: (written) => Number(written),
  },
  {
    kind: 'training',
    name: 'weight decay',
    patterns: [
      String.raw`\bweight[- _]decay(?: (?:factor|rate|coefficient))?${IS}\(?${RATE}`,
      String.raw`${RATE} weight[- _]decay\b`,
    ],
    read: readRate,
  },
  penalty('L2 penalty', 'l2'),
  penalty('L1 penalty', 'l1'),
  {
    kind: 'layer',
    name: 'initialiser',
    patterns: [
      String.raw`\b(he|kaiming|glorot|xavier|lecun)(?:[- _](?:normal|uniform))?(?: weight| kernel)?[- ](?:initiali[sz]\w+|init\b)`,
      String.raw`\binitiali[sz]\w*[^.;]{0,20}\b(?:with|by|to|is|:|=) (?:the )?(he|kaiming|glorot|xavier|lecun)\b`,
      String.raw`\b(he|kaiming|glorot|xavier|lecun)[- _](?:normal|uniform)\b`,
    ],
    read: readInitialiser,
  },
  {
    kind: 'layer',
    name: 'kernel size',
    patterns: [
      String.raw`\b([1-9]|1[1-5])(?:\s*(?:x|×|\*|by)\s*\d{1,2})? (?:convolution(?:al)? )?(?:kernels?|filters?)\b`,
      String.raw`\bkernels?(?:[- _]sizes?)?\s*(?:of|is|=|:|with)?\s*(?:size )?\(?([1-9]|1[1-5])\b(?! ?(?:%|layers?|kernels?))`,
    ],
    read: (written, match) =>
      // "32 filters" counts filters, "3x3 filters" says how large they are.
      /[x×*]|by|kernel/.test(match[0]) ? Number(written) : null,
  },
  {
    kind: 'training',
    name: 'gradient clipping',
    patterns: [
      String.raw`\b(?:clip(?:ped|ping)?(?: the)? (?:gradients?|norms?)(?: norms?)?|gradient clipping|clip ?norm)(?: (?:at|by|to|with))?(?: a)?(?: (?:global )?norm)?${IS}(\d+(?:\.\d+)?)`,
      String.raw`\bgradients? (?:are |is |were )?clipped (?:at|by|to|with)(?: a)?(?: (?:global |maximum |max )?norm)?${IS}(\d+(?:\.\d+)?)`,
    ],
    read: (written) => Number(written),
  },
  count(
    'training',
    'patience',
    String.raw`(?<!\b(?:plateau|reduce ?lr)\w*(?:(?!\bstop)(?:[^.;]|\.\d)){0,60})\bpatience${IS}${COUNT}\b`,
    String.raw`\bearly[- _]stopping(?: (?:after|with|of|at|for)|[_ ]rounds${IS}|:)? ?\(?${COUNT}\b`,
    String.raw`\b${COUNT} (?:epochs?|rounds?)(?: of)? patience\b`,
    String.raw`\bstop\w* (?:\w+ ){0,6}after ${COUNT} epochs? without\b`,
    String.raw`\b(?:stop\w*|early)\b(?![^.;]{0,80}\blearning rate)[^.;]{0,80}?${NO_PROGRESS} (?:for|in|after|within|over|during) ${COUNT} epo`,
  ),
  count(
    'training',
    'plateau patience',
    String.raw`\b(?:plateau|reduce ?lr)\w*${WITHIN}\bpatience${IS}${COUNT}\b`,
    String.raw`\b(?:learning[- _]?rate|lr)\b${WITHIN}${NO_PROGRESS} (?:for|in|after|within|over|during) ${COUNT} epo`,
  ),
  {
    kind: 'training',
    name: 'plateau factor',
    patterns: [
      String.raw`\b(?:plateau|reduce ?lr)\w*${WITHIN}\bfactor${IS}(0?\.\d+)`,
      String.raw`\b(?:reduc|lower|cut|drop|decreas)\w* (?:the )?(?:learning[- _]?rate|lr)(?: by)?(?: a factor of)? (0?\.\d+|half)\b(?!${WITHIN} every\b)`,
      String.raw`\b(halv)\w+ (?:the )?(?:learning[- _]?rate|lr)\b(?!${WITHIN} every\b)`,
    ],
    read: (written) => (written.startsWith('hal') ? 0.5 : Number(written)),
  },
  {
    kind: 'training',
    name: 'stopping monitor',
    patterns: [
      String.raw`\b(?:early stop\w*|stop\w* (?:training )?early)${WITHIN}\b(?:val(?:idation)?)[ _](accuracy|acc|loss)\b`,
      String.raw`\bmonitor\w*\s*[=:]?\s*["'“‘]?val(?:idation)?[ _](accuracy|acc|loss)\b`,
      String.raw`\bstop\w* (?:training )?(?:early )?(?:when|if|once)${WITHIN}\b(?:val(?:idation)?)[ _](accuracy|acc|loss)\b`,
    ],
    read: (written) => `val_${written === 'acc' ? 'accuracy' : written}`,
  },
  count(
    'training',
    'warm-up',
    String.raw`\bwarm\w*[- ]?up\b[^.;,\d]{0,50}?\b${COUNT} epo`,
    String.raw`\b${COUNT}[- ](?:warm[- ]?up epochs?|epochs?(?: of)?(?: linear)?(?: learning rate)? warm[- ]?up)\b`,
  ),
  {
    kind: 'training',
    name: 'rate decay',
    patterns: [
      String.raw`(?:\b(?:halv|divid|multipl|reduc|drop|cut|lower|decreas)\w*\b(?:[^.;]|\.\d){0,20}?)?\b(?:learning[- _]?rate|lr|decay\w*)\b(?:[^.;]|\.\d)*?\b(?:every|each|per) (?:${COUNT} )?(?:epochs?|steps?|batches|iterations|updates)\b`,
      String.raw`\bexponential\w*\b[^.;\d]{0,40}(0?\.\d+)`,
    ],
    read: readDecay,
  },
  count('training', 'seed', String.raw`\b(?:random )?(?:seed|random[- _]state)${IS}${COUNT}\b`),
  count(
    'technique',
    'search trials',
    String.raw`\b${COUNT} (?:trials|random (?:settings|combinations|configurations)|combinations|configurations)\b`,
    String.raw`\b(?:max[_ ])?trials${IS}${COUNT}\b`,
  ),
  count(
    'technique',
    'cross-validation',
    String.raw`\b${COUNT}[- ]fold(?:s|ed)?(?: cross[- ]?validation)?\b`,
    String.raw`\bfolds${IS}${COUNT}\b`,
    String.raw`\bk[- ]?folds?\b[^.;\d]{0,25}\bk ?= ?${COUNT}\b`,
  ),
  {
    kind: 'training',
    name: 'label smoothing',
    patterns: [
      String.raw`\blabel[- _]smoothing${IS}\(?(0?\.\d+)`,
      String.raw`\bsmooth\w* (?:the )?labels?${IS}(?:by )?(0?\.\d+)`,
    ],
    read: (written) => Number(written),
  },
  {
    kind: 'technique',
    name: 'rotations',
    patterns: [
      String.raw`\brotat\w*[^.;,]{0,30}?(\d{1,3}) ?-?(?:degrees?|deg\b|°)`,
      String.raw`\b(\d{1,3}) ?-?(?:degrees?|deg|°)[^.;,]{0,15}\brotat`,
      String.raw`\brotation[- _]range${IS}(\d{1,3})\b`,
      String.raw`\brotat\w*(?: \w+)?${IS}(0?\.\d+)`,
    ],
    // A share is one of a full circle.
    read: (written) => (Number(written) < 1 ? Number(written) * 360 : Number(written)),
  },
  change('zooms', String.raw`zoom\w*(?:[- _]range)?`),
  change('shifts', String.raw`(?:width|height|random)?[- _]?(?:shift|translat)\w*(?:[- _]range)?`),
  change('shears', String.raw`shear\w*(?:[- _]range)?`),
  change('brightness changes', String.raw`brightness(?:[- _](?:range|change|jitter))?`),
  change('contrast changes', String.raw`contrast(?:[- _](?:range|change|jitter))?`),
  {
    kind: 'technique',
    name: 'mixup alpha',
    patterns: [String.raw`\b(?:mix-?up|cut-?mix)[^.;]{0,12}?\balpha${IS}(\d*\.?\d+)`],
    read: (written) => Number(written),
  },
  {
    kind: 'layer',
    name: 'dropout',
    patterns: [
      String.raw`\bdrop-?out(?:s| rates?| layers?)?\s*(?:of|is|=|:|\(|with|at|rate)?\s*(?:a )?(?:rate )?(?:of )?(0?\.\d+)`,
      String.raw`\b(0?\.\d+) drop-?out`,
      String.raw`\bdrop-?out(?: rate)?\s*(?:of|is|=|:|at)?\s*${PERCENT}`,
      String.raw`${PERCENT}\s+drop-?out`,
      String.raw`\bdrop(?:ping|s)? ${PERCENT} of (?:the )?(?:neurons|units|nodes|weights|connections)`,
    ],
    read: (written) => {
      const value = Number(written) >= 1 ? Number(written) / 100 : Number(written);
      return value > 0 && value < 1 ? value : null;
    },
  },
  count(
    'layer',
    'units',
    // The units of the head are the classes.
    String.raw`(?<!\b(?:softmax|sigmoid|output|final)\b[^.,;]{0,30})\b${COUNT} (?:lstm |gru |hidden |recurrent )?(?:units|neurons|cells)\b`,
    String.raw`\b(?:lstm|gru|dense)\s?\(${COUNT}\)`,
    String.raw`\b(?:num[_ ]|n[_ ]|hidden[_ ]|lstm[_ ]|gru[_ ])?(?:units|latent[_ ]dim)\s*(?:=|:|of|is)?\s*${COUNT}\b(?! ?(?:x|%))`,
    String.raw`\b(?:hidden|state)[_ ](?:size|dim(?:ension)?|state)s?${IS}${COUNT}\b`,
    String.raw`\b(?:lstm|gru|dense) ${COUNT}\b(?! ?(?:x|%|layers?|cells?|epochs?|blocks?|-))`,
  ),
  count(
    'layer',
    'embedding dimension',
    String.raw`\bembeddings?(?: layers?| vectors?)?\s*(?:dim(?:ension)?s?|size)?\s*(?:of|is|=|:|with)?\s*(?:size |dim(?:ension)?s? )?(\d{1,4})\b(?! (?:words|classes))`,
    String.raw`\b(\d{1,4})[- ]?(?:d|dim(?:ension(?:al|s)?)?s?) (?:word |token |glove )*embeddings?`,
  ),
  {
    kind: 'size',
    name: 'image',
    patterns: [
      String.raw`\b(\d{1,4})\s*(?:x|×|\*|by)\s*(\d{1,4})(?:\s*(?:x|×|\*|by)\s*([134]))?\b(?![\s-]*(?:pixel )?(?:patch|kernel|filter|grid|conv|pool|tile|block|max))`,
      String.raw`\(\s*(?:(?:none|batch_size|\w*samples?)\s*,\s*)?(\d{2,4})\s*,\s*(\d{2,4})\s*(?:,\s*([134])\s*)?\)`,
      String.raw`\b(\d{2,4})(?: pixels| px)? (?:high|tall)\b[^.;\d]{0,12}(\d{2,4})(?: pixels| px)? wide\b`,
      String.raw`\b(?:re)?sized? to (\d{2,4})(?: pixels| px)?\b(?!\s*%)`,
      String.raw`\b(\d{2,4})[- ](?:pixels?|px)(?: (?:wide|square|images?|pictures?))?\b`,
      String.raw`\b(?:image|input)[- ]size${IS}(\d{2,4})\b`,
      String.raw`(?<![a-z])rows\s*=\s*(\d{1,4})[^.]{0,20}?columns\s*=\s*(\d{1,4})`,
    ],
    read: (_, [, height, width = height]) => {
      const sides = [Number(height), Number(width)];
      return sides.every((side) => side >= 8 && side <= MOST_SIDE) ? sides : null;
    },
  },
  {
    kind: 'size',
    name: 'channels',
    patterns: [
      String.raw`\b(gr[ae]y[- ]?scale|gr[ae]y (?:images?|pictures?|photos?)|black[- ]and[- ]white|single[- ]channel|one channel|1 channel)\b`,
      String.raw`\b(rgb|colou?r(?:ed)? (?:images?|photos?|pictures?)|3 (?:colou?r )?channels?|three channels)\b`,
      String.raw`\b\d{1,4}\s*(?:x|×|\*)\s*\d{1,4}(?: pixels| px)?,? (gr[ae]y)\b`,
      String.raw`\b\d{1,4}\s*(?:x|×|\*)\s*\d{1,4}\s*(?:x|×|\*)\s*([134])\b`,
      String.raw`\(\s*(?:(?:none|batch_size|\w*samples?)\s*,\s*)?\d{2,4}\s*,\s*\d{2,4}\s*,\s*([134])\s*\)`,
      String.raw`(?<![a-z])channels?\s*=\s*([134])\b`,
    ],
    read: (written) =>
      /^\d$/.test(written) ? Number(written) : /^(?:rgb|col|3|thr)/.test(written) ? 3 : 1,
  },
  {
    kind: 'size',
    name: 'sample rate',
    patterns: [
      String.raw`\b(\d+(?:\.\d+)?)\s*k(?:ilo)?hz\b`,
      String.raw`\b${COUNT}\s*hz\b`,
      String.raw`\bsampl(?:e|ing)[- _]rate\s*(?:of|is|=|:)?\s*${COUNT}\b`,
    ],
    read: (written, match) =>
      /k(?:ilo)?hz/.test(match[0]) ? Math.round(Number(written) * 1000) : readCount(written),
  },
  count(
    'size',
    'clip seconds',
    String.raw`\b${COUNT}[- ]?s(?:ec(?:ond)?s?)?(?: long)? (?:audio |wav |mp3 |ogg |flac )?(?:clips?|recordings?|sounds?|files?|segments?|chunks?|excerpts?|snippets?|samples?|windows? of audio|slices?)\b`,
    String.raw`\b(?:clips?|recordings?|files?|segments?|chunks?|excerpts?|snippets?|tracks?|audio) (?:(?:of|are|is|to|each|cut|padded|trimmed|or) )*${COUNT}[- ]?s(?:ec(?:ond)?s?)?\b`,
    String.raw`\b(?:first|(?:cut|trimmed|padded|truncated|cropped|fixed)(?: (?:off )?(?:to|at|after))?) ${COUNT} ?s(?:ec(?:ond)?s?)\b`,
  ),
  count(
    'size',
    'signal length',
    String.raw`\b${COUNT} (?:data points|samples|points|values|readings|time ?steps)(?: each| per (?:signal|row|beat|record\w*|sample))\b`,
    String.raw`\bsignals? of (?:length )?${COUNT}\b`,
  ),
  count(
    'size',
    'sequence length',
    String.raw`\b(?:max(?:imum)?[- _]?(?:sequence[- _]?|text[- _]?)?len(?:gth)?|sequence length|block[- _]?size|context[- _](?:length|size|window)|padded to|cut (?:off )?(?:to|at|after)|pad(?:ding)? (?:them )?to)\s*(?:of|is|=|:)?\s*(?:a length of )?${COUNT}\b(?! ?(?:pixels|px|x|%|s\b|sec))`,
    String.raw`\b${COUNT} (?:words|tokens) (?:long|each|per)\b`,
    String.raw`\bsequences? (?:of )?${COUNT}\b(?! ?(?:%|images|frames|rows|steps|hours|days))`,
    String.raw`\b(?:max(?:imum)?(?: of)?|at most|up to|longer than) (\d{1,4}) (?:input |source )?(?:words|tokens)\b`,
  ),
  count(
    'size',
    'vocabulary',
    String.raw`\bvocab(?:ulary)?(?:[- _]size)?\s*(?:of|is|=|:)?\s*${COUNT}\b`,
    String.raw`(?<!\bsampl\w* (?:(?:from|among|of) )?(?:the )?)\b(?:top|most (?:frequent|common)) ${COUNT} words\b`,
    String.raw`\bmax(?:imum)?(?:[- _](?:number of )?(?:words|features|tokens))\s*(?:of|is|=|:)?\s*${COUNT}\b`,
    String.raw`\b${COUNT} most (?:frequent|common) words\b`,
    String.raw`\b(?:keep|retain|use|consider|limit(?:ed)? to|vocabulary to|restrict(?:ed)? to) (?:only |just )?(?:the )?(?:first |top )?${COUNT} (?:words|tokens)\b`,
  ),
  {
    kind: 'count',
    name: 'classes',
    patterns: [
      String.raw`${NOT_SPLIT}${COUNT}[- ](?:(?:different|distinct|target|possible|output|unique|balanced|main|[a-z]+) ){0,2}${CLASS_WORD}\b${NOT_DEPTH}`,
      String.raw`\b(?:number of classes|class count|num_classes|n_classes)\s*(?:is|=|:|of)?\s*${COUNT}\b`,
      String.raw`\b${COUNT}-(?:class|way)\b`,
      String.raw`\(${COUNT} (?:different |possible )?(?<counted>[a-z]{3,})s\)`,
      String.raw`\b(?:classif|recogni|distinguish|identif|categori|differentiat)\w* (?:the |all |between |among |into |images? of |photos? of |pictures? of )*${COUNT} (?!(?:[a-z-]+ ){0,2}(?:${ITEM_WORD})s?\b)(?:[a-z-]+ ){0,2}[a-z-]+s\b`,
      String.raw`(?:\/|\b(?:folders?|labell?ed|labels?|classes|digits?|from) )(0 ?(?:\.\.\.?|to|-|–) ?\d{1,3})\b(?! ?(?:%|epochs?|degrees?|°))`,
      String.raw`\b(?:one|any|each) of (?:the |our |my |these |those )?${COUNT} ${OTHER_PARTS}(?:[a-z-]+ ){0,2}[a-z-]+s\b`,
      String.raw`\b(?:rout|sort|assign|group|put|bucket|triag|label|divid|separat)\w* [^.;\d]{0,40}?\b(?:in|in ?to|to|among) (?:one of )?(?:the |our |my )?${COUNT} ${OTHER_PARTS}(?:[a-z-]+ ){0,2}[a-z-]+s\b`,
      String.raw`\b${COUNT} sub[- ]?(?:folders?|director(?:y|ies))\b`,
      String.raw`\b(?:speech|spoken|audio|voice|sound)\b[^.]{0,40}?\b${COUNT} (?:words|commands|keywords|speakers|accents|languages)\b`,
      String.raw`\b${COUNT} (?:folders?|director(?:y|ies)),? (?:each|one (?:for|per))\b`,
      String.raw`\b(?:stars?|ratings?|scale|grades?|levels?)\b[^.]{0,20}?\b([01] ?(?:to|-|–) ?\d{1,2})\b`,
      String.raw`\b(binary) (?:class\w*|label|target|problem|outcome|sentiment|image|text)`,
      String.raw`\b(binary)\b[^.]{0,12}\(0`,
      String.raw`\b(yes\/no|true\/false|0\/1|0 or 1|yes or no)\b`,
    ],
    read: (written, { index, input, groups }) => {
      const { counted } = groups ?? {};
      if (counted !== undefined && !isToldApart(input.slice(0, index), counted)) return null;
      if (/^(?:binary|yes|true|0\/1|0 or)/.test(written)) return 2;
      const scale = /^([01])\D+(\d+)$/.exec(written);
      if (scale !== null) return Number(scale[2]) - Number(scale[1]) + 1;
      const classes = readCount(written);
      return classes !== null && classes > 1 && classes <= 100_000 ? classes : null;
    },
  },
  count(
    'count',
    'number columns',
    String.raw`\b${COUNT} ${NUMERIC} ${SUCH_COLUMN}\b`,
    String.raw`\b${COUNT} ${NUMERIC}(?= and (?:\w+ )?${CATEGORICAL} ${SUCH_COLUMN})`,
  ),
  count(
    'count',
    'category columns',
    String.raw`\b${COUNT} ${CATEGORICAL} ${SUCH_COLUMN}\b`,
    String.raw`\b${COUNT} ${CATEGORICAL}(?= and (?:\w+ )?${NUMERIC} ${SUCH_COLUMN})`,
  ),
  count(
    'count',
    'columns',
    String.raw`(?<!\b(?:top|best|important|relevant|first|last|max\w*|keep|select\w*) )\b${COUNT} (?!most |best |top |${NUMERIC}|${CATEGORICAL})(?:[a-z-]+ ){0,2}?${COLUMN}\b(?! (?:maps?|channels?|vectors?|extract))`,
    String.raw`\b${COUNT} (?:sensors\b(?! (?:in|at) )|sensor (?:channels|columns|signals|measurements|variables|values|readings)\b)`,
  ),
  count(
    'count',
    'instances',
    String.raw`\b(?:total (?:number )?of|contains?|with|of|approximately|about|around|over|totaling) ${COUNT}\+? (?:labell?ed |different |total |[a-z]+ ){0,2}(?:instances|images|rows|samples|records|observations|entries|examples|pictures|photos|reviews|texts|tweets|articles|sentences|pairs|files|patients|data points)\b(?! (?:each|per))`,
    String.raw`\b${COUNT} (?:in|of|out of) (?:the )?(?:\d{1,3}(?:,\d{3})+|\d{3,})\b`,
    String.raw`\b${COUNT}\+? (?:instances|rows of data|rows|records|observations|entries)\b(?! (?:each|per|at a))`,
  ),
  share(
    'data',
    'test share',
    String.raw`\b${PERCENT} (?:of [\w ]{1,20} )?(?:for |as |is |used for )*(?:the )?test(?:ing)?\b`,
    String.raw`\btest(?:ing)?(?:[- _](?:set|size|split|share))?${IS}(0?\.\d+|\d{1,2}(?= ?(?:%|percent)))`,
    String.raw`\blast ${PERCENT}`,
    String.raw`\bheld[- ]out (?:(?:set|test|part|of|last) ){0,3}${PERCENT}`,
    String.raw`\bhold(?:ing)?[- ]out (?:the )?(?:last )?${PERCENT}`,
  ),
  share(
    'data',
    'validation share',
    String.raw`\b${PERCENT} (?:of [\w ]{1,20} )?(?:for |as |is |used for )*(?:the )?valid(?:ation|ating)?\b`,
    String.raw`\bvalidation(?:[- _](?:set|size|split|share))?${IS}(0?\.\d+|\d{1,2}(?= ?(?:%|percent)))`,
  ),
  {
    kind: 'data',
    name: 'split',
    patterns: [
      String.raw`\b(\d{2}\s?%?\s?[-\/:]\s?\d{1,2}(?:\s?%?\s?[-\/:]\s?\d{1,2})?)\s?%?\s*(?:train|split|ratio|for)`,
      String.raw`\btrain\w*(?: set)? ?\(?(\d{2} ?%\)?[^.;\d]{1,25}valid\w*(?: set)? ?\(?\d{1,2} ?%\)?[^.;\d]{1,25}test\w*(?: set)? ?\(?\d{1,2}) ?%`,
      String.raw`\b(\d{2} ?(?:%|percent)(?: for)? train\w*,? (?:and )?\d{1,2} ?(?:%|percent)(?: for)? valid\w*,?(?: and| the)* (?:rest|remain\w*))`,
      String.raw`\bsplit\w*[^.\d]{0,40}?(\d{2}\s?%?\s?[-\/:]\s?\d{1,2}(?:\s?%?\s?[-\/:]\s?\d{1,2})?)\b`,
    ],
    read: (written) => {
      const parts = written.match(/\d+/g)?.map(Number) ?? [];
      const rest = 100 - parts.reduce((sum, part) => sum + part, 0);
      if (/\b(?:rest|remain)/.test(written) && rest > 0) return [...parts, rest];
      return rest === 0 ? parts : null;
    },
  },
  ...TECHNIQUE_VALUES,
];

/** The rows with their patterns, compiled when needed. */
export const COMPILED_VALUES: readonly (ValueRow & {
  readonly expressions: readonly ExpressionFor[];
})[] = VALUES.map((row) => ({
  ...row,
  expressions: row.patterns.map((pattern) => lazyExpression(pattern, 'u')),
}));
