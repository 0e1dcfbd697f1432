/** Law: what is built, signed without a change and sent succeeds, for every writing function of the contract. */
import { Address, nativeToScVal, Operation } from '@stellar/stellar-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writingFunctionsByName } from '../../../api/transactions/functions.ts'
import { loadContractSpec } from '../../../contract/interface/spec.ts'
import { perform } from '../../support/accounts.ts'
import { type MarketNetwork, type Party, startMarketNetwork } from './market-network.ts'

let market: MarketNetwork
beforeAll(async () => {
  market = await startMarketNetwork()
}, 60_000)
afterAll(() => market.sandbox.close())

const USDC = 10_000_000n
const WEEK_SECS = 7n * 86_400n

/** A call, who signs it, and what it answers; names of parties, of the token and of the code stand for what they name. */
interface Step {
  readonly function: string
  readonly signer: Party
  readonly arguments: Record<string, unknown>
  readonly answers?: unknown
  /** Named where the contract asks nobody to sign. */
  readonly source?: Party
  readonly before?: () => unknown
}

const step = (name: string, signer: Party, args: Record<string, unknown>, rest: Partial<Step> = {}): Step => ({
  function: name,
  signer,
  arguments: args,
  answers: true,
  ...rest,
})
const nothing = { answers: null }
const parties = { consumerId: 'consumer', providerId: 'provider' }
const deal = (dealId: number) => ({ ...parties, dealId })
const bucket = (bucketId: number) => ({ providerId: 'provider', bucketId })

const terms = {
  ...parties,
  fbRepoId: 'repo-1',
  durationSecs: '2592000',
  agreedStorageMb: '102400',
  agreedEgressMb: 51_200,
  apiCompatibility: 's3',
}
const promises = {
  pricePerGbStorage: 1_000n,
  pricePerGbEgress: '500',
  slaAvgLatencyMs: 100,
  slaAvgUptimePct: 99_900_000,
}
const listing = { name: 'Nordic cold', region: 'eu-north-1', fbBucketId: 'b-1', apiCompatibility: 's3', ...promises }
const wholeListing = {
  ...listing,
  accessScope: 'public',
  bucketId: 0,
  country: 'SE',
  createdTs: '0',
  encryptionAtRest: true,
  encryptionInTransit: true,
  locked: false,
  maxEgressGb: 10,
  maxStorageGb: 100,
  objectLocking: false,
  providerId: 'provider',
  status: 'Active',
  tags: ['cold', 'åäö'],
  versioningEnabled: true,
}

/** Somebody sends the contract tokens outside its interface. */
const sendByMistake = () => {
  const { sandbox, keys, token, contractId, addresses } = market
  const args = [addresses.consumer, contractId].map((address) => Address.fromString(address).toScVal())
  const transfer = { contract: token, function: 'transfer', args: [...args, nativeToScVal(USDC, { type: 'i128' })] }
  return perform(sandbox, keys.consumer, Operation.invokeContractFunction(transfer))
}

const aWeekLater = () => {
  const { closeTime } = market.sandbox.network.latest()
  market.sandbox.network.close({ closeTime: closeTime + WEEK_SECS + 1n })
}

/** A market's life, in an order in which each call is allowed. */
const LIFE: readonly Step[] = [
  step('setStableAssetAddress', 'owner', { address: 'token' }, nothing),
  step('setPlatformFee', 'owner', { platformFee: 300 }, nothing),
  step('registerProvider', 'provider', { providerId: 'provider', description: 'Nordic' }, nothing),
  step('registerConsumer', 'consumer', { consumerId: 'consumer', description: '' }, nothing),
  step('registerFullUser', 'user', { userAddress: 'user', description: 'Both' }),
  step('updateProvider', 'provider', { providerId: 'provider', description: 'Nordic Storage' }),
  step('updateConsumer', 'consumer', { consumerId: 'consumer', description: 'Film archive' }),
  step('createBucket', 'provider', { providerId: 'provider', ...listing }, { answers: 1 }),
  step('createFromBucket', 'provider', { bucket: wholeListing }, { answers: 2 }),
  step('updateBucketBasic', 'provider', { ...bucket(1), country: 'SE' }),
  step('updateBucketConditions', 'provider', { ...bucket(1), pricePerGbStorage: 2_000n }),
  step('lockBucket', 'provider', bucket(1)),
  step('unlockBucket', 'provider', bucket(1)),
  step('createDeal', 'consumer', { ...terms, bucketId: 1 }, { answers: 1 }),
  step('setDealAccepted', 'provider', deal(1)),
  step('setDealFunded', 'consumer', { ...deal(1), amountUsd: 40n * USDC, fbRepoId: 'repo-1' }),
  step('depositToDeal', 'consumer', { ...deal(1), amountUsd: `${2n * USDC}` }),
  step('updateDealConsumption', 'owner', { ...deal(1), storageMb: '3072', egressMb: '2048' }),
  step('updateDealSla', 'owner', { ...deal(1), slaAvgLatencyMs: 80, slaAvgUptimePct: 100_000_000 }),
  step('payPendingConsumption', 'owner', deal(1)),
  step('setDealCompleted', 'consumer', deal(1)),
  step('createDeal', 'consumer', { ...terms, bucketId: 1 }, { answers: 2 }),
  step('setDealRejected', 'provider', deal(2)),
  step('createDeal', 'consumer', { ...terms, bucketId: 1 }, { answers: 3 }),
  step('withdrawDeal', 'consumer', deal(3)),
  step('createDeal', 'consumer', { ...terms, bucketId: 2 }, { answers: 4 }),
  step('setDealAccepted', 'provider', deal(4)),
  step('setDealCancelled', 'provider', deal(4)),
  step('createDeal', 'consumer', { ...terms, bucketId: 2 }, { answers: 5 }),
  step('timeOutDeal', 'user', deal(5), { source: 'user', before: aWeekLater }),
  step('extendDealTtl', 'heir', deal(1), { ...nothing, source: 'heir' }),
  step('extendBucketTtl', 'heir', bucket(1), { ...nothing, source: 'heir' }),
  step('extendConsumerTtl', 'heir', { consumerId: 'consumer' }, { ...nothing, source: 'heir' }),
  step('extendProviderTtl', 'heir', { providerId: 'provider' }, { ...nothing, source: 'heir' }),
  step('extendMarketTtl', 'heir', {}, { ...nothing, source: 'heir' }),
  step('sweepSurplus', 'owner', { asset: 'token', to: 'owner' }, { answers: String(USDC), before: sendByMistake }),
  step('deleteDeal', 'owner', deal(1)),
  step('deleteBucket', 'provider', bucket(2)),
  step('deleteConsumer', 'owner', { consumerId: 'consumer' }),
  step('deleteProvider', 'owner', { providerId: 'provider' }),
  step('upgrade', 'owner', { newWasmHash: 'wasmHash' }, nothing),
  step('updateOwner', 'owner', { newOwner: 'owner' }, nothing),
]

/** Puts addresses in the place of names. */
const resolve = (value: unknown): unknown => {
  if (typeof value === 'string') {
    const names: Record<string, string> = { ...market.addresses, token: market.token, wasmHash: market.wasmHash }
    return names[value] ?? value
  }
  if (Array.isArray(value) || typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, resolve(entry)]))
}

const titled = LIFE.map((one, index) => [`${index + 1}. ${one.function}`, one] as const)

test.for(titled)('%s succeeds with the resources that were simulated', async ([, called]) => {
  const { transactions, addresses, keys, send } = market
  await called.before?.()
  const unsigned = await transactions.build({
    function: called.function,
    arguments: resolve(called.arguments) as Record<string, unknown>,
    source: called.source && addresses[called.source],
  })
  expect(unsigned).toMatchObject({ source: addresses[called.signer], authorizations: [], warnings: [] })
  expect(unsigned.returnValue).toEqual(called.answers)
  const status = await send(unsigned, keys[called.signer])
  expect(status).toMatchObject({ state: 'SUCCESS', reason: null, returnValue: called.answers })
  expect(status.feeCharged).toBeLessThanOrEqual(unsigned.fees.total)
  expect(status.events.map(({ name, contractId }) => [name, contractId])).toEqual(
    unsigned.events.map(({ name, contractId }) => [name, contractId]),
  )
  expect(status.transfers).toEqual(unsigned.transfers)
  const unread = status.events.filter(({ contractId, values }) => contractId === market.contractId && values === null)
  expect(unread).toEqual([])
})

test('no writing function of the contract is left out', () => {
  const called = new Set(LIFE.map((one) => one.function))
  expect([...writingFunctionsByName(loadContractSpec()).keys()].filter((name) => !called.has(name))).toEqual([])
})
