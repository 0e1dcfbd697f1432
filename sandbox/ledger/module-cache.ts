/** Keeps the host's cache of parsed contracts equal to the contract code of the live ledger. */
import { xdr } from '@stellar/stellar-sdk'
import type { Host } from '../host/host.ts'
import { isContractCode } from './keys.ts'
import type { Layer, StateEntry } from './state.ts'

const codeOf = ({ entry }: StateEntry): xdr.ContractCodeEntry => {
  const { data } = xdr.LedgerEntry.fromXdr(entry)
  if (data.type !== 'contractCode') throw new Error(`the entry of a contract's code is of type ${data.type}`)
  return data.contractCode
}

/** With all entries: after a start, and whenever the host was replaced. */
export const fillModuleCache = (host: Host, entries: Iterable<StateEntry>): void => {
  for (const entry of entries) {
    if (isContractCode(entry.key) && !entry.evicted) host.cacheModule(codeOf(entry).code)
  }
}

/**
 * What a ledger did to contract code. It is put into the cache only once the ledger is the state, since simulation assumes
 * that what is uploaded or restored is parsed anew in the ledger that does it.
 */
export const codeChanges = (layer: Layer): ((host: Host) => void) => {
  const changes = [...layer.changes()].filter(({ before, after }) => isContractCode((after ?? before)!.key))
  const isLive = (entry: StateEntry | null | undefined) => entry !== undefined && entry !== null && !entry.evicted
  const came = changes.flatMap(({ before, after }) => (isLive(after) && !isLive(before) ? [after!] : []))
  const left = changes.flatMap(({ before, after }) => (isLive(before) && !isLive(after) ? [before!] : []))
  return (host) => {
    for (const entry of left) host.evictModule(codeOf(entry).hash.toBytes())
    fillModuleCache(host, came)
  }
}
