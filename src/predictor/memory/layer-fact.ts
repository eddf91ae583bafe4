import { parseLayer, renderLayer } from '../../plan/index.ts';

/** A layer's notation is a name and few arguments; whatever is longer is a sentence. */
const MOST_WORDS = 7;
const MOST_CHARACTERS = 90;
const MOST_LAYERS = 40;

/** Layers of a plan as facts: each a name with its arguments; what is said beyond that is left out. */
export function layerFacts(layers: readonly string[]): readonly string[] {
  return layers
    .slice(0, MOST_LAYERS)
    .map(layerFact)
    .filter((layer) => layer !== '');
}

/**
 * One layer as a name with arguments. A call loses its last named arguments until it is short; words are cut at the
 * first joint (a comma, "for", "and", "followed by") or after seven words. Empty where no name stands.
 */
export function layerFact(text: string): string {
  const layer = parseLayer(text);
  if (layer.kind === 'prose') return cutWords(text);
  const named = Object.entries(layer.named);
  for (let kept = named.length; kept >= 0; kept -= 1) {
    const rendered = renderLayer({ ...layer, named: Object.fromEntries(named.slice(0, kept)) });
    if (isShort(rendered)) return kept === named.length ? text.trim() : rendered;
  }
  return `${layer.name}()`;
}

function cutWords(text: string): string {
  const plain = text.replace(/\s+/g, ' ').trim();
  if (isShort(plain)) return plain;
  const [first = ''] = plain.split(/, |; |: | for | from | using | followed by | to | that /);
  if (isShort(first)) return first.trim();
  const short = first.split(' ').slice(0, 4).join(' ').replace(/\W+$/, '');
  return isShort(short) ? short : '';
}

function isShort(text: string): boolean {
  return text.length <= MOST_CHARACTERS && (text.match(/\w+/g) ?? []).length <= MOST_WORDS;
}
