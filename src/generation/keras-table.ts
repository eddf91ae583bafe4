import type { PixelScale } from '../plan/index.ts';

/** What a backbone expects of `inputs` 0-255, red first: a statement's right side, or null where it rescales itself. */
export const PIXEL_SCALES: Readonly<Record<PixelScale, string | null>> = {
  'as they are': null,
  '-1 to 1': 'layers.Rescaling(1 / 127.5, offset=-1)(inputs)',
  standardized:
    'layers.Normalization(mean=(123.68, 116.78, 103.94), variance=(3409.98, 3262.69, 3290.31))(inputs)',
  centred:
    'layers.Normalization(mean=(103.94, 116.78, 123.68), variance=(1, 1, 1))(keras.ops.flip(inputs, axis=-1))',
};
