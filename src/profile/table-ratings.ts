import type { DataChoice } from '../artifacts/index.ts';
import {
  candidateOf,
  type Detected,
  type Found,
  found,
  NOTHING,
  type ProfileContext,
} from './detector.ts';
import { nameWords } from './column-names.ts';
import { columnParts } from './label-columns.ts';
import type { Column, Table } from './table.ts';
import { tableFindings } from './table-findings.ts';
import { tableFacts } from './table-facts.ts';

const USER =
  /\b(user|users|customer|member|reader|viewer|listener|reviewer|person|account|client|visitor|profile)\b/;
const ITEM =
  /\b(item|items|movie|film|book|isbn|product|song|track|artist|album|anime|game|restaurant|business|recipe|article|joke|place|course|asin)\b/;
const RATING = /\b(rating|ratings|score|stars|rate|preference)\b/;

interface RatingColumns {
  readonly user: Column;
  readonly item: Column;
  readonly rating: Column;
}

/** Who rated what, and how; null where one of the three columns is not there. */
function ratingColumns(table: Table): RatingColumns | null {
  const find = (pattern: RegExp, fits: (column: Column) => boolean): Column | undefined =>
    table.columns.find((column) => pattern.test(nameWords(column.name)) && fits(column));
  const repeats = ({ distinct, role }: Column): boolean =>
    role !== 'constant' && role !== 'text' && distinct * 1.1 < table.count;
  const rating = find(RATING, ({ numeric, distinct }) => numeric && distinct > 1);
  const user = find(USER, (column) => column !== rating && repeats(column));
  const item = find(ITEM, (column) => column !== rating && column !== user && repeats(column));
  return user === undefined || item === undefined || rating === undefined
    ? null
    : { user, item, rating };
}

/** Ratings of items by users; beside other columns only where words ask for recommendations. */
export async function readRatings(context: ProfileContext, table: Table): Promise<Found> {
  const columns = ratingColumns(table);
  if (columns === null) return NOTHING;
  const { user, item, rating } = columns;
  const bare = table.columns.filter(({ role }) => role !== 'date').length <= 4;
  const candidate = candidateOf(
    context,
    {
      kind: 'table',
      targets: ['number'],
      fit: bare ? 0.8 : 0.1,
      why: `${rating.name} is what ${user.name} gave ${item.name}`,
      place: table.file,
      count: table.count,
      ...columnParts(context, { table, labels: [rating] }),
      usualTargets: async () => [
        {
          columns: [rating.name],
          reason: `${rating.name} is what ${user.name} gave ${item.name}`,
          confidence: 0.9,
        },
      ],
    },
    async (choice) => settleRatings(table, columns, choice),
  );
  return found([candidate]);
}

async function settleRatings(
  table: Table,
  { user, item, rating }: RatingColumns,
  { reason }: DataChoice,
): Promise<Detected> {
  const features = [user.name, item.name];
  return {
    data: {
      kind: 'table',
      target: 'number',
      facts: {
        ...tableFacts(table),
        TARGET: rating.name,
        FEATURES: features,
        CATEGORICAL: features,
        NUMBERS: [],
        DATES: [],
        CATEGORIES: features,
        DAY_FIRST: false,
        NUMERIC_COUNT: 0,
        CATEGORY_SIZES: [user.distinct + 2, item.distinct + 2],
        ID_COLUMN: null,
        TEST_FILE: null,
        CLASS_COUNT: null,
      },
    },
    targetReason: reason ?? `${rating.name} is what ${user.name} gave ${item.name}`,
    count: table.count,
    columns: table.columns,
    classes: [],
    attributes:
      `The dataset consists of ${table.count} ratings in ${table.file}: '${rating.name}' from ${rating.minimum} to ${rating.maximum}, ` +
      `given by ${user.distinct} users ('${user.name}') to ${item.distinct} items ('${item.name}').`,
    findings: await tableFindings(table, [rating]),
  };
}
