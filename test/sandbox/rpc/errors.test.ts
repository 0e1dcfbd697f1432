/** Every refusal in a table: code, text and data are those of stellar-rpc 28. */
import { Account, Asset, Keypair, Memo, nativeToScVal, Operation, TransactionBuilder, xdr } from '@stellar/stellar-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Sandbox } from '../../../sandbox/start.ts'
import { keypairOf } from '../../support/accounts.ts'
import { startNetwork } from '../../support/network.ts'
import { ask } from '../../support/rpc.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startNetwork({ clockRunning: false })
  for (let i = 0; i < 5; i++) sandbox.network.close()
})
afterAll(() => sandbox.close())

const hash = 'ab'.repeat(32)
const base64 = (value: { toXdr(form: 'base64'): string }) => value.toXdr('base64')
const accountId = keypairOf('nobody').xdrAccountId()
const key = base64(xdr.LedgerKey.account(new xdr.LedgerKeyAccount({ accountId })))
const ttl = base64(xdr.LedgerKey.ttl(new xdr.LedgerKeyTtl({ keyHash: Buffer.alloc(32) })))
const contract = Asset.native().contractId('any')
const word = base64(nativeToScVal('word', { type: 'symbol' }))
const wrongFormat = (code: number) => ({ code, message: "got 'yaml': expected base64, json for optional 'xdrFormat'" })
const params = (message: string) => ({ code: -32602, message })
const request = (message: string) => ({ code: -32600, message })
const unreadable = (data: string) => ({ code: -32602, message: 'invalid parameters', data })
const core = (reason: string) => ({ code: -32603, message: `could not query captive core: ${reason}` })

test.each([
  ['getLedgerEntries', {}, core('no keys specified in request')],
  ['getLedgerEntries', { keys: [] }, core('no keys specified in request')],
  ['getLedgerEntries', { keys: [key, key] }, core('http request failed with non-200 status code (404)')],
  [
    'getLedgerEntries',
    { keys: Array.from({ length: 201 }, () => key) },
    params('key count (201) exceeds maximum supported (200)'),
  ],
  ['getLedgerEntries', { keys: [key, 'AAAA'] }, params('cannot unmarshal key value AAAA at index 1')],
  ['getLedgerEntries', { keys: [`${key}AAAA`] }, params(`cannot unmarshal key value ${key}AAAA at index 0`)],
  ['getLedgerEntries', { keys: [ttl] }, params('ledger ttl entries cannot be queried directly')],
  ['getLedgerEntries', { keys: [key], xdrFormat: 'yaml' }, wrongFormat(-32602)],
  [
    'getLedgerEntries',
    { keys: [7] },
    unreadable('json: cannot unmarshal number into Go struct field GetLedgerEntriesRequest.keys of type string'),
  ],
  ['getTransaction', {}, params('unexpected hash length (0)')],
  ['getTransaction', { hash: 'abcd' }, params('unexpected hash length (4)')],
  ['getTransaction', { hash: 'zz'.repeat(32) }, params("incorrect hash: encoding/hex: invalid byte: U+007A 'z'")],
  ['getTransaction', { hash: `${hash}a` }, params('incorrect hash: encoding/hex: odd length hex string')],
  ['getTransaction', { hash, xdrFormat: 'yaml' }, wrongFormat(-32602)],
  [
    'getTransaction',
    [hash],
    unreadable('json: cannot unmarshal array into Go value of type protocol.GetTransactionRequest'),
  ],
  ['sendTransaction', {}, params('invalid_xdr')],
  ['sendTransaction', { transaction: 'AAAA' }, params('invalid_xdr')],
  ['sendTransaction', { transaction: '!' }, params('invalid_xdr')],
  ['sendTransaction', { transaction: 'AAAA', xdrFormat: 'yaml' }, wrongFormat(-32602)],
  ['getTransactions', { startLedger: 2, pagination: { limit: 201 } }, request('limit must not exceed 200')],
  [
    'getTransactions',
    { startLedger: 2, pagination: { cursor: '1' } },
    request('startLedger (2) and cursor (1) cannot both be set'),
  ],
  ['getTransactions', { pagination: { cursor: 'here' } }, params('strconv.ParseInt: parsing "here": invalid syntax')],
  [
    'getTransactions',
    { pagination: { cursor: '99999999999999999999' } },
    params('strconv.ParseInt: parsing "99999999999999999999": value out of range'),
  ],
  ['getTransactions', { pagination: { cursor: '0' } }, params('database does not contain metadata for ledger: 0')],
  ['getTransactions', { startLedger: 2, xdrFormat: 'yaml' }, wrongFormat(-32600)],
  ['getLedgers', { startLedger: 2, pagination: { limit: 201 } }, request('limit must not exceed 200')],
  [
    'getLedgers',
    { startLedger: 2, pagination: { cursor: '2' } },
    request('startLedger (2) and cursor (2) cannot both be set'),
  ],
  ['getLedgers', { pagination: { cursor: 'here' } }, params('strconv.ParseUint: parsing "here": invalid syntax')],
  ['getLedgers', { pagination: { cursor: '-1' } }, params('strconv.ParseUint: parsing "-1": invalid syntax')],
  [
    'getLedgers',
    { pagination: { cursor: '4294967296' } },
    params('strconv.ParseUint: parsing "4294967296": value out of range'),
  ],
  ['getLedgers', { startLedger: 2, xdrFormat: 'yaml' }, wrongFormat(-32600)],
  [
    'getLedgers',
    { startLedger: '2' },
    unreadable('json: cannot unmarshal string into Go struct field GetLedgersRequest.startLedger of type uint32'),
  ],
  ['getEvents', {}, params('startLedger must be positive')],
  ['getEvents', { startLedger: 0 }, params('startLedger must be positive')],
  ['getEvents', { startLedger: 2, pagination: { limit: 10_001 } }, params('limit must not exceed 10000')],
  [
    'getEvents',
    { startLedger: 2, pagination: { cursor: '0000000000000000001-0000000001' } },
    params('ledger ranges and cursor cannot both be set'),
  ],
  [
    'getEvents',
    { endLedger: 2, pagination: { cursor: '0000000000000000001-0000000001' } },
    params('ledger ranges and cursor cannot both be set'),
  ],
  ['getEvents', { pagination: { cursor: 'here' } }, unreadable('invalid event id here')],
  ['getEvents', { startLedger: 2, xdrFormat: 'yaml' }, wrongFormat(-32602)],
  [
    'getEvents',
    { startLedger: -1 },
    unreadable('json: cannot unmarshal number -1 into Go struct field GetEventsRequest.startLedger of type uint32'),
  ],
  [
    'getEvents',
    { startLedger: 2, filters: [{ contractIds: [contract] }, { topics: [[word], []] }] },
    params('filter 2 invalid: topic 2 invalid: topic must have at least 1 segment'),
  ],
  [
    'simulateTransaction',
    { resourceConfig: { instructionLeeway: 'much' } },
    unreadable(
      'json: cannot unmarshal string into Go struct field ResourceConfig.resourceConfig.instructionLeeway of type uint64',
    ),
  ],
  ['getHealth', [], unreadable('json: cannot unmarshal array into Go value of type protocol.GetHealthRequest')],
])('%s %j is refused', async (method, given, error) => {
  expect((await ask(sandbox.url, method, given)).error).toEqual(error)
})

type RangeText = (oldest: number, latest: number, asked: number) => string

test.each<[string, RangeText]>([
  ['getEvents', (oldest, latest) => `startLedger must be within the ledger range: ${oldest} - ${latest}`],
  ...['getLedgers', 'getTransactions'].map((method): [string, RangeText] => [
    method,
    (oldest, latest, asked) =>
      `start ledger (${asked}) must be between the oldest ledger: ${oldest} and the latest ledger: ${latest} for this rpc instance`,
  ]),
])('%s outside of what is kept is refused with the range', async (method, text) => {
  const [oldest, latest] = [sandbox.network.oldest().sequence, sandbox.network.latest().sequence]
  for (const asked of [oldest - 1, latest + 1].filter((ledger) => ledger > 0)) {
    const { error } = await ask(sandbox.url, method, { startLedger: asked })
    expect(error).toEqual({ code: -32600, message: text(oldest, latest, asked) })
  }
})

const transactionOf = (operations: xdr.Operation[], memo: Memo = Memo.none()) => {
  const source = new Account(Keypair.fromRawEd25519Seed(Buffer.alloc(32, 9)).publicKey(), '1')
  const builder = new TransactionBuilder(source, { fee: '100', networkPassphrase: sandbox.network.passphrase, memo })
  for (const operation of operations) builder.addOperation(operation)
  return builder.setTimeout(0).build().toXDR()
}

const create = () => Operation.createStellarAssetContract({ asset: Asset.native() })
const bump = () => Operation.bumpSequence({ bumpTo: '0' })
const restore = () => Operation.restoreFootprint({})

test.each([
  ['no transaction', () => ({}), 'Could not unmarshal transaction'],
  ['what is no XDR', () => ({ transaction: 'AAAA' }), 'Could not unmarshal transaction'],
  [
    'two operations',
    () => ({ transaction: transactionOf([create(), create()]) }),
    'Transaction contains more than one operation',
  ],
  [
    'a memo',
    () => ({ transaction: transactionOf([create()], Memo.text('hello')) }),
    'Transaction contains a memo. Soroban transactions do not support memos.',
  ],
  [
    'a classic operation',
    () => ({ transaction: transactionOf([bump()]) }),
    'transaction contains unsupported operation type: OperationTypeBumpSequence',
  ],
  [
    'an unknown mode',
    () => ({ transaction: transactionOf([create()]), authMode: 'bogus' }),
    "optional 'authMode' must be one of enforce,record,record_allow_nonroot when included",
  ],
  [
    'a mode for a restoration',
    () => ({ transaction: transactionOf([restore()]), authMode: 'record' }),
    'cannot set authMode with non-InvokeHostFunction operations',
  ],
  [
    'a restoration without a footprint',
    () => ({ transaction: transactionOf([restore()]) }),
    'To perform a SimulateTransaction for ExtendFootprintTtl or RestoreFootprint operations, SorobanTransactionData must be provided',
  ],
  [
    'an unknown format',
    () => ({ transaction: transactionOf([create()]), xdrFormat: 'yaml' }),
    "got 'yaml': expected base64, json for optional 'xdrFormat'",
  ],
])('simulateTransaction answers %s with an error and ledger 0', async (_, given, error) => {
  expect((await ask(sandbox.url, 'simulateTransaction', given())).result).toEqual({ error, latestLedger: 0 })
})
