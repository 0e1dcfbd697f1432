/**
 * The host's own event about a contract: topics `executable_update`, the old and the new executable, each
 * `[Wasm, hash]`. It appears also where the contract itself says nothing.
 */
import type { RawEvent } from '../chain/event.ts'
import { Malformed } from './malformed.ts'
import type { ScValReader } from './scval.ts'

/** The hash of the Wasm that runs from now on. @throws Malformed */
export const readCodeChange = (reader: ScValReader, raw: RawEvent): Record<string, unknown> => {
  if (raw.topics.length !== 3) throw new Malformed(`has ${raw.topics.length} topics, not 3`)
  reader.open(raw.topics[2]!)
  if (reader.vec() !== 2) throw new Malformed('topic 3 is no executable')
  const kind = reader.symbol()
  if (kind !== 'Wasm') throw new Malformed(`topic 3 is an executable of the kind "${kind}"`)
  const wasmHash = reader.bytes(32)
  reader.close()
  return { wasmHash }
}
