import type { Hyperparameters, Requirement } from '../artifacts/index.ts';
import { readStacks, type StatedStacks } from './stated-stack.ts';
import { correctSpelling, statedSpans } from '../profile/index.ts';
import { readClassNames } from './class-names.ts';
import * as read from './read-values.ts';
import type { QuotedColumn, StatedSize } from './read-values.ts';
import {
  ARCHITECTURE_CUES,
  BACKBONES,
  LOSSES,
  METRICS,
  OPTIMIZERS,
  SUBSTITUTES,
} from './value-table.ts';
import type { Architecture, Names } from './value-table.ts';

/** What requirement and attributes say in so many words; these values always win. */
export interface Stated {
  readonly hyperparameters: Hyperparameters;
  readonly image: StatedSize | null;
  readonly channels: number | null;
  readonly classCount: number | null;
  readonly classNames: readonly string[];
  readonly columns: readonly QuotedColumn[];
  readonly files: readonly string[];
  readonly window: number | null;
  readonly horizon: number | null;
  readonly sampleRate: number | null;
  readonly clipSeconds: number | null;
  readonly signalLength: number | null;
  readonly sequenceLength: number | null;
  readonly vocabularySize: number | null;
  readonly units: number | null;
  readonly dropout: number | null;
  readonly stacks: StatedStacks;
  /** In the order of the cue table, the most special first; then what stands in for something else. */
  readonly architectures: readonly Architecture[];
  /** Keras Applications name. */
  readonly backbone: string | null;
  readonly substitutes: readonly (typeof SUBSTITUTES)[number][];
}

const NEGATED =
  /\b(?:instead of|rather than|without(?: using)?|not? (?:using|use)|do(?:es)? not use|don'?t use|avoid(?:ing)?|no) (?:an? |the |any )?[\w-]+/gi;

/**
 * Reads the facts a requirement states. The requirement's own words come before what is said of the data.
 * Paper: III-B. Never fails; what is not stated is null or empty.
 */
export function readRequirement({ text, attributes }: Requirement): Stated {
  const parts = [text, attributes];
  const first = <T>(reader: (part: string) => T | null): T | null => {
    for (const part of parts) {
      const value = reader(part);
      if (value !== null) return value;
    }
    return null;
  };
  const mended =
    <T>(reader: (part: string) => T | null) =>
    (part: string): T | null =>
      reader(part) ?? reader(correctSpelling(part));
  const named = (names: Names, prepare = (part: string): string => part): string | null =>
    first((part) => firstName(names, prepare(correctSpelling(part.replace(NEGATED, ' ')))));
  const wanted = correctSpelling(parts.join('\n').replace(NEGATED, ' '));
  const asked = correctSpelling(text.replace(NEGATED, ' '));
  const substitutes = SUBSTITUTES.filter(({ pattern }) => pattern.test(asked));
  const listed = parts.map(readClassNames).find((names) => names.length > 0) ?? [];
  const classCount = first(read.readClassCount) ?? (listed.length > 0 ? listed.length : null);
  return {
    hyperparameters: {
      optimizer: named(OPTIMIZERS),
      loss: named(LOSSES),
      learningRate: first(mended(read.readLearningRate)),
      batchSize: first(mended(read.readBatchSize)),
      epochs: first(mended(read.readEpochs)),
      metric: named(METRICS, withoutLoss),
    },
    image: first(read.readImageSize),
    channels: first(read.readChannels),
    classCount,
    // A list that runs on into other words holds more than the classes.
    classNames: listed.slice(0, classCount ?? 0),
    columns: parts.flatMap(read.readQuotedColumns),
    files: parts.flatMap(read.readFileNames),
    window: first((part) => statedSpans(part).window),
    horizon: first((part) => statedSpans(part).horizon),
    sampleRate: first(read.readSampleRate),
    clipSeconds: first(read.readClipSeconds),
    signalLength: first(read.readSignalLength),
    sequenceLength: first(read.readSequenceLength),
    vocabularySize: first(read.readVocabularySize),
    units: first(read.readUnits),
    dropout: first(read.readDropout),
    stacks: readStacks(text),
    architectures: [
      ...new Set([
        ...ARCHITECTURE_CUES.filter(({ pattern }) => pattern.test(asked)).map(({ name }) => name),
        ...substitutes.flatMap(({ by }) => by ?? []),
      ]),
    ],
    backbone: firstName(BACKBONES, wanted),
    substitutes,
  };
}

/** What is said to be the loss is not the metric. */
function withoutLoss(text: string): string {
  return LOSSES.reduce((rest, { pattern }) => rest.replace(pattern, ' '), text);
}

/** The name that stands first in the text; of two that start together, the earlier row. */
function firstName(names: Names, text: string): string | null {
  const found = names
    .map(({ name, pattern }) => ({
      name,
      at: pattern.exec(text)?.index ?? Number.POSITIVE_INFINITY,
    }))
    .filter(({ at }) => Number.isFinite(at));
  return found.toSorted((left, right) => left.at - right.at)[0]?.name ?? null;
}
