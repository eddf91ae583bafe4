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
var args = process.argv.slice(2);
var asksOnly = args.length === 0 || /^(help|--version)$/.test(args[0]) || args.includes('--help') || args.includes('-h');
if (asksOnly) require('./load.cjs')(args, null);
else require('./supervise.cjs')(args);
