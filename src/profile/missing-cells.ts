/** Words for a missing value that may as well name a class. */
export const MISSING_WORDS = ['N/A', 'NA', 'None', 'n/a'];

/** What pandas reads as missing. */
export const MISSING_CELLS = ['', '#N/A', 'NULL', 'NaN', 'nan', 'null', '<NA>', ...MISSING_WORDS];
