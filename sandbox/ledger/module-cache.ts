/** Keeps the host's cache of parsed contracts equal to the contract code of the ledger. */
import { xdr } from '@stellar/stellar-sdk'
import type { Host } from '../host/host.ts'
import { isContractCode } from './keys.ts'
import type { Layer, StateEntry } from './state.ts'

const cache = (host: Host, { entry }: StateEntry): void => {
  const { data } = xdr.LedgerEntry.fromXdr(entry)
  if (data.type === 'contractCode') host.cacheModule(data.contractCode.code)
}

/** After a start, and whenever the host was replaced. */
export const fillModuleCache = (host: Host, entries: Iterable<StateEntry>): void => {
  for (const entry of entries) {
    if (isContractCode(entry.key)) cache(host, entry)
  }
}

/** After a ledger: code uploaded in it can be called from the next one on at the price simulation assumes. */
export const updateModuleCache = (host: Host, layer: Layer): void => {
  for (const { before, after } of layer.changes()) {
    if (before === undefined && after !== null && isContractCode(after.key)) cache(host, after)
  }
}
