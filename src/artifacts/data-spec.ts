import type { DataKind, Facts, TargetKind } from '../kinds/index.ts';

export {
  DATA_KINDS,
  TABLE_FORM_NAMES as TABLE_FORMS,
  TARGET_KINDS,
  type DataKind,
  type Facts,
  type FactValue,
  type TableForm,
  type TargetKind,
} from '../kinds/index.ts';

/** What the data is: how it lies on disk, what is predicted, and the constants that describe it. */
export interface DataSpec {
  readonly kind: DataKind;
  readonly target: TargetKind;
  readonly facts: Facts;
}
