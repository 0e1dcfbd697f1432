/**
 * `main.ts --check`: does `interface/` belong to these sources? Exit code 1 if not.
 * `main.ts <in.wasm> <out.wasm>`: shakes the spec. `main.ts --describe <wasm> <folder>`: writes the files of `interface/`
 * from a finished module into that folder.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadContractSpec } from '../interface/spec.ts'
import { describeContract, sha256 } from './describe.ts'
import { shakeSpec } from './shake.ts'
import { hashSources } from './sources.ts'
import { trimSpec } from './trim.ts'

const FOLDER = join(import.meta.dirname, '..')

const [first, second, third] = process.argv.slice(2)
if (first === '--check') check()
else if (first === '--describe' && second && third) describe(second, third)
else if (first && second && first !== '--describe') writeFileSync(second, shakeSpec(readFileSync(first)))
else throw new Error('Usage: main.ts --check | --describe <wasm> <folder> | <in.wasm> <out.wasm>')

function check(): void {
  const recorded = loadContractSpec().file.sourceSha256
  const current = hashSources(FOLDER)
  if (recorded === current) {
    console.log(`contract/interface belongs to the sources (${current})`)
    return
  }
  console.log(`contract/interface was built from ${recorded}, the sources are ${current}: run contract/build.sh`)
  process.exitCode = 1
}

/** The spec is that of the full module; the module that is deployed carries what calls need, see trim.ts. */
function describe(path: string, folder: string): void {
  const full = readFileSync(path)
  const wasm = trimSpec(full)
  const spec = { ...describeContract(full, hashSources(FOLDER)), wasmSha256: sha256(wasm) }
  writeFileSync(join(folder, 'flashindex_market.wasm'), wasm)
  writeFileSync(join(folder, 'spec.json'), `${JSON.stringify(spec, null, 2)}\n`)
  console.log(`flashindex_market.wasm ${wasm.length} bytes, ${spec.wasmSha256}`)
}
