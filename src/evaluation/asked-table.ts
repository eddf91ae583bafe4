import { bootstrapMean, type Interval } from '../metrics/index.ts';
import { hadProviderFault, type Asked, type Row } from './outcome.ts';
import type { Column, Table } from './report.ts';

const NUMBER = { isShare: false, better: null } as const;

const COLUMNS: readonly Column[] = [
  { id: 'calls', label: 'calls', ...NUMBER },
  { id: 'failedCalls', label: 'failed calls', ...NUMBER },
  { id: 'input', label: 'tokens read', ...NUMBER },
  { id: 'output', label: 'tokens written', ...NUMBER },
  { id: 'cost', label: 'US dollars', ...NUMBER },
  { id: 'share', label: "of the project's code", isShare: true, better: null },
];

/** What the samples of a language model took, and how much of their projects it wrote; none where no model is asked. */
export function askedTable(rows: readonly Row[]): readonly Table[] {
  const asking = rows.filter(({ outcomes }) => outcomes.some(({ asked }) => asked !== null));
  if (asking.length === 0) return [];
  return [
    {
      title: 'What was asked of the language model, per sample',
      source: 'measured here',
      columns: COLUMNS,
      signature: 'asked:1|kept-replies:counted-as-when-asked|share:lines-of-segments',
      rows: asking.map(({ id, method, model, outcomes }) => {
        const of = (value: (asked: Asked) => number): Interval =>
          bootstrapMean(outcomes.map(({ asked }) => (asked === null ? Number.NaN : value(asked))));
        return {
          id,
          method,
          model,
          n: outcomes.length,
          failed: outcomes.filter(({ failure }) => failure !== null).length,
          values: {
            calls: of(({ calls }) => calls),
            failedCalls: of(({ failed }) => failed),
            input: of(({ input }) => input),
            output: of(({ output }) => output),
            cost: of(({ cost }) => cost ?? Number.NaN),
            share: of(({ share }) => share),
          },
        };
      }),
    },
  ];
}

/** Samples that failed by the provider's fault or at a limit. */
export function countProviderFaults(rows: readonly Row[]): number {
  return rows.flatMap(({ outcomes }) => outcomes.filter(hadProviderFault)).length;
}

/** What the report says of samples that failed by the provider's fault. */
export function providerNote(rows: readonly Row[]): readonly string[] {
  const count = countProviderFaults(rows);
  return count === 0
    ? []
    : [
        `${count} samples failed by the provider's fault or at a limit; they are in n, and run again they are tried again.`,
      ];
}
