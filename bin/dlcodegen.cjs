#!/usr/bin/env node
// Plain JavaScript that an old Node can read: it must be able to say that it is too old.
var version = process.versions.node.split('.').map(Number);
if (version[0] < 22 || (version[0] === 22 && version[1] < 18)) {
  console.error(
    'dlcodegen needs Node 22.18 or newer, found ' + process.versions.node + ': install a newer Node, ' +
      'or in a checkout run it as `npm run dlcodegen -- ...`, which brings its own.',
  );
  process.exit(5);
}
var fs = require('node:fs');
var path = require('node:path');
var source = path.join(__dirname, '../src/cli/main.ts');
// A checkout runs its sources; the installed package has only dist.
var main = fs.existsSync(source) ? source : path.join(__dirname, '../dist/cli/main.js');
import(require('node:url').pathToFileURL(main).href).then(function (cli) {
  return cli.main(process.argv.slice(2));
});
