/** The built marketplace contract, ready to be uploaded to a network. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { loadContractSpec } from './spec.ts'

/** The .wasm beside this file; throws when it is not the one `spec.json` describes. */
export function loadContractWasm(): Uint8Array {
  const wasm = readFileSync(new URL('./flashindex_market.wasm', import.meta.url))
  const hash = createHash('sha256').update(wasm).digest('hex')
  const expected = loadContractSpec().file.wasmSha256
  if (hash === expected) return wasm
  throw new Error(`flashindex_market.wasm has the hash ${hash}, spec.json describes ${expected}: run contract/build.sh`)
}
