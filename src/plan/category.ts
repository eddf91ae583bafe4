import { CATEGORIES, CATEGORY_RULES, type Category } from './category-table.ts';

export interface NormalizedCategory {
  /** The table's spelling; the trimmed text itself where `known` is false. */
  readonly name: string;
  readonly known: boolean;
  /** The table's row; null where unknown. */
  readonly category: Category | null;
}

const BY_NAME = new Map(
  CATEGORIES.flatMap((category) =>
    [category.name, ...category.aliases].map((name) => [plain(name), category] as const),
  ),
);

/** Task category in the spelling of `CATEGORIES`, with the data it stands for by default. Paper: III-B. */
export function normalizeCategory(text: string): NormalizedCategory {
  const key = plain(text.slice(0, 200));
  const category = BY_NAME.get(key) ?? byRule(key);
  return category === undefined
    ? { name: text.trim(), known: false, category: null }
    : { name: category.name, known: true, category };
}

function byRule(key: string): Category | undefined {
  const rule = CATEGORY_RULES.find(([pattern]) => pattern.test(key));
  return rule === undefined ? undefined : BY_NAME.get(plain(rule[1]));
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[-_\s]+/g, ' ')
    .trim();
}
