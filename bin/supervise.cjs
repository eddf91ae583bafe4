var childProcess = require('node:child_process');
var fs = require('node:fs');
var path = require('node:path');

/** Part of util-linux: the kernel ends the command where this process is killed. Elsewhere it ends itself. */
var SETPRIV = '/usr/bin/setpriv';
/** Sent on; whoever sent another means this process. */
var SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a command line in a process of its own, and ends as that does. A native library that aborts and memory that the
 * engine does not get end a process at once, whatever it has to say: this one says it, and removes what was half-written.
 */
module.exports = function supervise(args) {
  var command = [process.execPath].concat(process.execArgv, path.join(__dirname, 'supervised.cjs'), args);
  if (isUtilLinux()) command = [SETPRIV, '--pdeathsig', 'KILL', '--'].concat(command);
  var told = '';
  var child;
  try {
    child = childProcess.spawn(command[0], command.slice(1), { stdio: ['inherit', 'inherit', 'inherit', 'pipe'] });
  } catch (error) {
    return runHere(args);
  }
  child.on('error', function () {}); // `close` follows
  // Too few open files for pipes to another process.
  if (!child.stdio) return runHere(args);
  SIGNALS.forEach(function (signal) {
    process.on(signal, function () {
      child.kill(signal);
    });
  });
  var channel = child.stdio[3];
  if (channel) {
    channel.on('error', function () {});
    channel.on('data', function (part) {
      told += part;
    });
  }
  child.once('close', function (exit, signal) {
    if (SIGNALS.includes(signal)) return endBy(signal);
    // No more processes or open files, or another setpriv.
    if (told === '' && signal === null) return runHere(args);
    if (signal === null) return process.exit(exit);
    removeDrafts(told);
    report(signal, args);
  });
};

function isUtilLinux() {
  try {
    return process.platform === 'linux' && fs.realpathSync(SETPRIV) === SETPRIV;
  } catch (error) {
    return false;
  }
}

function runHere(args) {
  SIGNALS.forEach(function (signal) {
    process.removeAllListeners(signal);
  });
  require('./load.cjs')(args, null);
}

function endBy(signal) {
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
}

/** Of each line that is a JSON text, what it names; a folder that holds the project it was to replace stays. */
function removeDrafts(told) {
  told.split('\n').forEach(function (line) {
    try {
      var place = JSON.parse(line);
      if (!fs.existsSync(path.join(place, '.old'))) fs.rmSync(place, { recursive: true, force: true });
    } catch (error) {
      // No place, or none that can be removed now; the next run removes it.
    }
  });
}

function report(signal, args) {
  var why = signal === 'SIGKILL' ? 'the system ended the command' : 'a native library or the engine gave up';
  var message = why + ' (' + signal + '), most often for lack of memory';
  if (args.includes('--json')) console.log(JSON.stringify({ error: { code: 'MACHINE', message: message } }));
  console.error('error: ' + message);
  console.error('Free memory, or allow more of it, and run again; nothing half-written is left.');
  process.exit(5);
}
