/** Keeps the host's cache of parsed contracts equal to the contract code of the ledger. */
import { xdr } from '@stellar/stellar-sdk'
import type { Host } from '../host/host.ts'
import { isContractCode } from './keys.ts'
import type { Layer, StateEntry } from './state.ts'

const cache = (host: Host, { entry }: StateEntry): void => {
  const { data } = xdr.LedgerEntry.fromXdr(entry)
  if (data.type === 'contractCode') host.cacheModule(data.contractCode.code)
}

/** With all entries after a start and whenever the host was replaced, else with what was uploaded. */
export const fillModuleCache = (host: Host, entries: Iterable<StateEntry>): void => {
  for (const entry of entries) {
    if (isContractCode(entry.key)) cache(host, entry)
  }
}

/** The code that a ledger brought: to be cached once the ledger is the state, at the price simulation assumes from then on. */
export const uploadedCode = (layer: Layer): StateEntry[] => {
  const uploaded: StateEntry[] = []
  for (const { before, after } of layer.changes()) {
    if (before === undefined && after !== null && isContractCode(after.key)) uploaded.push(after)
  }
  return uploaded
}
