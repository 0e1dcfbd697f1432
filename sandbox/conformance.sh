#!/usr/bin/env bash
# Plays the conformance pack against a fresh local network; see conformance.ts. Argument: the pack's folder.
set -euo pipefail
cd "$(dirname "$0")/.."
PATH="$PWD/node_modules/.bin:$PATH" exec node --disable-warning=ExperimentalWarning sandbox/conformance.ts "$@"
