#!/usr/bin/env bash
# Runs a command with a virtual display (for Firefox's WebGL) and the paths of the browsers in
# BACKPROP_CHROMIUM and BACKPROP_FIREFOX: browsers.sh COMMAND...
set -euo pipefail

first_of() { local name; for name in "$@"; do command -v "$name" && return; done; true; }
BACKPROP_CHROMIUM=${BACKPROP_CHROMIUM:-$(first_of chromium chromium-browser google-chrome google-chrome-stable)}
BACKPROP_FIREFOX=${BACKPROP_FIREFOX:-$(first_of firefox-esr firefox)}
export BACKPROP_CHROMIUM BACKPROP_FIREFOX

if command -v Xvfb >/dev/null; then
  exec 3< <(exec Xvfb -displayfd 1 -screen 0 1920x1200x24 -nolisten tcp 2>/dev/null)
  xvfb=$!
  trap 'kill $xvfb 2>/dev/null' EXIT
  read -r -t 20 -u 3 display || { echo "The virtual display did not start." >&2; exit 1; }
  export DISPLAY=:$display
fi
"$@"
