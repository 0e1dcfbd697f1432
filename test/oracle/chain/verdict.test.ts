import { xdr } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { Obstacle } from '../../../oracle/chain/obstacle.ts'
import { CallRefused } from '../../../oracle/chain/outcome.ts'
import { codeOf, isSuccess, verdictOn } from '../../../oracle/chain/verdict.ts'

const encoded = (result: xdr.TransactionResultResult) =>
  new xdr.TransactionResult({ feeCharged: 100n, result, ext: xdr.TransactionResultExt.v0() }).toXdr('base64')

const trapped = xdr.OperationResult.opInner(
  xdr.OperationResultTr.invokeHostFunction(xdr.InvokeHostFunctionResult.invokeHostFunctionTrapped()),
)

test('the code that decided is the innermost one, spelled as the protocol does', () => {
  expect(codeOf(encoded(xdr.TransactionResultResult.txBadSeq()))).toBe('txBAD_SEQ')
  expect(codeOf(encoded(xdr.TransactionResultResult.txFailed([trapped])))).toBe('INVOKE_HOST_FUNCTION_TRAPPED')
  expect(codeOf(encoded(xdr.TransactionResultResult.txFailed([xdr.OperationResult.opBadAuth()])))).toBe('opBAD_AUTH')
  const inner = new xdr.InnerTransactionResult({
    feeCharged: 0n,
    result: xdr.InnerTransactionResultResult.txFailed([trapped]),
    ext: xdr.InnerTransactionResultExt.v0(),
  })
  const pair = new xdr.InnerTransactionResultPair({ transactionHash: new xdr.Hash(new Uint8Array(32)), result: inner })
  const bumped = encoded(xdr.TransactionResultResult.txFeeBumpInnerFailed(pair))
  expect(codeOf(bumped)).toBe('INVOKE_HOST_FUNCTION_TRAPPED')
  expect(isSuccess(bumped)).toBe(false)
  expect(isSuccess(encoded(xdr.TransactionResultResult.txSuccess([])))).toBe(true)
})

test('a code is an obstacle of its kind, or final with the next step', () => {
  const on = (code: string) => verdictOn(code, 'GCHANNEL', { hash: 'ab', ledger: 7 })
  const kinds = ['txBAD_SEQ', 'txINSUFFICIENT_FEE', 'txNO_ACCOUNT', 'txTOO_LATE', 'INVOKE_HOST_FUNCTION_TRAPPED']
  expect(kinds.map((code) => (on(code) as Obstacle).kind)).toEqual(['sequence', 'fee', 'account', 'expired', 'race'])
  expect(on('txBAD_SEQ')).toBeInstanceOf(Obstacle)
  const final = on('txINSUFFICIENT_BALANCE')
  expect(final).toBeInstanceOf(CallRefused)
  expect(final).toMatchObject({ error: 'txINSUFFICIENT_BALANCE', hash: 'ab', ledger: 7 })
  expect(final.message).toContain('send it XLM')
  expect(on('txMALFORMED').message).toContain('not expected')
})
