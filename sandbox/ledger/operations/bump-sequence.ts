/** BumpSequence: raises the source's sequence number; a lower number changes nothing and succeeds. */
import { xdr } from '@stellar/stellar-sdk'
import { loadAccount, storeAccount, withSequence } from '../accounts.ts'
import { innerResult } from '../results.ts'
import type { OperationContext, OperationOutcome } from './context.ts'

const Code = xdr.BumpSequenceResultCode
const result = (code: xdr.BumpSequenceResultCode): Uint8Array => innerResult('bumpSequence', code.value)

export const checkBumpSequence = ({ bumpTo }: xdr.BumpSequenceOp): Uint8Array | null =>
  bumpTo < 0n ? result(Code.bumpSequenceBadSeq) : null

/** The account is written in either case, as a real node does. */
export const applyBumpSequence = ({ bumpTo }: xdr.BumpSequenceOp, context: OperationContext): OperationOutcome => {
  const account = loadAccount(context.layer, context.source)!
  const next = bumpTo > account.seqNum ? withSequence(account, bumpTo, context.ledger) : account
  storeAccount(context.layer, next)
  return { successful: true, result: result(Code.bumpSequenceSuccess) }
}
