import { createRandom } from '../../core/index.ts';
import type { Decoder } from './decoder.ts';

/** Says which tokens may follow; written by whoever knows the language of the sequences. */
export interface Constraint {
  /**
   * Ids that may follow the tokens generated so far (the prompt is not among them); null where all may.
   * `remaining` is how many tokens may still be generated, so that what is open can be closed in time.
   */
  allowed(prefixTokens: readonly number[], remaining: number): readonly number[] | null;
}

export interface GenerateOptions {
  /** Id after which a sequence is complete; it is the sequence's last id. */
  readonly end: number;
  readonly maxTokens: number;
  /** 1 is greedy. */
  readonly beams?: number;
  readonly constraint?: Constraint;
  /**
   * Draws a sequence for each temperature instead of searching: 1 is the model's own distribution, 0 takes the likeliest
   * token each time.
   */
  readonly sample?: { readonly seed: number; readonly temperatures: readonly number[] };
}

export interface Sequence {
  readonly ids: readonly number[];
  /** Natural logarithm, of each id given all before it, over the whole vocabulary (no constraint). */
  readonly logProbabilities: readonly number[];
  /** Their sum. */
  readonly logProbability: number;
  /** False where `maxTokens` ended it. */
  readonly finished: boolean;
}

interface Candidate {
  readonly parent: number;
  readonly token: number;
  readonly score: number;
}

interface Beam {
  readonly ids: readonly number[];
  readonly logProbabilities: readonly number[];
  readonly logProbability: number;
}

/**
 * Continues a prompt: greedy, beam search (the best mean log-probability a token wins, as in Hugging Face's default
 * length penalty of 1) or sampling.
 *
 * Paper: III-B, IV-E (3 beams). Returns the sequences found, best first (samples in the order drawn). Units: natural
 * logarithms. Errors: BAD_INPUT where prompt and `maxTokens` exceed the context.
 */
export async function generate(
  decoder: Decoder,
  prompt: readonly number[],
  options: GenerateOptions,
): Promise<Sequence[]> {
  return options.sample === undefined
    ? searchBeams(decoder, prompt, options)
    : drawSamples(decoder, prompt, options, options.sample);
}

async function searchBeams(
  decoder: Decoder,
  prompt: readonly number[],
  options: GenerateOptions,
): Promise<Sequence[]> {
  const width = options.beams ?? 1;
  const decoding = await decoder.start(prompt, width, options.maxTokens);
  let beams: Beam[] = [EMPTY];
  let next: readonly Float32Array[] = [decoding.first];
  const finished: Sequence[] = [];
  for (let used = 0; used < options.maxTokens && beams.length > 0; used += 1) {
    const remaining = options.maxTokens - used;
    const candidates = beams
      .flatMap((beam, parent) => {
        const scores = next[parent] ?? new Float32Array();
        return best(scores, allowedIds(options, beam, remaining), width + 1).map((token) => ({
          parent,
          token,
          score: beam.logProbability + (scores[token] ?? 0),
        }));
      })
      .toSorted((a, b) => b.score - a.score || a.parent - b.parent || a.token - b.token);
    const alive: Candidate[] = [];
    for (const [rank, candidate] of candidates.entries()) {
      if (alive.length === width) break;
      if (candidate.token !== options.end) alive.push(candidate);
      else if (rank < width) finished.push({ ...extend(beams, next, candidate), finished: true });
    }
    const parents = beams;
    beams = alive.map((candidate) => extend(parents, next, candidate));
    if (isSettled(finished, beams, width, options.maxTokens) || remaining === 1) break;
    next = await decoding.step(
      alive.map(({ token }) => token),
      alive.map(({ parent }) => parent),
    );
  }
  const open = finished.length >= width ? [] : beams.map((beam) => ({ ...beam, finished: false }));
  return [...finished.toSorted(byMean), ...open.toSorted(byMean)].slice(0, width);
}

async function drawSamples(
  decoder: Decoder,
  prompt: readonly number[],
  options: GenerateOptions,
  sample: NonNullable<GenerateOptions['sample']>,
): Promise<Sequence[]> {
  const random = createRandom(sample.seed);
  const decoding = await decoder.start(prompt, sample.temperatures.length, options.maxTokens);
  let open = sample.temperatures.map((temperature, number) => ({
    number,
    temperature,
    beam: EMPTY,
  }));
  let next: readonly Float32Array[] = open.map(() => decoding.first);
  const done: Sequence[] = open.map(() => ({ ...EMPTY, finished: false }));
  for (let used = 0; used < options.maxTokens && open.length > 0; used += 1) {
    const chosen = open.map(({ number, temperature, beam }, at) => {
      const scores = next[at] ?? EMPTY_ROW;
      const ids = allowedIds(options, beam, options.maxTokens - used);
      const [token = 0] =
        temperature === 0 ? best(scores, ids, 1) : [draw(scores, ids, temperature, random)];
      return {
        number,
        temperature,
        parent: at,
        token,
        beam: extend([beam], [scores], { parent: 0, token, score: 0 }),
      };
    });
    for (const { number, token, beam } of chosen) {
      done[number] = { ...beam, finished: token === options.end };
    }
    const going = chosen.filter(({ token }) => token !== options.end);
    open = going;
    if (going.length === 0 || used + 1 === options.maxTokens) break;
    next = await decoding.step(
      going.map(({ token }) => token),
      going.map(({ parent }) => parent),
    );
  }
  return done;
}

const EMPTY: Beam = { ids: [], logProbabilities: [], logProbability: 0 };
const EMPTY_ROW = new Float32Array();

function extend(
  beams: readonly Beam[],
  next: readonly Float32Array[],
  { parent, token }: Candidate,
): Beam {
  const beam = beams[parent] ?? EMPTY;
  const step = next[parent]?.[token] ?? Number.NEGATIVE_INFINITY;
  return {
    ids: [...beam.ids, token],
    logProbabilities: [...beam.logProbabilities, step],
    logProbability: beam.logProbability + step,
  };
}

/** No open beam can still beat the worst of the finished ones that will be returned. */
function isSettled(
  finished: readonly Sequence[],
  beams: readonly Beam[],
  width: number,
  maxTokens: number,
): boolean {
  if (finished.length < width) return false;
  const worst = finished.toSorted(byMean)[width - 1];
  const hope = Math.max(...beams.map((beam) => beam.logProbability / Math.max(1, beam.ids.length)));
  return width === 1 || maxTokens === 0 || (worst !== undefined && mean(worst) >= hope);
}

function mean(beam: Beam): number {
  return beam.logProbability / Math.max(1, beam.ids.length);
}

function byMean(a: Beam, b: Beam): number {
  return mean(b) - mean(a);
}

/** Null where every token may follow. */
function allowedIds(
  options: GenerateOptions,
  beam: Beam,
  remaining: number,
): readonly number[] | null {
  return options.constraint?.allowed(beam.ids, remaining) ?? null;
}

/** The `count` ids of highest score, best first; ties go to the lower id. */
function best(scores: Float32Array, allowed: readonly number[] | null, count: number): number[] {
  const chosen: number[] = [];
  let bar = Number.NEGATIVE_INFINITY;
  const consider = (id: number): void => {
    const score = scores[id] ?? Number.NEGATIVE_INFINITY;
    if (chosen.length === count && score <= bar) return;
    const place = chosen.findIndex((other) => (scores[other] ?? 0) < score);
    chosen.splice(place === -1 ? chosen.length : place, 0, id);
    if (chosen.length > count) chosen.pop();
    bar = scores[chosen.at(-1) ?? 0] ?? Number.NEGATIVE_INFINITY;
  };
  if (allowed === null) for (let id = 0; id < scores.length; id += 1) consider(id);
  else for (const id of allowed) consider(id);
  return chosen;
}

/** Tokens so much less likely than the likeliest (natural logarithm) are not drawn; nearly all of them are. */
const NEVER_DRAWN = -25;

function draw(
  scores: Float32Array,
  allowed: readonly number[] | null,
  temperature: number,
  random: () => number,
): number {
  const ids = allowed ?? [...scores.keys()];
  let most = Number.NEGATIVE_INFINITY;
  for (const id of ids) most = Math.max(most, scores[id] ?? most);
  const weights = new Float64Array(ids.length);
  let rest = 0;
  for (let at = 0; at < ids.length; at += 1) {
    const score = scores[ids[at] ?? 0] ?? Number.NEGATIVE_INFINITY;
    const exponent = (score - most) / temperature;
    if (exponent < NEVER_DRAWN) continue;
    weights[at] = Math.exp(exponent);
    rest += weights[at] ?? 0;
  }
  rest *= random();
  for (let at = 0; at < ids.length; at += 1) {
    rest -= weights[at] ?? 0;
    if (rest < 0) return ids[at] ?? 0;
  }
  return ids.at(-1) ?? 0;
}
