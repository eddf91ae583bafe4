import type { DataSpec } from '../artifacts/index.ts';
import { factsOf, kindOf, type Kind } from '../kinds/index.ts';

/** A function that cuts the rows of all items by a value of each, and calls the program's own `split_rows`. */
export interface Splitter {
  readonly name: string;
  readonly imports: readonly string[];
  readonly code: string;
}

/** Where a program finds the group of each item, or its split: an expression over the names of `split_items`. */
export interface ValueSource {
  /** What `split_items` calls the values. */
  readonly values: string;
  readonly expression: string;
  readonly splitter: Splitter;
  readonly imports: readonly string[];
  readonly constants: readonly string[];
  /** Defines the function that the expression calls. */
  readonly code: string;
}

/** The items of `split_items` themselves, where they are paths. */
const ITEMS = 'items';
const GROUP_COLUMN =
  '# Rows with the same value here belong together: no split shares them.\nGROUP_COLUMN = "id"';

const SPLIT_COLUMN = '# Names the split that a row belongs to.\nSPLIT_COLUMN = "split"';

/** Hands groups to the program's own `split_rows`; as pool/sections/splits/grouped.py has it. */
const SPLIT_GROUPS: Splitter = {
  name: 'split_groups',
  imports: ['import numpy as np'],
  code: `def split_groups(targets, groups, *shares):
    """Returns shuffled rows of train, validation and test; no group lies in two of them."""
    _, firsts, members = np.unique(np.asarray(groups), return_index=True, return_inverse=True)
    # A group counts as one item: its first one.
    parts = split_rows(targets.take(firsts, axis=0), *shares)
    generator = np.random.default_rng(SEED)
    return [generator.permutation(np.flatnonzero(np.isin(members, part))) for part in parts]`,
};

const SPLIT_GIVEN: Splitter = {
  name: 'split_given',
  imports: ['import numpy as np'],
  code: `def split_given(targets, given):
    """Returns shuffled rows of the given splits [n]; a split that is missing is cut from train."""
    generator = np.random.default_rng(SEED)
    own = np.flatnonzero(given == "train")
    shares = {"validation": VALIDATION_SHARE, "test": TEST_SHARE}
    cuts = [0 if (given == split).any() else share for split, share in shares.items()]
    parts = [own[rows] for rows in split_rows(targets.take(own, axis=0), *cuts)]
    stored = [np.flatnonzero(given == split) for split in shares]
    rest = zip(parts[1:], stored, strict=True)
    return [parts[0], *(generator.permutation(rows) if len(rows) else part for part, rows in rest)]`,
};

const READ_SPLITS = `names = names.astype("string").str.strip().str.lower().fillna("train")
    known = [names.str.contains("train|trn"), names.str.contains("te?st|eval|holdout")]
    return np.select(known, ["train", "test"], "validation")`;

const ROW_SPLITS: ValueSource = {
  values: 'given',
  expression: 'row_splits(items)',
  splitter: SPLIT_GIVEN,
  imports: ['import numpy as np'],
  constants: [SPLIT_COLUMN],
  code: `def row_splits(table):
    """Returns the split of each row: "train", "validation" or "test"."""
    require_columns(table, [SPLIT_COLUMN])
    names = table[SPLIT_COLUMN]
    ${READ_SPLITS}`,
};

const IMAGE_ROW_SPLITS: ValueSource = {
  ...ROW_SPLITS,
  expression: 'row_splits(items, data_dir)',
  code: `def row_splits(paths, data_dir):
    """Returns the split of each image: "train", "validation" or "test"."""
    table = read_rows(find_table(data_dir), data_dir)
    require_columns(table, [SPLIT_COLUMN])
    names = table.drop_duplicates("path").set_index("path")[SPLIT_COLUMN].reindex(paths)
    ${READ_SPLITS}`,
};

const INDEXED_ROW_SPLITS: ValueSource = {
  ...ROW_SPLITS,
  expression: 'row_splits(targets, data_dir)',
  code: `def row_splits(targets, data_dir):
    """Returns the split of each row: "train", "validation" or "test"."""
    table = read_table(find_table(data_dir))
    require_columns(table, [SPLIT_COLUMN])
    names = table[SPLIT_COLUMN].reindex(targets.index)
    ${READ_SPLITS}`,
};

const ROW_GROUPS: ValueSource = {
  values: 'groups',
  splitter: SPLIT_GROUPS,
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

const INDEXED_ROW_GROUPS: ValueSource = {
  ...ROW_GROUPS,
  expression: 'row_groups(targets, data_dir)',
  code: `def row_groups(targets, data_dir):
    """Returns the group of each row as text; a row without one is a group by itself."""
    table = read_table(find_table(data_dir))
    require_columns(table, [GROUP_COLUMN])
    groups = table[GROUP_COLUMN].reindex(targets.index)
    rows = [f"row {row}" for row in range(len(targets))]
    return np.where(groups.isna(), rows, groups.astype(str))`,
};

const IMAGE_ROW_GROUPS: ValueSource = {
  values: 'groups',
  splitter: SPLIT_GROUPS,
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

function fileGroups(paths: string): ValueSource {
  return {
    values: 'groups',
    splitter: SPLIT_GROUPS,
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

/** Parts of the data that lie in folders of one name below each place: `images/train` beside `labels/train`. */
function fileSplits(paths: string): ValueSource {
  return {
    values: 'given',
    expression: `path_splits(${paths}, data_dir)`,
    splitter: SPLIT_GIVEN,
    imports: ['from pathlib import Path', 'import numpy as np'],
    constants: [
      '# Folders in the path of a file that say its part: of train, validation and test; None: cut from train.\nSPLIT_FOLDERS = ("train", "validation", "test")',
    ],
    code: `def path_splits(paths, data_dir):
    """Returns the split that the folders of each path name: "train", "validation" or "test"."""
    splits = dict(zip(SPLIT_FOLDERS, ("train", "validation", "test"), strict=True))
    folders = [Path(path).relative_to(data_dir).parts[:-1] for path in paths]
    named = [[splits[name] for name in parts if name in splits] for parts in folders]
    return np.array([found[0] if found else "train" for found in named])`,
  };
}

/** How a program with columns finds the value of an item: its items are rows, or paths, or their targets have the rows' index. */
const ROW_SOURCES = {
  items: { splits: ROW_SPLITS, groups: ROW_GROUPS },
  paths: { splits: IMAGE_ROW_SPLITS, groups: IMAGE_ROW_GROUPS },
  targets: { splits: INDEXED_ROW_SPLITS, groups: INDEXED_ROW_GROUPS },
};

function rowsOf({ column, paths, rows }: Kind['groups']): keyof typeof ROW_SOURCES | null {
  if (column !== true) return null;
  return rows ?? (paths === ITEMS ? 'paths' : 'items');
}

/** The source of given splits, else of groups, in a program of such data; null where nothing says that there are any. */
export function splitSource(data: DataSpec): ValueSource | null {
  const { groups } = kindOf(data);
  const {
    SPLIT_COLUMN: given,
    SPLIT_FOLDERS: folders,
    GROUP_COLUMN: column,
    GROUP_PATTERN: pattern,
  } = factsOf(data);
  const rows = rowsOf(groups);
  if (Array.isArray(folders) && groups.paths !== undefined) return fileSplits(groups.paths);
  if (typeof given === 'string' && rows !== null) return ROW_SOURCES[rows].splits;
  if (typeof column === 'string' && rows !== null) return ROW_SOURCES[rows].groups;
  return typeof pattern === 'string' && groups.paths !== undefined
    ? fileGroups(groups.paths)
    : null;
}

/** Takes the place of a program's `split_items`, where the parts of the data lie in folders of their own. */
export const FOLDER_SPLITS = {
  constants: [
    '# Folders of the parts below the data folder, laid out alike; None: that part is cut from train.\nTRAIN_FOLDER = "train"',
    'VALIDATION_FOLDER = "validation"',
    'TEST_FOLDER = "test"',
  ],
  imports: ['import numpy as np'],
  code: `def split_items(data_dir, limit=None):
    """Returns {split: (items [n], targets [n])}; limit is the most items per split."""
    folders = {"train": TRAIN_FOLDER, "validation": VALIDATION_FOLDER, "test": TEST_FOLDER}
    given = {split: read_examples(data_dir / name) for split, name in folders.items() if name}
    shares = {"validation": VALIDATION_SHARE, "test": TEST_SHARE}
    cuts = [0 if split in given else share for split, share in shares.items()]
    generator = np.random.default_rng(SEED)
    splits = {}
    for split, rows in zip(folders, split_rows(given["train"][1], *cuts), strict=True):
        items, targets = given.get(split, given["train"])
        if split in shares and split in given:
            rows = generator.permutation(len(targets))
        splits[split] = take_rows(items, targets, rows[:limit])
        if len(splits[split][0]) == 0:
            raise SystemExit(f"expected items for the {split} split, found {len(items)} in all")
    return splits`,
} as const;
