// What supervise.cjs starts; its descriptor 3 leads there.
require('node:fs').writeSync(3, '\n');
require('./load.cjs')(process.argv.slice(2), 3);
