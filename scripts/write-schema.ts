import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PACKAGE_ROOT } from '../src/core/index.ts';
import { renderPlanSchema } from '../src/plan/index.ts';

/** Writes `schema/plan.schema.json` from the zod schema; a test fails while the two differ. */
const file = path.join(PACKAGE_ROOT, 'schema', 'plan.schema.json');
mkdirSync(path.dirname(file), { recursive: true });
writeFileSync(file, renderPlanSchema());
