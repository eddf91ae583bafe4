/**
 * A table that is looked up by texts from outside: it has its rows and nothing that objects inherit, such as
 * `constructor`. Shapes: the same keys in the same order.
 */
export function ownTable<Row>(rows: Readonly<Record<string, Row>>): Record<string, Row> {
  return Object.assign(Object.create(null) as Record<string, Row>, rows);
}
