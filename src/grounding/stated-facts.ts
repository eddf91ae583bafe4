import { ownTable } from '../core/index.ts';
import type { DataSpec, FactValue, Reading } from '../artifacts/index.ts';
import { statedOf } from '../requirement/index.ts';
import { TARGETS } from '../targets/index.ts';

/** Networks that halve an image several times and join the halves need sides that can be halved. */
const SIDE_STEP = 16;

/**
 * The profile's data spec with the sizes that the requirement states. Of images and audio only its own words count:
 * what is said of the data beside it describes the files, and the profile has measured those. Sizes of a text are no
 * measure of the files, only a cut.
 */
export function stateFacts(
  data: DataSpec,
  reading: Reading,
): { data: DataSpec; warnings: readonly string[] } {
  const { sequenceLength, sourceLength, targetLength, vocabularySize } = statedOf(reading);
  const { text } = reading.requirement;
  const stated = statedOf({
    ...reading,
    asks: reading.asks.filter(({ span: [start] }) => start < text.length),
    hints: [],
  });
  const warnings: string[] = [];
  const size = fitSides(data, stated.image?.size ?? null, warnings);
  const said: Readonly<Record<string, FactValue>> = ownTable({
    IMAGE_SIZE: size,
    CHANNELS: data.facts['CHANNELS'] === 3 && data.target === 'class' ? greyOnly(stated) : null,
    SEQUENCE_LENGTH: sequenceLength,
    SOURCE_LENGTH: sourceLength,
    TARGET_LENGTH: targetLength,
    VOCABULARY_SIZE: vocabularySize,
    SAMPLE_RATE: stated.sampleRate,
    CLIP_SECONDS: stated.clipSeconds,
  });
  const changed = Object.entries(said).filter(
    ([name, value]) => value !== null && name in data.facts,
  );
  return { data: { ...data, facts: { ...data.facts, ...Object.fromEntries(changed) } }, warnings };
}

/** Colours can be dropped where grey is asked for; they cannot be made up. */
function greyOnly({ channels }: { readonly channels: number | null }): 1 | null {
  return channels === 1 ? 1 : null;
}

function fitSides(
  { target, kind }: DataSpec,
  size: readonly number[] | null,
  warnings: string[],
): readonly number[] | null {
  if (size === null || TARGETS[target].halves !== true || kind === 'arrays') return size;
  const sides = size.map((side) => Math.max(1, Math.round(side / SIDE_STEP)) * SIDE_STEP);
  if (sides.some((side, at) => side !== size[at]))
    warnings.push(
      `Images are read at ${sides.join(' x ')} pixels instead of ${size.join(' x ')}: the network halves its sides several times.`,
    );
  return sides;
}
