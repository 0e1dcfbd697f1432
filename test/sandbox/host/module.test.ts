import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import description from '../../../sandbox/host/host.json' with { type: 'json' }
import { loadHost } from '../../../sandbox/host/host.ts'
import { compileHost, hostModulePath } from '../../../sandbox/host/module.ts'

const CRATE = 'sandbox/host'
const bytes = readFileSync(hostModulePath())
const sha256 = (content: Uint8Array | string) => createHash('sha256').update(content).digest('hex')

const filesUnder = (folder: string): string[] =>
  readdirSync(join(CRATE, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(CRATE.length + 1))

/** As build.sh computes it: `sha256sum` of the sources in the order of their names, hashed again. */
const sourceHash = (): string => {
  const files = ['Cargo.toml', 'Cargo.lock', ...filesUnder('src'), ...filesUnder('getrandom')].sort()
  return sha256(files.map((file) => `${sha256(readFileSync(join(CRATE, file)))}  ${file}\n`).join(''))
}

test('host.wasm is the module that host.json describes', () => {
  expect(sha256(bytes)).toBe(description.sha256)
})

test('host.wasm was built from the sources beside it: else run sandbox/host/build.sh', () => {
  expect(sourceHash()).toBe(description.sourceSha256)
})

test('the host runs protocol 29, as described', () => {
  expect(description.protocol).toBe(29)
  expect(loadHost({ snapshot: () => undefined }).version()).toBe(29)
})

test('the module asks its surroundings for the snapshot and the log only', () => {
  const names = WebAssembly.Module.imports(compileHost()).map(({ module, name }) => `${module}.${name}`)
  expect(names.sort()).toEqual(['env.log', 'env.snapshot_get'])
})

test("no machine's folders are in the module", () => {
  const text = bytes.toString('latin1')
  expect([...text.matchAll(/\/(?:root|home|tmp|work|usr|Users|builds?)\/[\w./-]+/g)].map(([path]) => path)).toEqual([])
})

test('a module is compiled once a thread', () => {
  expect(compileHost()).toBe(compileHost(hostModulePath()))
})

test('a path without a module says how to get one', () => {
  expect(() => compileHost('nowhere.wasm')).toThrow('the host module nowhere.wasm cannot be loaded; build it with')
})
