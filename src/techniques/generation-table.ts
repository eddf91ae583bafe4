import { renderLiteral } from '../python/text.ts';
import { isAsked, type AskedValues, type Technique, type TechniqueUse } from './technique.ts';

/** Where a text's next word is drawn. */
const CHANCES = /^ {8}chances\[:, UNWRITTEN\] = 0$/m;
const GREEDY_TRANSLATION =
  /^ {8}written = np\.zeros\(\(len\(source\), TARGET_LENGTH \+ 1\)[\s\S]*?(?=^ {8}for row in written\[:, 1:\]:)/m;
const GREEDY_CAPTION =
  /^ {4}tokens = np\.zeros\(\(len\(images\), SEQUENCE_LENGTH \+ 1\)[\s\S]*?(?=^ {4}captions = \[\]$)/m;

const BEAM_TRANSLATION = `        repeated = np.repeat(source, BEAM_WIDTH, axis=0)

        def predict(words, place, repeated=repeated):
            inputs = {"source": repeated, "target": words[:, :-1]}
            scores = np.array(model.predict_on_batch(inputs)[:, place])
            # Padding, the unknown word and the start mark are never written.
            scores[:, [0, 1, start]] = 0
            return scores

        written = search_beams(predict, len(source), start, end, TARGET_LENGTH)
`;
const BEAM_CAPTION = `    repeated = np.repeat(images, BEAM_WIDTH, axis=0)

    def predict(words, place):
        scores = np.array(model.predict_on_batch({"image": repeated, "tokens": words})[:, place])
        # Padding, unknown and start are no words to say.
        scores[:, : MARKS.index("[end]")] = 0
        return scores

    start, end = MARKS.index("[start]"), MARKS.index("[end]")
    tokens = search_beams(predict, len(images), start, end, SEQUENCE_LENGTH)
`;
const USUAL_BEAMS = 3;

function beams(asked: AskedValues, find: RegExp, put: string, words: RegExp): TechniqueUse | null {
  const width = asked.value('technique beam search');
  return isAsked(width)
    ? {
        edits: [
          { find, put },
          { find: words, put: 'by beam search', isOptional: true },
        ],
        takes: ['search_beams'],
        constants: { BEAM_WIDTH: typeof width === 'number' ? width : USUAL_BEAMS },
      }
    : null;
}

/** The quoted text with its own capitals. */
function seedText(asked: AskedValues): string | null {
  const said = asked.value('technique seed text');
  const quoted = asked.value('data name');
  if (typeof said !== 'string') return null;
  return typeof quoted === 'string' && quoted.toLowerCase() === said ? quoted : said;
}

/** Targets of texts that are read as a row of word numbers, or of characters. */
const READ_BY_LETTERS: ReadonlySet<string> = new Set(['class', 'number', 'labels']);
/** Letters of a word and the space behind it. */
const LETTERS_OF_WORD = 6;

function isByCharacters(asked: AskedValues): boolean {
  return isAsked(asked.value('technique characters'));
}

/** How texts and images are written by a trained network. */
export const GENERATION_TECHNIQUES: readonly Technique[] = [
  {
    name: 'text as characters',
    use: (asked, { target }) =>
      target === 'next' && isByCharacters(asked)
        ? {
            edits: [
              { find: /^ {4}return clean_text\(text\)\.split\(\)$/m, put: '    return list(text)' },
              {
                find: /^def join_words\(words\):\n(?: {4}[^\n]*\n)*? {4}return [^\n]*$/m,
                put: 'def join_words(words):\n    """Returns characters as one text."""\n    return "".join(words)',
              },
              {
                find: /Returns the words and marks of a text file in order/,
                put: 'Returns the characters of a text file in order',
                isOptional: true,
              },
            ],
          }
        : null,
  },
  {
    name: 'characters of texts that are read',
    use: (asked, { target, facts }) => {
      const { SEQUENCE_LENGTH: words } = facts;
      if (!READ_BY_LETTERS.has(target) || !isByCharacters(asked) || typeof words !== 'number')
        return null;
      const isStated = typeof asked.value('size sequence length') === 'number';
      return {
        edits: [
          {
            find: /^ {4}words = \{"max_tokens": VOCABULARY_SIZE, "standardize": None, "vocabulary": vocabulary\}$/m,
            put: `    words = {
        "max_tokens": VOCABULARY_SIZE,
        "standardize": None,
        "split": "character",
        "vocabulary": vocabulary,
    }`,
          },
          {
            find: /len\(text\.split\(\)\) for text in texts/,
            put: 'len(text) for text in texts',
            isOptional: true,
          },
          {
            find: /are cut at \{SEQUENCE_LENGTH\} words/,
            put: 'are cut at {SEQUENCE_LENGTH} characters',
            isOptional: true,
          },
          { find: /xlabel="words"/, put: 'xlabel="characters"', isOptional: true },
          {
            find: /# Words a text is cut or padded to\./,
            put: '# Characters a text is cut or padded to.',
            isOptional: true,
          },
        ],
        ...(isStated ? {} : { constants: { SEQUENCE_LENGTH: LETTERS_OF_WORD * words } }),
      };
    },
  },
  {
    name: 'top-k sampling',
    use: (asked) => {
      const count = asked.value('technique top-k sampling');
      return typeof count === 'number'
        ? {
            edits: [{ find: CHANCES, put: '$&\n        chances = keep_top(chances)' }],
            takes: ['keep_top'],
            constants: { TOP_WORDS: count },
          }
        : null;
    },
  },
  {
    name: 'nucleus sampling',
    use: (asked) => {
      const share = asked.value('technique nucleus sampling');
      return typeof share === 'number'
        ? {
            edits: [{ find: CHANCES, put: '$&\n        chances = keep_nucleus(chances)' }],
            takes: ['keep_nucleus'],
            constants: { NUCLEUS: share },
          }
        : null;
    },
  },
  {
    name: 'Wasserstein distance with a gradient penalty',
    use: (asked, { target }) =>
      isAsked(asked.value('architecture Wasserstein GAN')) && target === 'sample'
        ? {
            edits: [
              {
                find: /layers\.Dense\(1, activation="sigmoid"\)(?=\(features\)\n {4}return keras\.Model\(inputs, outputs, name="discriminator"\))/,
                put: 'layers.Dense(1)',
              },
              {
                find: /how real each is \[n, 1\], 0 to 1\./,
                put: 'how real each is [n, 1].',
                isOptional: true,
              },
              {
                find: /^( {4}model = )AdversarialNetwork\(/m,
                put: '$1WassersteinNetwork(',
              },
            ],
            takes: ['WassersteinNetwork'],
          }
        : null,
  },
  {
    name: 'seed text',
    use: (asked, { target }) => {
      const seed = seedText(asked);
      if (seed === null || target !== 'next') return null;
      const words = isByCharacters(asked)
        ? `list(${renderLiteral(seed)})`
        : `clean_text(${renderLiteral(seed)}).split()`;
      return {
        edits: [
          {
            find: /^( {4}prompts = \[)words\[:SEQUENCE_LENGTH\]/m,
            put: `$1${words.replaceAll('$', '$$$$')}, words[:SEQUENCE_LENGTH]`,
          },
        ],
      };
    },
  },
  {
    name: 'beam search of translations',
    use: (asked) =>
      beams(asked, GREEDY_TRANSLATION, BEAM_TRANSLATION, /greedily, word after word,/),
  },
  {
    name: 'beam search of captions',
    use: (asked) => beams(asked, GREEDY_CAPTION, BEAM_CAPTION, /(?!)/),
  },
  {
    name: 'size of the sample grid',
    use: (asked, { target }) => {
      const count = asked.value('artefact sample grid');
      if (typeof count !== 'number' || target !== 'sample') return null;
      const side = Math.ceil(Math.sqrt(count));
      return {
        edits: [
          {
            find: /np\.arange\(9\) % len\(class_names\)/,
            put: `np.arange(${count}) % len(class_names)`,
          },
          {
            find: /(figure, axes = plt\.subplots\()3, 3(?=[^\n]*\n {4}for axis, image, title)/,
            put: `$1${side}, ${side}`,
          },
          {
            find: /Saves nine (images \[[^\]]*\] 0-255 with their titles as a )3x3/,
            put: `Saves up to ${count} $1${side}x${side}`,
            isOptional: true,
          },
          {
            find: /Saves nine images after the first/,
            put: `Saves ${count} images after the first`,
            isOptional: true,
          },
        ],
      };
    },
  },
];

/** How clips are turned into features. */
export const AUDIO_TECHNIQUES: readonly Technique[] = [
  {
    name: 'mel-frequency cepstral coefficients',
    use: (asked) => {
      const count = asked.value('preprocess MFCC');
      return isAsked(count)
        ? {
            edits: [
              {
                find: /^ {4}return layers\.MelSpectrogram\($/m,
                put: '    return MelCoefficients(',
              },
              {
                find: /Returns the layer that turns clips \[n, samples\] into decibels \[n, MEL_BINS, frames\]/,
                put: 'Returns the layer that turns clips [n, samples] into coefficients [n, COEFFICIENTS, frames]',
                isOptional: true,
              },
            ],
            takes: ['MelCoefficients'],
            constants: { COEFFICIENTS: typeof count === 'number' ? count : USUAL_COEFFICIENTS },
          }
        : null;
    },
  },
];

const USUAL_COEFFICIENTS = 13;
