#!/usr/bin/env bash
# Builds the Soroban host as WebAssembly: host.wasm, and host.json that says what it was built from.
#
#   build.sh           four minutes on two cores, 1.5 GB of memory
#   build.sh --check   builds nothing; exit code 1 when the sources are not those host.wasm was built from
#
# Rustup's wasm32-unknown-unknown target is used where it is installed. Otherwise Debian's compiler builds the standard
# library along: that works where rustup cannot download a target.
set -euo pipefail
cd "$(dirname "$0")"
readonly target=wasm32-unknown-unknown

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
  if rustup target list --installed 2>/dev/null | grep -qx "$target"; then
    use_rustup
  elif [[ -x /usr/bin/cargo && -d /usr/lib/rustlib/src/rust/library ]] && command -v wasm-ld-19 >/dev/null; then
    use_debian
  else
    echo "no compiler for $target. Either: rustup target add $target" >&2
    echo "or, on Debian: apt-get install -y rustc-web cargo-web rust-web-src lld-19" >&2
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
  "sha256": "$(sha256sum host.wasm | cut -d' ' -f1)",
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

build() {
  choose_compiler
  "${cargo[@]}" fetch --locked
  CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS=$(flags) \
    "${cargo[@]}" build --release --locked --target "$target" "${options[@]}"
  cp "target/$target/release/sandbox_host.wasm" host.wasm
  chmod 644 host.wasm
  describe >host.json
  cat host.json
}

if [[ ${1:-} == --check ]]; then check; else build; fi
