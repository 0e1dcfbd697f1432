#!/usr/bin/env bash
# Builds the contract and writes interface/: flashindex_market.wasm and spec.json.
#
#   contract/build.sh                    builds: two minutes on two cores
#   contract/build.sh --verify           builds from nothing and compares with interface/, byte for byte; changes nothing there
#   contract/build.sh --compare FOLDER   the comparison alone, with what an earlier build left in FOLDER
#   contract/build.sh --check            builds nothing: has a source changed since the build? Trusts the recorded hashes
#
# Exit code 1 where interface/ is something else. The compiler is in scripts/wasm-toolchain.sh; where it is not installed,
# a build (but no comparison) takes rustup's, which needs the target wasm32v1-none and makes other bytes.
set -euo pipefail
readonly earlier=$(realpath -- "${2:-.}")
cd "$(dirname "$0")"
export PATH="$PWD/../node_modules/.bin:$PATH"
source ../scripts/wasm-toolchain.sh
readonly target=target/module built=target/built

node() { command node --disable-warning=ExperimentalWarning "$@"; }

# Panic texts name source files; a module must not carry a machine's folders.
flags() {
  echo -n "--remap-path-prefix=$PWD=contract --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=cargo"
}

compile() {
  unset CARGO_ENCODED_RUSTFLAGS RUSTC_WRAPPER
  # soroban-sdk >= 28 wants to be told that somebody shakes the spec; build/shake.ts does.
  export SOROBAN_SDK_BUILD_SYSTEM_SUPPORTS_SPEC_SHAKING_V2=1
  local options=(--locked --release --target wasm32v1-none --target-dir "$target")
  if has_toolchain; then
    export RUSTC=/usr/bin/rustc RUSTDOC=/usr/bin/rustdoc RUSTC_BOOTSTRAP=1
    # A panic's text reaches nobody on a network: without it the module is a tenth smaller.
    RUSTFLAGS="$(flags) -Zunstable-options -Cpanic=immediate-abort" \
      /usr/bin/cargo build "${options[@]}" -Z build-std=core,alloc
  else
    RUSTFLAGS="$(flags)" cargo build "${options[@]}"
  fi
}

# Leaves the files of interface/ in the folder `built`.
build() {
  local out=$target/wasm32v1-none/release
  compile
  node build/main.ts "$out/flashindex_market.wasm" "$out/shaken.wasm"
  wasm-opt -Oz --converge --enable-bulk-memory --enable-sign-ext --enable-mutable-globals "$out/shaken.wasm" -o "$out/market.wasm"
  rm -rf "$built" && mkdir -p "$built"
  node build/main.ts --describe "$out/market.wasm" "$built"
}

compare() { same_files "$1" interface flashindex_market.wasm spec.json; }

usage() {
  echo 'usage: build.sh [--verify | --compare FOLDER | --check]' >&2
  exit 2
}

case "${1:-}" in
  '')
    build
    cp "$built"/* interface/
    ;;
  --verify)
    require_toolchain
    rm -rf "$target"
    build
    compare "$built"
    ;;
  --compare)
    [[ -n "${2:-}" ]] || usage
    compare "$earlier"
    ;;
  --check) node build/main.ts --check ;;
  *) usage ;;
esac
