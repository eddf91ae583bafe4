#!/bin/sh
# Installs what a fresh clone needs: the npm packages, the sandbox, a Redis and a browser for tests, and uv for the Python
# environment.
set -e
cd "$(dirname "$0")/.."
npm ci --no-fund --no-audit
as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }
has() { for name in "$@"; do command -v "$name" >/dev/null 2>&1 && return 0; done; return 1; }
missing=
failed=
has bwrap || missing="$missing bubblewrap"
has redis-server || missing="$missing redis-server"
has chromium chromium-browser google-chrome || missing="$missing chromium"
if [ "$(uname)" = Linux ] && [ -n "$missing" ]; then
  if has apt-get; then
    as_root apt-get update -qq || true
    for package in $missing; do
      as_root apt-get install -y -qq "$package" || failed="$failed $package"
    done
  else
    failed=$missing
  fi
  if [ -n "$failed" ]; then
    echo "install with your package manager:$failed; generated code is not run without bubblewrap, the queue is tested with redis-server, reports with chromium" >&2
  fi
fi
if ! command -v uv >/dev/null 2>&1 && ! python3 -m uv --version >/dev/null 2>&1; then
  python3 -m pip install --quiet uv || python3 -m pip install --quiet --user --break-system-packages uv ||
    echo 'install uv (https://docs.astral.sh/uv); it makes the Python environment' >&2
fi
