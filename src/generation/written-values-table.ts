import type { FactName } from '../kinds/index.ts';

/** A fact about how values are written, and how a program reads them then. */
export interface WrittenValues {
  readonly imports: readonly string[];
  /** Defines the constant of the fact's name. */
  readonly constant: string;
  /** Function of the program that reads the values. */
  readonly reader: string;
  /** Returns the function with the values read as the fact says; the same where it does not read them. */
  readonly edit: (code: string) => string;
  /** Defines what the edited function calls; empty where it calls nothing new. */
  readonly code: string;
}

/** Puts a statement before the first one of a function. */
function before(statement: string): (code: string) => string {
  return (code) => code.replace(/^( {4}"""[\s\S]*?"""\n)/m, `$1    ${statement}\n`);
}

/** In the order in which a column of labels goes through them. */
export const WRITTEN_VALUES: readonly (readonly [FactName, WrittenValues])[] = [
  [
    'CLASS_SPELLINGS',
    {
      imports: [],
      constant:
        '# Names of classes by their spelling in lower case; others are written as they are.\nCLASS_SPELLINGS = (("no", "No"),)',
      reader: 'as_classes',
      edit: before('labels = join_spellings(labels)'),
      code: `def join_spellings(labels):
    """Returns a column of texts without outer blanks, each spelling of a class as its name."""
    texts = labels.astype("string").str.strip()
    return texts.str.lower().map(dict(CLASS_SPELLINGS)).fillna(texts)`,
    },
  ],
  [
    'MISSING_CLASS',
    {
      imports: [],
      constant:
        '# The class of cells that hold this word for a missing value.\nMISSING_CLASS = "None"',
      reader: 'as_classes',
      edit: before('labels = labels.fillna(MISSING_CLASS)'),
      code: '',
    },
  ],
  [
    'CLASS_ABOVE',
    {
      imports: ['import pandas as pd'],
      constant: '# Numbers above this one are the class "yes", others "no".\nCLASS_ABOVE = 0',
      reader: 'as_classes',
      edit: before('labels = split_numbers(labels)'),
      code: `def split_numbers(labels):
    """Returns "yes" for numbers above CLASS_ABOVE, "no" for others; what is no number is missing."""
    numbers = pd.to_numeric(labels, errors="coerce")
    return (numbers > CLASS_ABOVE).map({True: "yes", False: "no"}).where(numbers.notna())`,
    },
  ],
  [
    'MISSING_NUMBERS',
    {
      imports: [],
      constant: '# Numbers that stand for a missing value.\nMISSING_NUMBERS = (-999,)',
      reader: 'to_numbers',
      edit: (code) =>
        code.replace(
          /return numbers\.where\((.+)\)$/m,
          'return numbers.where($1 & ~numbers.isin(MISSING_NUMBERS))',
        ),
      code: '',
    },
  ],
];
