import type { FactName, KnownFacts } from './facts.ts';
import type { TargetKind } from './target-kinds.ts';

/** One item without the batch axis; null where a size is not known. */
export type ItemShape = readonly (number | null)[];

/**
 * What the first layer of the trunk receives. image: [height, width, channels]; tokens: [length] of word numbers;
 * sequence: [length, features]; tabular: [features]; other: several inputs, or a form that depends on the program.
 */
export const INPUT_FORMS = ['image', 'tokens', 'sequence', 'tabular', 'other'] as const;
export type InputForm = (typeof INPUT_FORMS)[number];

/** What the data is, seen from the model. */
export const MODALITIES = [
  'image',
  'mixed',
  'text',
  'audio',
  'series',
  'signal',
  'table',
  'arrays',
] as const;
export type Modality = (typeof MODALITIES)[number];

/** What the words of a description speak of. */
export const SUBJECTS = ['images', 'sounds', 'tables', 'texts'] as const;
export type Subject = (typeof SUBJECTS)[number];

/** How a kind has a fact. */
export interface FactUse {
  /** What it is, for docs/pool.md, where its name does not say it. */
  readonly words?: string;
  /** Its value where nobody has looked at the data: the program then finds it out itself. */
  readonly unknown?: string | null | readonly never[];
  /** May be None, and the program then does what `words` says; so may one that is unknown as None. */
  readonly nullable?: true;
  /** Stands with these targets only. */
  readonly only?: readonly TargetKind[];
}

export type FactUses = { readonly [Name in FactName]?: FactUse };

/** How data of a kind lie on disk, what is known of them, and what a network sees of them. */
export interface Kind {
  /** How it lies on disk, in a few words of Markdown. */
  readonly lies: string;
  /** The same for a project's README, a line a path, with the facts' names in braces. */
  readonly layout: string;
  readonly facts: FactUses;
  /** Rows may lie otherwise than in delimited text, with the facts of a table form. */
  readonly forms?: true;
  /** A folder for train, and others for validation and test, may each hold such data. */
  readonly parts?: true;
  readonly form: InputForm | ((facts: KnownFacts) => InputForm);
  /** One item as the first layer of a program sees it; null where its stem decides. */
  readonly item: (facts: KnownFacts, firstLayer?: string) => ItemShape | null;
  /** What `predict.py` takes. */
  readonly newItems: { readonly path: string; readonly words: string };
  /** Whether a prediction file has a row for each row or file of the input. */
  readonly onePerRow: boolean;
  /**
   * How items that belong together are found: by a column, by the paths that this expression of the program gives. `rows`: what
   * has the index of the table's rows, where the items have none.
   */
  readonly groups: { readonly column?: true; readonly paths?: string; readonly rows?: 'targets' };
  /** The input of a plan in words; null where its program says it. */
  readonly describe: (facts: KnownFacts) => string | null;
  /** What words for the data speak for this kind. */
  readonly modality: Modality;
  /** What a description of the input may speak of. */
  readonly subjects: readonly Subject[];
  /** A description of the input has one of these words. */
  readonly nouns?: RegExp;
  /** Where another target makes other data of it. */
  readonly variants?: {
    readonly [Target in TargetKind]?: Pick<Kind, 'lies' | 'layout' | 'describe'>;
  };
}

/** A declaration of a kind, checked where it stands. */
export function defineKind<const Declared extends Kind>(kind: Declared): Declared {
  return kind;
}
