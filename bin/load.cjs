var fs = require('node:fs');
var nodeModule = require('node:module');
var path = require('node:path');

/** Runs a command line in this process; `channel` is the descriptor that leads to its supervisor, if it has one. */
module.exports = function load(args, channel) {
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
      nodeModule.enableCompileCache(path.join(cache, 'dlcodegen', 'compiled'));
    } catch (error) {
      // Without it a start only takes longer.
    }
  }
  var source = path.join(__dirname, '../src/cli/main.ts');
  // A checkout runs its sources; the installed package has only dist.
  var main = fs.existsSync(source) ? source : path.join(__dirname, '../dist/cli/main.js');
  var url = require('node:url').pathToFileURL(main).href;
  resolveOwnModules(new URL('..', url).href, main === source ? 'module-typescript' : 'module');
  import(url).then(function (cli) {
    return cli.main(args, channel);
  }, function (error) {
    console.error('error: the program cannot be loaded: ' + error.message);
    process.exit(5);
  });
};

/** Our modules name each other by their files: looking for each as Node does takes a third of what loading them takes. */
function resolveOwnModules(folder, format) {
  if (!nodeModule.registerHooks) return;
  nodeModule.registerHooks({
    resolve: function (specifier, context, nextResolve) {
      var isOwn = specifier.startsWith('.') && context.parentURL !== undefined && context.parentURL.startsWith(folder);
      if (!isOwn) return nextResolve(specifier, context);
      return { url: new URL(specifier, context.parentURL).href, format: format, shortCircuit: true };
    },
  });
}
