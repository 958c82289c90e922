#!/usr/bin/env bash
# The pages of `whosaid report` in a real browser: Debian's chromium, driven by playwright-core.
#
#     tests/browser/run.sh [path of whosaid]
#
# Installs what it needs where it may. Exit code 75: something could not be installed, not tested.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
# The path is the caller's: read before the folder changes.
WHOSAID=$(realpath "${1:-$here/../../target/release/whosaid}")
export WHOSAID
cd "$here"

find_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
if ! find_chromium >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium; } >/dev/null || true
fi
CHROMIUM=$(find_chromium) || { echo "no chromium: install Debian's package chromium" >&2; exit 75; }
export CHROMIUM
command -v npm >/dev/null || { echo "no npm: install Node.js 20 or later" >&2; exit 75; }
npm ci --silent --no-audit --no-fund || { echo "playwright-core could not be installed" >&2; exit 75; }
node --test --test-reporter=spec report.test.mjs
