import type { DataSpec, LayerCall, Sample } from '../../artifacts/index.ts';
import type { Stated } from '../../requirement/index.ts';

/** What layers are fitted to. */
export interface LayerSetting {
  readonly data: DataSpec;
  readonly stated: Stated;
  /** The program that the code is made from. */
  readonly program: Sample;
}

/** One step from predicted layers to those that are asked for and fit the data. Shapes: the head is not among them. */
export type LayerPass = (
  layers: readonly LayerCall[],
  setting: LayerSetting,
) => readonly LayerCall[];
