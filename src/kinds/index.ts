export { agreeRoles } from './agree-roles.ts';
/**
 * What data there are: a declaration a kind, from which facts, shapes, layouts, documents and checks follow.
 * In: nothing. Out: kinds, the facts of each with their types, one item's shape, words and layout; names of targets.
 * The lowest room but core: the data spec that travels between rooms is made of it.
 */
export {
  defineKind,
  MODALITIES,
  SUBJECTS,
  type FactUse,
  type InputForm,
  type ItemShape,
  type Kind,
  type Modality,
  type Subject,
} from './define-kind.ts';
export {
  FACTS,
  knownFacts,
  type FactName,
  type Facts,
  type FactValue,
  type KnownFacts,
} from './facts.ts';
export {
  DATA_SCHEMA,
  factNames,
  factSchema,
  factWords,
  factsOf,
  inputForm,
  itemShape,
  kindOf,
  PART_FOLDERS,
  partFolders,
  unknownFacts,
} from './kind-facts.ts';
export { DATA_KINDS, KINDS, type DataKind } from './kinds.ts';
export { markdownTable, writeKindDocs, writeRegions } from './render-docs.ts';
export { ofColumn, imageShape, imageSize, quoted } from './shared.ts';
export { TABLE_FORM_NAMES, type TableForm } from './table-form-names.ts';
export { TABLE_FORMS } from './table-forms.ts';
export { TARGET_KINDS, type TargetKind } from './target-kinds.ts';
