/**
 * LedgerCloseMeta of a closed ledger. XDR is concatenation, and the store keeps all the parts: nothing has to be decoded.
 * It is put together when somebody asks, so that closing a ledger does not pay for it.
 */
import { fromHex } from './hash.ts'
import type { AppliedTransaction, ClosedLedger } from './network.ts'
import { array, concat, int32, int64, uint32 } from './xdr-bytes.ts'

const VERSION = 2
/** There is no consensus here: nobody sent a message. */
const NO_SCP_MESSAGES = array([])

/** @param transactions all of this ledger, in order of application @returns LedgerCloseMeta, version 2 */
export const encodeCloseMeta = (ledger: ClosedLedger, transactions: readonly AppliedTransaction[]): Uint8Array =>
  concat([
    int32(VERSION),
    uint32(0),
    encodeHeaderEntry(ledger),
    ledger.transactionSet,
    array(transactions.map(encodeProcessing)),
    array(ledger.upgrades),
    NO_SCP_MESSAGES,
    int64(ledger.stateSize),
    array(ledger.evictedKeys),
  ])

/** LedgerHeaderHistoryEntry: the header with its hash. */
export const encodeHeaderEntry = ({ hash, header }: ClosedLedger): Uint8Array => concat([hash, header, uint32(0)])

/** TransactionResultMetaV1 */
const encodeProcessing = ({ hash, result, feeChanges, meta, postFeeChanges }: AppliedTransaction): Uint8Array =>
  concat([uint32(0), fromHex(hash), result, feeChanges, meta, postFeeChanges])
