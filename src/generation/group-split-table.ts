import type { DataSpec } from '../artifacts/index.ts';
import { factsOf, kindOf } from '../kinds/index.ts';

/** Where a program finds the groups of its items: an expression over the names of `split_items`. */
export interface GroupSource {
  readonly expression: string;
  readonly imports: readonly string[];
  readonly constants: readonly string[];
  /** Defines the function that the expression calls. */
  readonly code: string;
}

/** The items of `split_items` themselves, where they are paths. */
const ITEMS = 'items';
const GROUP_COLUMN =
  '# Rows with the same value here belong together: no split shares them.\nGROUP_COLUMN = "id"';

const ROW_GROUPS: GroupSource = {
  expression: 'row_groups(items)',
  imports: ['import numpy as np'],
  constants: [GROUP_COLUMN],
  code: `def row_groups(table):
    """Returns the group of each row as text; a row without one is a group by itself."""
    require_columns(table, [GROUP_COLUMN])
    groups = table[GROUP_COLUMN]
    rows = [f"row {row}" for row in range(len(table))]
    return np.where(groups.isna(), rows, groups.astype(str))`,
};

const IMAGE_ROW_GROUPS: GroupSource = {
  expression: 'row_groups(items, data_dir)',
  imports: ['import numpy as np'],
  constants: [GROUP_COLUMN],
  code: `def row_groups(paths, data_dir):
    """Returns the group of each image as text; an image without one is a group by itself."""
    table = read_rows(find_table(data_dir), data_dir)
    require_columns(table, [GROUP_COLUMN])
    groups = table.drop_duplicates("path").set_index("path")[GROUP_COLUMN].reindex(paths)
    return np.where(groups.isna(), paths, groups.astype(str))`,
};

function fileGroups(paths: string): GroupSource {
  return {
    expression: `file_groups(${paths}, data_dir)`,
    imports: ['import re', 'from pathlib import Path', 'import numpy as np'],
    constants: [
      '# Searched in the path of a file below the data folder, without suffix; its first group names the\n# group to which the file belongs: no split shares it.\nGROUP_PATTERN = "(patient\\\\d+)"',
    ],
    code: `def file_groups(paths, data_dir):
    """Returns the group that each path names; a file whose path names none is one by itself."""
    names = [Path(path).relative_to(data_dir).with_suffix("").as_posix() for path in paths]
    found = [re.search(GROUP_PATTERN, name, re.IGNORECASE) for name in names]
    groups = zip(names, found, strict=True)
    return np.array([match.group(1).lower() if match else name for name, match in groups])`,
  };
}

/** The source of groups in a program of such data; null where nothing says that they come in groups. */
export function groupSource(data: DataSpec): GroupSource | null {
  const { groups } = kindOf(data);
  const { GROUP_COLUMN: column, GROUP_PATTERN: pattern } = factsOf(data);
  if (typeof column === 'string' && groups.column === true)
    return groups.paths === ITEMS ? IMAGE_ROW_GROUPS : ROW_GROUPS;
  return typeof pattern === 'string' && groups.paths !== undefined
    ? fileGroups(groups.paths)
    : null;
}

/** Hands groups to the program's own `split_rows`; as pool/sections/splits/grouped.py has it. */
export const SPLIT_GROUPS = {
  imports: ['import numpy as np'],
  code: `def split_groups(targets, groups, *shares):
    """Returns shuffled rows of train, validation and test; no group lies in two of them."""
    _, firsts, members = np.unique(np.asarray(groups), return_index=True, return_inverse=True)
    # A group counts as one item: its first one.
    parts = split_rows(targets.take(firsts, axis=0), *shares)
    generator = np.random.default_rng(SEED)
    return [generator.permutation(np.flatnonzero(np.isin(members, part))) for part in parts]`,
} as const;
