import type { Layout } from './layouts-table.ts';
import { csv, numbers, writeText } from './writers.ts';

const day = (at: number): string => new Date(Date.UTC(2023, 0, 1 + at)).toISOString().slice(0, 10);

/** Tables with times: several series in one, a time in two columns, rows of which the test table knows the causes. */
export const TIME_LAYOUTS: readonly Layout[] = [
  {
    name: 'one of several series in a table, named by its value',
    requirement: 'Forecast the close of Beta for the next 5 days.',
    write: (folder) => {
      const random = numbers(81);
      const rows: (string | number)[][] = [['company', 'date', 'close']];
      for (const [at, company] of ['Alpha', 'Beta', 'Gamma'].entries())
        for (let step = 0; step < 120; step++)
          rows.push([company, day(step), (100 * (at + 1) + step * 0.2 + random() * 4).toFixed(2)]);
      writeText(folder, 'stocks.csv', csv(rows));
    },
    path: 'stocks.csv',
    expected: {
      kind: 'series',
      target: 'future',
      facts: { TARGET: 'close', SERIES_COLUMN: 'company', SERIES: 'Beta', HORIZON: 5 },
    },
  },
  {
    name: 'a date and a time of day with points in two columns',
    requirement: 'Forecast the ozone of the next 6 hours with an LSTM.',
    write: (folder) => {
      const random = numbers(82);
      const rows: (string | number)[][] = [['Day', 'Time', 'ozone', 'wind']];
      for (let hour = 0; hour < 24 * 15; hour++) {
        const clock = `${String(hour % 24).padStart(2, '0')}.00.00`;
        const ozone = 40 + 20 * Math.sin((hour % 24) / 3.8) + random() * 5;
        rows.push([day(Math.floor(hour / 24)), clock, ozone.toFixed(1), (random() * 8).toFixed(1)]);
      }
      writeText(folder, 'air.csv', csv(rows, ';'));
    },
    path: 'air.csv',
    expected: {
      kind: 'series',
      target: 'future',
      facts: { TARGET: 'ozone', DATE_COLUMN: null, HORIZON: 6 },
    },
  },
  {
    name: 'dated rows whose test table lacks the parts of the target',
    requirement: 'Predict the number of visitors.',
    write: (folder) => {
      const random = numbers(83);
      const names = ['date', 'weather', 'temp', 'wind', 'adults', 'children', 'visitors'];
      const rows = Array.from({ length: 200 }, (_, at) => {
        const temp = 10 + random() * 15;
        const adults = Math.round(temp * 4 + random() * 10);
        const children = Math.round(temp + random() * 5);
        const measured = [1 + (at % 3), temp.toFixed(1), (random() * 9).toFixed(1)];
        return [day(at), ...measured, adults, children, adults + children];
      });
      writeText(folder, 'train.csv', csv([names, ...rows.slice(0, 160)]));
      const known = rows.slice(160).map((row) => row.slice(0, 4));
      writeText(folder, 'test.csv', csv([names.slice(0, 4), ...known]));
    },
    expected: {
      kind: 'table',
      target: 'number',
      facts: { TARGET: 'visitors', FEATURES: ['date', 'weather', 'temp', 'wind'] },
    },
  },
];
