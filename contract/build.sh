#!/bin/bash
# Builds the contract and writes interface/: flashindex_market.wasm and spec.json.
#   contract/build.sh           build
#   contract/build.sh --check   only say whether interface/ belongs to the sources; exit code 1 if not
#
# Needs a compiler with the target wasm32v1-none. Where rustup has none, Debian's does with the standard library's
# sources: apt-get install rustc-web cargo-web rust-web-src lld-19. RUST_WEB=0 chooses rustup's.
set -euo pipefail
cd "$(dirname "$0")"
export PATH="$PWD/../node_modules/.bin:$PATH"
node='node --disable-warning=ExperimentalWarning'

if [ "${1:-}" = --check ]; then exec $node build/main.ts --check; fi

# soroban-sdk >= 28 wants to be told that somebody shakes the spec; build/shake.ts does.
export SOROBAN_SDK_BUILD_SYSTEM_SUPPORTS_SPEC_SHAKING_V2=1
# Panic texts name source files; a module must not carry a machine's folders.
export RUSTFLAGS="--remap-path-prefix=$PWD=contract --remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}=cargo"
if [ "${RUST_WEB:-1}" = 1 ] && [ -x /usr/bin/rustc ]; then
  export RUSTC=/usr/bin/rustc RUSTDOC=/usr/bin/rustdoc RUSTC_BOOTSTRAP=1
  # A panic's text reaches nobody on a network: without it the module is a tenth smaller.
  RUSTFLAGS+=' -Zunstable-options -Cpanic=immediate-abort'
  /usr/bin/cargo build --locked --release --target wasm32v1-none -Z build-std=core,alloc
else
  cargo build --locked --release --target wasm32v1-none
fi

out=target/wasm32v1-none/release
$node build/main.ts $out/flashindex_market.wasm $out/shaken.wasm
wasm-opt -Oz --converge --enable-bulk-memory --enable-sign-ext --enable-mutable-globals $out/shaken.wasm -o $out/market.wasm
$node build/main.ts --describe $out/market.wasm
