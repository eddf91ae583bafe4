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
// Compiled code stays between runs, in the user's own folder: a start takes half as long.
var home = process.env.HOME || process.env.USERPROFILE;
var named = process.env.XDG_CACHE_HOME || '';
var cache = path.isAbsolute(named) ? named : home && path.join(home, '.cache');
if (cache) {
  try {
    // One by one: below /proc, mkdir with `recursive` never returns.
    [cache, path.join(cache, 'dlcodegen'), path.join(cache, 'dlcodegen', 'compiled')].forEach(function (folder) {
      if (!fs.existsSync(folder)) fs.mkdirSync(folder);
    });
    require('node:module').enableCompileCache(path.join(cache, 'dlcodegen', 'compiled'));
  } catch (error) {
    // Without it a start only takes longer.
  }
}
var source = path.join(__dirname, '../src/cli/main.ts');
// A checkout runs its sources; the installed package has only dist.
var main = fs.existsSync(source) ? source : path.join(__dirname, '../dist/cli/main.js');
import(require('node:url').pathToFileURL(main).href).then(function (cli) {
  return cli.main(process.argv.slice(2));
}, function (error) {
  console.error('error: the program cannot be loaded: ' + error.message);
  process.exit(5);
});
