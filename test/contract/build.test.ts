/** A forged module whose recorded hash was changed along: the recorded hashes agree, a build from the sources does not. */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'forged-'))
const NEEDED = ['scripts/wasm-toolchain.sh', 'contract', 'sandbox/host', 'package.json']
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

interface Module {
  readonly script: string
  readonly wasm: string
  readonly record: string
}

const MODULES: readonly Module[] = [
  {
    script: 'contract/build.sh',
    wasm: 'contract/interface/flashindex_market.wasm',
    record: 'contract/interface/spec.json',
  },
  { script: 'sandbox/host/build.sh', wasm: 'sandbox/host/host.wasm', record: 'sandbox/host/host.json' },
]

/** Changes one bit of the module, and its hash in the record beside it. */
const forge = ({ wasm, record }: Module) => {
  const path = join(folder, wasm)
  const bytes = readFileSync(path)
  const before = sha256(bytes)
  bytes[Math.floor(bytes.length / 2)]! ^= 1
  writeFileSync(path, bytes)
  writeFileSync(join(folder, record), readFileSync(join(folder, record), 'utf8').replace(before, sha256(bytes)))
}

const run = (script: string, ...args: string[]) => {
  const { status, stdout, stderr } = spawnSync('bash', [join(folder, script), ...args], { encoding: 'utf8' })
  return { status, output: stdout + stderr }
}

beforeAll(() => {
  for (const path of NEEDED) {
    mkdirSync(join(folder, path, '..'), { recursive: true })
    cpSync(path, join(folder, path), { recursive: true, filter: (source) => !/\/(target|src\/test)$/.test(source) })
  }
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'))
})
afterAll(() => rmSync(folder, { recursive: true }))

test('a module that a fresh build gives is accepted', () => {
  for (const { script, wasm } of MODULES) {
    const { status, output } = run(script, '--compare', resolve(wasm, '..'))
    expect(output).toContain('byte for byte what the sources give')
    expect(status).toBe(0)
  }
})

test('a changed byte of a module is found by the build, though the recorded hash was changed along', () => {
  for (const { script, wasm, record } of MODULES) {
    forge({ script, wasm, record })
    expect(readFileSync(join(folder, record), 'utf8')).toContain(sha256(readFileSync(join(folder, wasm))))
    expect(run(script, '--check').status).toBe(0)
    // Stands for the build from the sources: continuous integration makes it anew and finds it equal to this repository's.
    const { status, output } = run(script, '--compare', resolve(wasm, '..'))
    expect(output).toMatch(/\.wasm .*differ: /)
    expect(output).toContain('is not what its sources give: do not deploy it')
    expect(status).toBe(1)
  }
})

test('continuous integration builds both modules from their sources and compares, on every run', () => {
  const steps = readFileSync('.ci/run', 'utf8').split('\n')
  expect(steps).toContain('scripts/wasm-toolchain.sh --install')
  for (const { script } of MODULES) expect(steps).toContain(`bash ${script} --verify`)
})

test('a comparison with another compiler is refused before it builds', () => {
  const toolchain = join(folder, 'scripts/wasm-toolchain.sh')
  const pinned = readFileSync(toolchain, 'utf8')
  writeFileSync(toolchain, pinned.replace(/^readonly TOOLCHAIN=.*$/m, "readonly TOOLCHAIN='rustc 0.0.1'"))
  for (const { script } of MODULES) {
    const { status, output } = run(script, '--verify')
    expect(output).toContain('needs rustc 0.0.1, found: ')
    expect(status).toBe(1)
  }
})

test('the record of the host names the compiler that is pinned', () => {
  const { compiler } = JSON.parse(readFileSync('sandbox/host/host.json', 'utf8')) as { compiler: string }
  expect(readFileSync('scripts/wasm-toolchain.sh', 'utf8')).toContain(`readonly TOOLCHAIN='${compiler}, LLVM `)
})
