import { nativeToScVal, type Transaction, TransactionBuilder, xdr } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import type { Intent } from '../../../api/transactions/build.ts'
import {
  address,
  CONSUMER,
  diagnostic,
  errorEvent,
  MARKET,
  OWNER,
  PASSPHRASE,
  PROVIDER,
  scripted,
  succeeds,
  symbol,
  TOKEN,
  USDC,
} from './small-market.ts'

const register = { function: 'registerProvider', arguments: { providerId: PROVIDER, description: 'Nordic' } }
const parse = (envelope: string) => TransactionBuilder.fromXdr(envelope, PASSPHRASE) as Transaction

test('the signing party among the arguments is the source, in one simulation', async () => {
  const { transactions, sources } = scripted({ simulation: succeeds([PROVIDER]) })
  const unsigned = await transactions.build(register)
  expect(sources).toEqual([PROVIDER])
  expect(unsigned).toMatchObject({ source: PROVIDER, sequence: 42n, authorizations: [], warnings: [] })
})

test('the envelope says what the answer says', async () => {
  const { transactions } = scripted({ simulation: succeeds([PROVIDER]) })
  const unsigned = await transactions.build({ ...register, validForSecs: 60, inclusionFee: 250n })
  const transaction = parse(unsigned.xdr)
  expect(Buffer.from(transaction.hash()).toString('hex')).toBe(unsigned.hash)
  expect(transaction.signatures).toEqual([])
  expect(transaction.source).toBe(PROVIDER)
  expect(transaction.sequence).toBe('42')
  expect(transaction.timeBounds).toEqual({ minTime: '0', maxTime: '1790000060' })
  expect(unsigned.validUntil).toBe(1_790_000_060)
  expect(unsigned.fees).toEqual({ inclusion: 250n, resource: 50_000n, total: 50_250n })
  expect(transaction.fee).toBe('50250')
  expect(unsigned.resources).toMatchObject({ instructions: 1_000_000, diskReadBytes: 100, writeBytes: 200 })
})

test('where another than the guessed party signs, it is asked for once and remembered', async () => {
  const { transactions, sources } = scripted({ simulation: succeeds([OWNER]) })
  const fee = { function: 'setPlatformFee', arguments: { platformFee: 250 } }
  expect((await transactions.build(fee)).source).toBe(OWNER)
  expect((await transactions.build(fee)).source).toBe(OWNER)
  expect(sources.slice(1)).toEqual([OWNER, OWNER])
})

test('an explicit source leaves the others their authorisation to sign', async () => {
  const { transactions } = scripted({ simulation: succeeds([PROVIDER]) })
  const unsigned = await transactions.build({ ...register, source: CONSUMER, validForSecs: 300 })
  const [authorization, ...more] = unsigned.authorizations
  expect(more).toEqual([])
  expect(authorization).toMatchObject({ address: PROVIDER, function: 'register_provider', validUntilLedger: 1_300 })
  expect(authorization!.hash).toMatch(/^[0-9a-f]{64}$/)
  const [operation] = parse(unsigned.xdr).operations
  const [entry] = operation?.type === 'invokeHostFunction' ? (operation.auth ?? []) : []
  expect(entry!.toXdr('base64')).toBe(authorization!.entryXdr)
  expect(unsigned.warnings).toHaveLength(1)
  expect(unsigned.preview).toContain('must authorise it too')
})

test.each([
  [[], /anybody may call it.*name the account that sends and pays as "source"/],
  [[MARKET], /must authorise it and cannot send a transaction/],
])('without a signer that can send (%j) the source must be named', async (signers, message) => {
  const { transactions } = scripted({ simulation: succeeds(signers) })
  const intent = { function: 'timeOutDeal', arguments: { consumerId: CONSUMER, dealId: 1, since: '5' } }
  await expect(transactions.build(intent)).rejects.toMatchObject({
    code: 'SOURCE_REQUIRED',
    message: expect.stringMatching(message),
  })
  expect((await transactions.build({ ...intent, source: OWNER })).source).toBe(OWNER)
})

test('an account that does not exist is named with the next step', async () => {
  const { transactions } = scripted({ simulation: succeeds([PROVIDER]), accounts: [OWNER] })
  await expect(transactions.build(register)).rejects.toMatchObject({
    code: 'ACCOUNT_NOT_FOUND',
    message: expect.stringMatching(new RegExp(`${PROVIDER} does not exist.*friendbot`)),
  })
})

const refusedEarly: [Partial<Intent>, string, RegExp][] = [
  [{ source: MARKET }, 'INVALID_ARGUMENT', /source: "C.* is no account/],
  [{ source: 'nobody' }, 'INVALID_ARGUMENT', /source: "nobody" is no account/],
  [{ validForSecs: 0 }, 'INVALID_ARGUMENT', /validForSecs: 0 is out of range: give 1 to 3600/],
  [{ validForSecs: 3_601 }, 'INVALID_ARGUMENT', /validForSecs/],
  [{ inclusionFee: 99n }, 'INVALID_ARGUMENT', /inclusionFee: 99 is out of range/],
  [{ function: 'getBucket' }, 'UNKNOWN_FUNCTION', /no writing function "getBucket"; it has: registerProvider/],
  [{ function: 'version' }, 'UNKNOWN_FUNCTION', /version/],
  [{ function: 'register_provider' }, 'UNKNOWN_FUNCTION', /register_provider/],
  [{ function: 'constructor' }, 'UNKNOWN_FUNCTION', /constructor/],
]

test.each(refusedEarly.map(([change, code, message]) => ({ change, code, message })))(
  '$code: $message, before the network is asked',
  async ({ change, code, message }) => {
    const { transactions, sources } = scripted({ simulation: succeeds([PROVIDER]) })
    await expect(transactions.build({ ...register, ...change })).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    })
    expect(sources).toEqual([])
  },
)

const failsWith = (text: string, events: string[]) => () => ({ error: `HostError: ${text}\n\nEvent log`, events })
const contractError = (code: number) => xdr.ScError.sceContract(code)
const budget = xdr.ScError.sceBudget(xdr.ScErrorCode.scecExceededLimit)

test.each([
  [
    'the market by its own name',
    failsWith('Error(Contract, #7)', [errorEvent(MARKET, contractError(7))]),
    { code: 'CONTRACT_ERROR', details: { name: 'BucketLocked', number: 7, contractId: MARKET } },
    /^BucketLocked \(#7\): The bucket serves a deal; wait for its end\.$/,
  ],
  [
    'the token by the name of the built-in contract',
    failsWith('Error(Contract, #10)', [errorEvent(TOKEN, contractError(10)), errorEvent(MARKET, contractError(10))]),
    { code: 'CONTRACT_ERROR', details: { name: 'BalanceError', number: 10, contractId: TOKEN } },
    /The token contract C.* refuses: BalanceError \(#10\)\. The balance/,
  ],
  [
    'an error that the market caught before is not the reason',
    failsWith('Error(Contract, #7)', [
      errorEvent(TOKEN, contractError(7)),
      errorEvent(MARKET, budget),
      errorEvent(MARKET, contractError(7)),
    ]),
    { code: 'CONTRACT_ERROR', details: { name: 'BucketLocked' } },
    /BucketLocked/,
  ],
  [
    'a number that the interface does not have',
    failsWith('Error(Contract, #99)', [errorEvent(MARKET, contractError(99))]),
    { code: 'CONTRACT_ERROR', details: { name: 'Error #99', number: 99 } },
    /Error #99/,
  ],
  [
    'the budget',
    failsWith('Error(Budget, ExceededLimit)', [errorEvent(MARKET, budget)]),
    { code: 'BUDGET_EXCEEDED', details: { name: 'Budget/ExceededLimit', number: null } },
    /more instructions or memory/,
  ],
  [
    'authorisation',
    failsWith('Error(Auth, InvalidAction)', []),
    { code: 'AUTH_REQUIRED', details: { name: 'Auth/InvalidAction' } },
    /has to authorise/,
  ],
  [
    'what is no error of the host',
    () => ({ error: 'Transaction contains more than one operation' }),
    { code: 'SIMULATION_FAILED' },
    /more than one operation/,
  ],
])('a refusal names %s', async (_, simulation, expected, message) => {
  const { transactions } = scripted({ simulation })
  const failure = transactions.build(register)
  await expect(failure).rejects.toMatchObject(expected)
  await expect(failure).rejects.toThrow(message)
})

test('a contract that is no built-in token keeps its number without a guess', async () => {
  const simulation = failsWith('Error(Contract, #10)', [errorEvent(TOKEN, contractError(10))])
  const { transactions } = scripted({ simulation, tokens: [] })
  await expect(transactions.build(register)).rejects.toMatchObject({ details: { name: 'Error #10' } })
})

const transfer = (asset: string) =>
  diagnostic(
    'contract',
    TOKEN,
    [symbol('transfer'), address(CONSUMER), address(MARKET), nativeToScVal(asset)],
    nativeToScVal(15_000_000n, { type: 'i128' }),
  )
const bucketLocked = diagnostic(
  'contract',
  MARKET,
  [symbol('bucket_locked'), address(PROVIDER), nativeToScVal(3, { type: 'u32' })],
  nativeToScVal({ bucket: { locked: true, price_per_gb_storage: 7n, tags: [] } }, { type: { bucket: ['symbol'] } }),
)

test('events are decoded by the interface, movements by the token, and the preview tells both', async () => {
  const events = [transfer(`USDC:${USDC.issuer}`), bucketLocked]
  const { transactions } = scripted({ simulation: succeeds([PROVIDER], { events }) })
  const unsigned = await transactions.build(register)
  expect(unsigned.events.map(({ name }) => name)).toEqual(['transfer', 'bucket_locked'])
  expect(unsigned.events[1]?.values).toEqual({
    provider: PROVIDER,
    bucketId: 3,
    bucket: { locked: true, pricePerGbStorage: '7', tags: [] },
  })
  expect(unsigned.transfers).toEqual([
    { asset: TOKEN, symbol: 'USDC', decimals: 7, from: CONSUMER, to: MARKET, amount: 15_000_000n },
  ])
  const short = (who: string) => `${who.slice(0, 4)}…${who.slice(-4)}`
  expect(unsigned.preview).toBe(
    `Register provider (providerId ${short(PROVIDER)}, description "Nordic"): moves 1.5 USDC from ${short(CONSUMER)} to the market; publishes bucket_locked. Does registerProvider. ${short(PROVIDER)} signs and pays at most 0.00501 XLM.`,
  )
})

test('an asset name that the publishing contract does not own is not believed', async () => {
  const { transactions } = scripted({ simulation: succeeds([PROVIDER], { events: [transfer(`EURC:${USDC.issuer}`)] }) })
  expect((await transactions.build(register)).transfers[0]).toMatchObject({ symbol: null, decimals: null })
})

test('a call that would answer false warns that it changes nothing', async () => {
  const results = (source: string) => [
    { auth: succeeds([PROVIDER])(source).results![0]!.auth, xdr: xdr.ScVal.scvBool(false).toXdr('base64') },
  ]
  const { transactions } = scripted({
    simulation: (source) => ({ ...succeeds([PROVIDER])(source), results: results(source) as never }),
  })
  expect((await transactions.build(register)).warnings).toEqual([expect.stringContaining('answers false')])
})
