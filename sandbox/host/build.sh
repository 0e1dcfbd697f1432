#!/usr/bin/env bash
# Builds the Soroban host as WebAssembly: host.wasm, and host.json that says what it was built from.
#
#   build.sh                    builds: five minutes on two cores, 1.5 GB of memory
#   build.sh --verify           builds from nothing and compares with host.wasm and host.json, byte for byte; changes neither
#   build.sh --compare FOLDER   the comparison alone, with what an earlier build left in FOLDER
#   build.sh --check            builds nothing: has a source changed since the build? Trusts the recorded hashes
#
# Exit code 1 where the module is something else. The compiler is in scripts/wasm-toolchain.sh; where it is not installed,
# a build (but no comparison) takes rustup's, which needs the target wasm32-unknown-unknown and makes other bytes.
set -euo pipefail
readonly earlier=$(realpath -- "${2:-.}")
cd "$(dirname "$0")"
source ../../scripts/wasm-toolchain.sh
readonly target=wasm32-unknown-unknown target_dir=target/module built=target/built

# Names and hashes of all sources, in one hash. test/sandbox/host/module.test.ts computes the same.
source_hash() {
  find Cargo.toml Cargo.lock src getrandom -type f | LC_ALL=C sort | xargs sha256sum | sha256sum | cut -d' ' -f1
}

check() {
  if grep -q "\"sourceSha256\": \"$(source_hash)\"" host.json; then
    echo "host.wasm was built from these sources"
  else
    echo "the sources of the host differ from those host.wasm was built from: run sandbox/host/build.sh" >&2
    exit 1
  fi
}

use_rustup() {
  cargo=(cargo)
  rustc=rustc
  options=()
}

use_debian() {
  cargo=(/usr/bin/cargo)
  rustc=/usr/bin/rustc
  options=(-Z build-std=std,panic_abort)
  export RUSTC=/usr/bin/rustc RUSTDOC=/usr/bin/rustdoc RUSTC_BOOTSTRAP=1
  export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld-19
}

choose_compiler() {
  if has_toolchain; then
    use_debian
  elif rustup target list --installed 2>/dev/null | grep -qx "$target"; then
    use_rustup
  else
    echo "no compiler for $target. Either, on Debian 12: scripts/wasm-toolchain.sh --install" >&2
    echo "or, for other bytes: rustup target add $target" >&2
    exit 1
  fi
}

# Panic texts name source files: a machine's folders must not get into the module. The last matching prefix counts.
flags() {
  local crates="${CARGO_HOME:-$HOME/.cargo}/registry/src" folder
  echo -n "-Clink-arg=-zstack-size=16777216 --remap-path-prefix=$PWD=/host"
  echo -n " --remap-path-prefix=$($rustc --print sysroot)/lib/rustlib/src/rust=/rust"
  for folder in "$crates"/*/; do echo -n " --remap-path-prefix=${folder%/}=/crates"; done
}

version_of() {
  awk -v name="\"$1\"" '$1 == "name" { found = $3 == name } found && $1 == "version" { gsub("\"", "", $3); print $3; exit }' Cargo.lock
}

describe() {
  local host
  host=$(version_of soroban-env-host)
  cat <<JSON
{
  "sha256": "$(sha256sum "$built/host.wasm" | cut -d' ' -f1)",
  "sourceSha256": "$(source_hash)",
  "protocol": ${host%%.*},
  "crates": {
    "soroban-env-host": "$host",
    "soroban-simulation": "$(version_of soroban-simulation)",
    "stellar-xdr": "$(version_of stellar-xdr)"
  },
  "compiler": "$($rustc --version)"
}
JSON
}

# Leaves host.wasm and host.json in the folder `built`.
build() {
  unset CARGO_ENCODED_RUSTFLAGS RUSTC_WRAPPER
  choose_compiler
  "${cargo[@]}" fetch --locked
  CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS=$(flags) \
    "${cargo[@]}" build --release --locked --target "$target" --target-dir "$target_dir" "${options[@]}"
  rm -rf "$built" && mkdir -p "$built"
  cp "$target_dir/$target/release/sandbox_host.wasm" "$built/host.wasm"
  chmod 644 "$built/host.wasm"
  describe >"$built/host.json"
  cat "$built/host.json"
}

compare() { same_files "$1" . host.wasm host.json; }

usage() {
  echo 'usage: build.sh [--verify | --compare FOLDER | --check]' >&2
  exit 2
}

case "${1:-}" in
  '')
    build
    cp "$built"/* .
    ;;
  --verify)
    require_toolchain
    rm -rf "$target_dir"
    build
    compare "$built"
    ;;
  --compare)
    [[ -n "${2:-}" ]] || usage
    compare "$earlier"
    ;;
  --check) check ;;
  *) usage ;;
esac
