import type { LayerCall } from '../artifacts/index.ts';
import { ownTable } from '../core/index.ts';

/** A network for texts that KerasHub has: an encoder, or a language model. */
export interface Encoder {
  /** What it is called; also the name of the term of the vocabulary that asks for it. */
  readonly name: string;
  /** As a term's `heard`. */
  readonly heard: readonly string[];
  /** Names of its weights in KerasHub, the usual ones first; none where a project cannot read its tokenizer. */
  readonly presets: readonly string[];
  /** Tokens of the longest text that its presets read; `MOST_TOKENS` where it is not said. */
  readonly mostTokens?: number;
  /** The network that is built where the data do not fit this one. */
  readonly nearest?: string;
}

/** Tokens of the longest text that most presets read. */
export const MOST_TOKENS = 512;

const SIZES = '( (tiny|mini|small|medium|base|(extra |x )*(small|large)))?';
const KINDS = '( (en|zh|multi|multilingual))?( (un)?cased)?';

/**
 * Networks by their class in `keras_hub.models` (KerasHub 0.32); each is a file of `pool/models/`, which cites its paper.
 * The tokenizers of ALBERT, DeBERTa and XLM-RoBERTa need the package sentencepiece, which the environment does not have.
 */
export const ENCODERS: Readonly<Record<string, Encoder>> = ownTable({
  BertBackbone: {
    name: 'BERT',
    heard: [`((tiny|mini|small|medium|base|large|multilingual) |m )?bert${SIZES}${KINDS}`],
    presets: [
      'bert_base_en_uncased',
      'bert_tiny_en_uncased',
      'bert_small_en_uncased',
      'bert_medium_en_uncased',
      'bert_base_en',
      'bert_base_multi',
      'bert_base_zh',
      'bert_large_en_uncased',
      'bert_large_en',
    ],
  },
  DistilBertBackbone: {
    name: 'DistilBERT',
    heard: [`distil bert${SIZES}${KINDS}`],
    presets: ['distil_bert_base_en_uncased', 'distil_bert_base_en', 'distil_bert_base_multi'],
  },
  RobertaBackbone: {
    name: 'RoBERTa',
    heard: [`roberta${SIZES}${KINDS}`],
    presets: ['roberta_base_en', 'roberta_large_en'],
  },
  ElectraBackbone: {
    name: 'ELECTRA',
    heard: [`electra${SIZES}( (discriminator|generator))?${KINDS}`],
    presets: [
      'electra_base_discriminator_uncased_en',
      'electra_small_discriminator_uncased_en',
      'electra_large_discriminator_uncased_en',
    ],
  },
  GPT2Backbone: {
    name: 'GPT-2',
    heard: [`gpt 2${SIZES}`],
    presets: ['gpt2_base_en', 'gpt2_medium_en', 'gpt2_large_en', 'gpt2_extra_large_en'],
    mostTokens: 1024,
    nearest: 'BERT',
  },
  AlbertBackbone: { name: 'ALBERT', heard: [`albert${SIZES}( v[12])?${KINDS}`], presets: [] },
  DebertaV3Backbone: {
    name: 'DeBERTa',
    heard: [`de berta( v[23])?${SIZES}${KINDS}`],
    presets: [],
  },
  XLMRobertaBackbone: {
    name: 'XLM-RoBERTa',
    heard: [`xlm roberta${SIZES}${KINDS}`, `xlm( r)?${SIZES}`],
    presets: [],
  },
});

/** Every set of weights that a project can start a text encoder from. */
export const PRESETS: readonly string[] = Object.values(ENCODERS).flatMap(({ presets }) => presets);

/** The row of a layer, typed or as text, that is an encoder; null of any other. */
export function encoderOf(layer: string | Pick<LayerCall, 'name'>): Encoder | null {
  const name = typeof layer === 'string' ? layer : layer.name;
  return ENCODERS[/^\w*/.exec(name)?.[0] ?? ''] ?? null;
}

/** Words of requirements that a preset spells in its own way. */
const SPELLINGS: Readonly<Record<string, string>> = ownTable({
  multilingual: 'multi',
  mbert: 'multi',
});

/**
 * The weights that words such as "bert-large-uncased" name: those whose name holds the size and kind that are said, of these
 * one that is at hand, else the usual one. Null where the encoder has none or none is as said.
 */
export function choosePreset(
  { presets }: Encoder,
  words: string,
  available: ReadonlySet<string>,
): string | null {
  const said = (words.toLowerCase().match(/[a-z]+/g) ?? [])
    .map((word) => SPELLINGS[word] ?? word)
    .filter((word) => NAMED.has(word));
  const fitting = presets.filter((preset) => {
    const parts = preset.split('_');
    const isCased = said.includes('cased') && parts.includes('uncased');
    return !isCased && said.every((word) => word === 'cased' || parts.includes(word));
  });
  return fitting.find((preset) => available.has(preset)) ?? fitting[0] ?? null;
}

const NAMED: ReadonlySet<string> = new Set(
  'tiny mini small medium base large extra multi zh cased uncased generator discriminator'.split(
    ' ',
  ),
);
