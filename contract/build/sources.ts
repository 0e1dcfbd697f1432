/** What the contract is built from, as one hash. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Everything that decides the Wasm. Tests are not built in; what the scripts in build/ make of it, test/contract checks. */
const ROOTS = ['Cargo.toml', 'Cargo.lock', '.cargo/config.toml', 'src']

/** sha256 over path and content of every source, sorted by path, in the contract's folder. */
export function hashSources(folder: string): string {
  const hash = createHash('sha256')
  for (const path of ROOTS.flatMap((root) => filesUnder(folder, root)).sort()) {
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(folder, path)))
      .update('\0')
  }
  return hash.digest('hex')
}

function filesUnder(folder: string, root: string): string[] {
  if (/\.\w+$/.test(root)) return [root]
  return readdirSync(join(folder, root), { withFileTypes: true }).flatMap((entry) => {
    const path = `${root}/${entry.name}`
    if (path === 'src/test' || path === 'src/test.rs') return []
    return entry.isDirectory() ? filesUnder(folder, path) : [path]
  })
}
