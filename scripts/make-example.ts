import { writeFileSync } from 'node:fs';
import { createRandom } from '../src/core/index.ts';

/**
 * Writes examples/orchard/orchard.csv: 400 apples, made up for this project. The grade follows from sugar,
 * size and firmness with some noise, and a few measurements are missing, as in real tables.
 */
const random = createRandom(7);
const normal = (mean: number, deviation: number): number =>
  mean + deviation * Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

const VARIETIES = { Elstar: 0.4, Jonagold: 0, Boskoop: -0.5 } as const;
const names = Object.keys(VARIETIES) as (keyof typeof VARIETIES)[];

const rows = Array.from({ length: 400 }, (_, index) => {
  const variety = names[Math.floor(random() * names.length)] ?? 'Elstar';
  const diameter = normal(74, 7);
  const weight = 0.00044 * diameter ** 3 + normal(0, 9);
  const sugar = normal(12.5, 1.6);
  const firmness = normal(6.8, 1.1);
  const score =
    (sugar - 12.5) / 1.6 +
    0.7 * ((diameter - 74) / 7) -
    0.8 * Math.abs(firmness - 7) +
    VARIETIES[variety] +
    normal(0.4, 0.25);
  const grade = score > 0.6 ? 'premium' : score > -0.8 ? 'table' : 'juice';
  const day = new Date(Date.UTC(2025, 8, 1 + Math.floor(random() * 50))).toISOString().slice(0, 10);
  const cell = (value: number, digits: number): string =>
    random() < 0.03 ? '' : value.toFixed(digits);
  return [
    index + 1,
    variety,
    day,
    cell(weight, 1),
    cell(diameter, 1),
    cell(sugar, 2),
    cell(firmness, 2),
    grade,
  ].join(',');
});

const header = 'apple_id,variety,picked_on,weight_g,diameter_mm,sugar_brix,firmness_kg,grade';
writeFileSync(
  new URL('../examples/orchard/orchard.csv', import.meta.url),
  `${[header, ...rows].join('\n')}\n`,
);
