import path from 'node:path';

/** The package's own folder: `pool/`, `python/` and `schema/` stand in it, in a checkout and when installed. */
export const PACKAGE_ROOT = path.resolve(import.meta.dirname, '../..');
