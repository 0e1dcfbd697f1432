#!/usr/bin/env bash
# The compiler of the two checked-in WebAssembly modules, stated in one place: another compiler makes other bytes.
#
#   scripts/wasm-toolchain.sh --install   installs it, as root on Debian 12
#
# contract/build.sh and sandbox/host/build.sh source this file. Debian's compiler is used because its package brings the
# standard library's sources, of which each module gets a standard library of its own. wasm-opt is the one in
# package-lock.json.

readonly RUST_PACKAGE=1.96.0+dfsg1-1~deb12u2
readonly LLD_PACKAGE=1:19.1.7-3~deb12u1
readonly TOOLCHAIN='rustc 1.96.0 (ac68faa20 2026-05-25) (built from a source tarball), LLVM 22.1.8, Debian LLD 19.1.7'

# The toolchain in /usr/bin, in the words of TOOLCHAIN; nothing where there is none.
installed_toolchain() {
  [[ -x /usr/bin/rustc && -x /usr/bin/cargo && -d /usr/lib/rustlib/src/rust/library ]] || return 0
  command -v wasm-ld-19 >/dev/null || return 0
  echo "$(/usr/bin/rustc --version)," \
    "LLVM $(/usr/bin/rustc -vV | sed -n 's/^LLVM version: //p')," \
    "$(wasm-ld-19 --version | sed 's/ (.*//')"
}

has_toolchain() { [[ "$(installed_toolchain)" == "$TOOLCHAIN" ]]; }

install_toolchain() {
  if has_toolchain; then return; fi
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends --allow-downgrades \
    {rustc-web,cargo-web,rust-web-src,libstd-rust-web-dev}="$RUST_PACKAGE" lld-19="$LLD_PACKAGE" || true
  if has_toolchain; then return; fi
  cat >&2 <<TEXT
The modules were made with   $TOOLCHAIN
                 (Debian 12: rustc-web $RUST_PACKAGE, lld-19 $LLD_PACKAGE).
This machine has             $(installed_toolchain)
Where Debian no longer offers those versions: put the new ones into scripts/wasm-toolchain.sh, run it again, put what this
machine then has into it, too, and run contract/build.sh and sandbox/host/build.sh. Once all tests pass, commit the new
modules together with scripts/wasm-toolchain.sh.
TEXT
  return 1
}

# Says which toolchain is needed where a comparison with another would be pointless.
require_toolchain() {
  if has_toolchain; then return; fi
  echo "needs $TOOLCHAIN, found: $(installed_toolchain)" >&2
  echo "On Debian 12, as root: scripts/wasm-toolchain.sh --install" >&2
  return 1
}

# same_files FRESH KEPT NAME...: are the files of the folder KEPT those of a fresh build, byte for byte?
same_files() {
  local fresh=$1 kept=$2 name differs=0
  for name in "${@:3}"; do
    cmp -- "$fresh/$name" "$kept/$name" || differs=1
  done
  if ((differs)); then
    echo "$(realpath "$kept") is not what its sources give: do not deploy it. They give what is in $(realpath "$fresh")" >&2
  else
    echo "byte for byte what the sources give: ${*:3}"
  fi
  return "$differs"
}

if [[ "${1:-}" == --install && "${BASH_SOURCE[0]}" == "$0" ]]; then
  set -euo pipefail
  install_toolchain
fi
