import type { DataSpec } from '../artifacts/index.ts';
import { factsOf, kindOf } from '../kinds/index.ts';

/** Where a program finds the groups of its items: an expression over the names of the function that splits. */
export interface GroupSource {
  readonly expression: string;
  readonly imports: readonly string[];
  readonly constants: readonly string[];
  /** Defines the function that the expression calls. */
  readonly code: string;
}

const ROW_GROUPS: GroupSource = {
  expression: 'row_groups(table)',
  imports: [],
  constants: [
    '# Rows with the same value here belong together: no split shares them.\nGROUP_COLUMN = "id"',
  ],
  code: `def row_groups(table):
    """Returns the group of each row as text; a row without one is a group by itself."""
    if GROUP_COLUMN not in table:
        raise SystemExit(f"expected the column {GROUP_COLUMN}, found: {list(table)[:50]}")
    known = table[GROUP_COLUMN].notna()
    groups = table[GROUP_COLUMN].astype(str)
    return groups.where(known, [f"row {row}" for row in range(len(table))]).to_numpy(dtype=str)`,
};

function fileGroups(paths: string): GroupSource {
  return {
    expression: `file_groups(${paths}, data_dir)`,
    imports: ['import re', 'from pathlib import Path'],
    constants: [
      '# Searched in the path of a file below the data folder, without suffix; its first group names the\n# group to which the file belongs: no split shares it.\nGROUP_PATTERN = "(patient\\\\d+)"',
    ],
    code: `def file_groups(paths, data_dir):
    """Returns the group that each path names; a file whose path names none is one by itself."""
    names = [Path(path).relative_to(data_dir).with_suffix("").as_posix() for path in paths]
    found = [re.search(GROUP_PATTERN, name, re.IGNORECASE) for name in names]
    return [
        match.group(1).lower() if match else name
        for name, match in zip(names, found, strict=True)
    ]`,
  };
}

/** The source of groups in a program of such data; null where nothing says that they come in groups. */
export function groupSource(data: DataSpec): GroupSource | null {
  const { groups } = kindOf(data);
  const { GROUP_COLUMN: column, GROUP_PATTERN: pattern } = factsOf(data);
  if (typeof column === 'string' && groups.column === true) return ROW_GROUPS;
  return typeof pattern === 'string' && groups.paths !== undefined
    ? fileGroups(groups.paths)
    : null;
}

export interface GroupSplitter {
  readonly imports: readonly string[];
  /** The call in the place of the program's own, for its arguments. */
  readonly call: (first: string, rest: string) => string;
  /** Defines `split_groups`, which hands groups to the program's own splitter. */
  readonly code: string;
}

const IMPORTS = ['import numpy as np'];
const ROWS_OF_PARTS = `    generator = np.random.default_rng(SEED)
    return [generator.permutation(np.flatnonzero(np.isin(members, part))) for part in parts]`;

/** Group-wise forms of the splitters that programs have. */
export const GROUP_SPLITTERS: Readonly<Record<string, GroupSplitter>> = {
  split_by_class: {
    imports: [...IMPORTS, 'import pandas as pd'],
    call: (first, rest) => `split_groups(${first}, groups${rest})`,
    code: `def split_groups(numbers, groups, *shares):
    """Returns shuffled rows of train, validation and test; no group lies in two of them."""
    _, members = np.unique(np.asarray(groups), return_inverse=True)
    # A group counts as one item of its most frequent class.
    classes = pd.crosstab(members, numbers).to_numpy().argmax(axis=1)
    parts = split_by_class(classes, *shares)
${ROWS_OF_PARTS}`,
  },
  split_rows: {
    imports: IMPORTS,
    call: () => 'split_groups(groups)',
    code: `def split_groups(groups):
    """Returns shuffled rows of train, validation and test; no group lies in two of them."""
    names, members = np.unique(np.asarray(groups), return_inverse=True)
    parts = split_rows(len(names))
${ROWS_OF_PARTS}`,
  },
};
