/**
 * LedgerCloseMeta of a closed ledger. XDR is concatenation, and the ledger keeps all the parts:
 * nothing has to be decoded. There is no consensus and no eviction here, so their lists are empty.
 */
import type { AppliedTransaction, ClosedLedger } from '../ledger/network.ts'

const ZERO = Buffer.alloc(4)
const ZERO_64 = Buffer.alloc(8)

const uint32 = (value: number) => {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

/** TransactionResultMetaV1 */
const transactionMeta = ({ hash, result, feeChanges, meta, postFeeChanges }: AppliedTransaction) =>
  Buffer.concat([ZERO, Buffer.from(hash, 'hex'), result, feeChanges, meta, postFeeChanges])

/** @param transactions all of this ledger, in order of application @returns LedgerCloseMeta, version 2 */
export const ledgerCloseMeta = (ledger: ClosedLedger, transactions: readonly AppliedTransaction[]): Uint8Array => {
  const version = uint32(2)
  const header = [ledger.hash, ledger.header, ZERO]
  const processing = [uint32(transactions.length), ...transactions.map(transactionMeta)]
  const [upgrades, scp, stateSize, evicted] = [ZERO, ZERO, ZERO_64, ZERO]
  const ext = ZERO
  return Buffer.concat([
    version,
    ext,
    ...header,
    ledger.transactionSet,
    ...processing,
    upgrades,
    scp,
    stateSize,
    evicted,
  ])
}
