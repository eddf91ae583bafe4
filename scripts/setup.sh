#!/bin/sh
# Installs what a fresh clone needs: the npm packages, the sandbox, a Redis for tests, and uv for the Python environment.
set -e
cd "$(dirname "$0")/.."
npm ci --no-fund --no-audit
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
missing=
command -v bwrap >/dev/null 2>&1 || missing="$missing bubblewrap"
command -v redis-server >/dev/null 2>&1 || missing="$missing redis-server"
if [ "$(uname)" = Linux ] && [ -n "$missing" ]; then
  if command -v apt-get >/dev/null 2>&1; then
    (as_root apt-get update -qq && as_root apt-get install -y -qq $missing) ||
      echo "could not install:$missing; generated code is not run without a sandbox, the queue is tested with redis-server" >&2
  else
    echo "install with your package manager:$missing; generated code is not run without a sandbox" >&2
  fi
fi
if ! command -v uv >/dev/null 2>&1 && ! python3 -m uv --version >/dev/null 2>&1; then
  python3 -m pip install --quiet uv || python3 -m pip install --quiet --user --break-system-packages uv ||
    echo 'install uv (https://docs.astral.sh/uv); it makes the Python environment' >&2
fi
