#!/usr/bin/env bash
# Takes the picture of the README anew from the page of the example. Needs Chromium; CI does not.
set -euo pipefail
cd "$(dirname "$0")/.."
page=$(mktemp -d)/report.html
.venv/bin/deqi report --example builds-up --html "$page"
"${CHROMIUM:-chromium}" --headless --no-sandbox --disable-gpu --hide-scrollbars \
    --window-size=1100,1012 --screenshot="$PWD/docs/_static/report-builds-up.png" "file://$page"
