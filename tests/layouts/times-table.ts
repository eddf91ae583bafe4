import type { Layout } from './layouts-table.ts';
import { csv, numbers, writeText } from './writers.ts';

const day = (at: number): string => new Date(Date.UTC(2023, 0, 1 + at)).toISOString().slice(0, 10);

/** Rows of kiosks and drinks, one a day, with the heat of the day. */
function drinks(folder: string, stamp: (at: number) => string): void {
  const random = numbers(84);
  const rows: (string | number)[][] = [['when', 'kiosk', 'drink', 'litres', 'heat']];
  for (let at = 0; at < 150; at++) {
    const heat = (18 + 9 * Math.sin(at / 25) + random()).toFixed(1);
    for (const [place, kiosk] of ['North', 'Harbour', 'Zoo'].entries())
      for (const [kind, drink] of ['water', 'tea'].entries()) {
        const litres = (place + 1) * (kind + 2) * (10 + 3 * Math.sin((at * 2 * Math.PI) / 7));
        rows.push([stamp(at), kiosk, drink, (litres + random()).toFixed(2), heat]);
      }
  }
  writeText(folder, 'drinks.csv', csv(rows));
}

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
  {
    name: 'several series told apart by two columns',
    requirement: 'Forecast the litres of every kiosk and drink for the next 5 days.',
    write: (folder) => drinks(folder, day),
    expected: {
      kind: 'series-table',
      target: 'future',
      facts: {
        DATE_COLUMN: 'when',
        SERIES_COLUMNS: ['kiosk', 'drink'],
        TARGET: 'litres',
        FEATURES: ['heat'],
        HORIZON: 5,
      },
    },
  },
  {
    name: 'several series of which the words name one key',
    requirement: 'Forecast litres per kiosk, 5 days ahead.',
    write: (folder) => drinks(folder, day),
    expected: {
      kind: 'series-table',
      target: 'future',
      facts: { SERIES_COLUMNS: ['kiosk'], TARGET: 'litres', HORIZON: 5 },
    },
  },
  {
    name: 'several series whose total is asked for',
    requirement: 'Forecast the total litres of the next 5 days.',
    write: (folder) => drinks(folder, day),
    expected: { kind: 'series', target: 'future', facts: { TARGET: 'litres', HORIZON: 5 } },
  },
  {
    name: 'several series whose month and year stand in two columns',
    requirement: 'Forecast the turnover of each branch for the next 3 months.',
    write: (folder) => {
      const random = numbers(85);
      const rows: (string | number)[][] = [['branch', 'year', 'month', 'turnover']];
      for (const branch of [11, 12, 13, 14])
        for (let at = 0; at < 96; at++) {
          const turnover = branch * (10 + Math.sin((at * Math.PI) / 6)) + random();
          rows.push([branch, 2015 + Math.floor(at / 12), 1 + (at % 12), turnover.toFixed(1)]);
        }
      writeText(folder, 'branches.csv', csv(rows));
    },
    expected: {
      kind: 'series-table',
      target: 'future',
      facts: { SERIES_COLUMNS: ['branch'], DATE_COLUMN: null, TARGET: 'turnover', HORIZON: 3 },
    },
  },
  {
    name: 'columns that are series, of which two are to be forecast',
    requirement: 'Forecast both load and price for the next 6 hours.',
    write: (folder) => {
      const random = numbers(86);
      const rows: (string | number)[][] = [['hour', 'load_mw', 'price_eur', 'wind_mw']];
      for (let at = 0; at < 300; at++) {
        const wave = Math.sin((at * Math.PI) / 12);
        const hour = `${day(Math.floor(at / 24))} ${String(at % 24).padStart(2, '0')}:00`;
        const values = [900 + 200 * wave, 60 + 9 * wave, 300 + 90 * Math.cos(at / 30)];
        rows.push([hour, ...values.map((value) => (value + random()).toFixed(2))]);
      }
      writeText(folder, 'grid.csv', csv(rows));
    },
    expected: {
      kind: 'series-table',
      target: 'future',
      facts: { SERIES_COLUMNS: null, TARGET: ['load_mw', 'price_eur'], HORIZON: 6 },
    },
  },
];
