import { FeeBumpTransaction, type Keypair, TransactionBuilder } from '@stellar/stellar-sdk'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { SILENT, type SubmitterObserver } from '../../../oracle/chain/observer.ts'
import { CallRefused, SubmitterStopped } from '../../../oracle/chain/outcome.ts'
import { clientOf, fundedAccount, keypairOf } from '../../support/accounts.ts'
import { IMPATIENT, startMarket, type TestMarket } from '../market.ts'
import { type Question, type SpoiledNode, startSpoiledNode } from './spoiled-node.ts'

vi.setConfig({ testTimeout: 60_000 })

let market: TestMarket
let node: SpoiledNode
/** Moves the provider's description: every call that is applied changes it. */
let provider: Keypair
const describe = (description: string) =>
  market.calls.call('update_provider', { provider_id: provider.publicKey(), description })

beforeAll(async () => {
  market = await startMarket()
  node = await startSpoiledNode(market.network.url)
  provider = market.cast.providers[0]!.keypair
  await market.must(provider, 'register_provider', { provider_id: provider.publicKey(), description: 'first' })
}, 60_000)
afterEach(async () => {
  node.spoil = () => 'forward'
  node.asked.clear()
  await market.control.setClock(true)
})
afterAll(async () => {
  node.close()
  await market.close()
})

const described = async () => {
  const call = market.calls.call('get_provider', { provider_id: provider.publicKey() })
  const read = await market.submitter(provider).read(call)
  return (market.calls.read('get_provider', read) as { description: string }).description
}

/** Transactions of an account so far. */
const sequenceOf = async (account: Keypair) =>
  BigInt((await clientOf(market.network).getAccount(account.publicKey())).sequenceNumber())

const recorded = () => {
  const events: string[] = []
  const observer: SubmitterObserver = {
    ...SILENT,
    bumped: (_, __, fee) => void events.push(`bumped to ${fee}`),
    hindered: (_, kind, __, again) => void events.push(`${kind}${again ? '' : ' (given up)'}`),
    ended: (_, { status }) => void events.push(status),
  }
  return { events, observer }
}

const pending = async (count: number) => {
  while (market.network.network.pending() < count) await new Promise((resolve) => setImmediate(resolve))
}

const envelopeOf = ({ params }: Question) =>
  TransactionBuilder.fromXDR(params.transaction as string, market.network.network.passphrase)

test('a call is applied and answers hash, ledger and result', async () => {
  const outcome = await market.submitter(provider).submit(describe('applied'))
  expect(outcome).toMatchObject({ status: 'applied', hash: expect.stringMatching(/^[0-9a-f]{64}$/) })
  expect(outcome.status === 'applied' && market.calls.read('update_provider', outcome.result)).toBe(true)
  expect(await described()).toBe('applied')
})

test('what the contract refuses is named by its interface, and nothing is sent', async () => {
  const call = market.calls.call('register_provider', { provider_id: provider.publicKey(), description: '' })
  const before = await sequenceOf(provider)
  expect(await market.submitter(provider).submit(call)).toMatchObject({
    status: 'refused',
    error: 'ProviderAlreadyRegistered',
    message: expect.stringContaining('Use update_provider'),
    hash: null,
  })
  expect(await sequenceOf(provider)).toBe(before)
  await expect(market.submitter(provider).read(call)).rejects.toThrow(CallRefused)
})

test('calls of one signer share a ledger through channel accounts, each with its signature', async () => {
  const channels = await market.channels('wide', 6)
  const submitter = market.submitter(provider, { channels })
  await market.control.setClock(false)
  const outcomes = Promise.all([1, 2, 3, 4, 5, 6].map((number) => submitter.submit(describe(`wide ${number}`))))
  await pending(6)
  await market.control.close()
  const ledgers = (await outcomes).map((outcome) => (outcome.status === 'applied' ? outcome.ledger : outcome))
  expect(new Set(ledgers).size).toBe(1)
  expect(ledgers).toHaveLength(6)
})

test('more calls than channels wait for their turn', async () => {
  const submitter = market.submitter(provider)
  const outcomes = Promise.all([1, 2, 3].map((number) => submitter.submit(describe(`turn ${number}`))))
  expect(submitter.waiting()).toBe(2)
  expect((await outcomes).map(({ status }) => status)).toEqual(['applied', 'applied', 'applied'])
  expect(await described()).toBe('turn 3')
})

test('a call that needs the signature of somebody else is refused', async () => {
  const other = market.cast.providers[1]!.keypair
  const outcome = await market.submitter(other).submit(describe('forged'))
  expect(outcome).toMatchObject({ status: 'refused', error: 'WrongSigner' })
})

test('a dead node is passed over, and one of another network', async () => {
  const foreign = await startSpoiledNode(market.network.url)
  foreign.spoil = ({ method }) =>
    method === 'getNetwork' ? { result: { passphrase: 'Another', protocolVersion: 29 } } : 'forward'
  const rpcUrls = ['http://localhost:9/', foreign.url, market.network.url]
  const outcome = await market.submitter(provider, { rpcUrls }).submit(describe('third node'))
  foreign.close()
  expect(outcome).toMatchObject({ status: 'applied' })
  expect([...foreign.asked.keys()]).toEqual(['getNetwork'])
})

test('while no node answers it is tried again, and given up within bounds', async () => {
  const { events, observer } = recorded()
  let silent = 3
  node.spoil = () => (silent-- > 0 ? 'silent' : 'forward')
  const submitter = market.submitter(provider, { rpcUrls: [node.url], observer })
  expect(await submitter.submit(describe('in the end'))).toMatchObject({ status: 'applied' })
  expect(events.filter((event) => event === 'node').length).toBeGreaterThan(0)
  node.spoil = () => 'silent'
  const outcome = await submitter.submit(describe('never'))
  expect(outcome).toMatchObject({ status: 'expired', hash: null, reason: expect.stringContaining('no node answers') })
  expect(await described()).toBe('in the end')
})

test('a transaction whose answer was lost is found, and not sent a second time', async () => {
  const before = await sequenceOf(provider)
  let lost = 1
  node.spoil = ({ method }) => (method === 'sendTransaction' && lost-- > 0 ? 'swallow answer' : 'forward')
  const outcome = await market.submitter(provider, { rpcUrls: [node.url] }).submit(describe('lost answer'))
  expect(outcome).toMatchObject({ status: 'applied' })
  expect(await sequenceOf(provider)).toBe(before + 1n)
})

test('a transaction is followed through an outage of the node', async () => {
  let questions = 0
  node.spoil = ({ method }) => (method === 'getTransaction' && questions++ < 5 ? 'silent' : 'forward')
  const before = await sequenceOf(provider)
  const outcome = await market.submitter(provider, { rpcUrls: [node.url] }).submit(describe('outage'))
  expect(outcome).toMatchObject({ status: 'applied' })
  expect(await sequenceOf(provider)).toBe(before + 1n)
})

test("two that share a channel get in each other's way, and both calls are applied", async () => {
  const channels = await market.channels('shared', 1)
  const one = market.submitter(provider, { channels })
  const two = market.submitter(provider, { channels })
  await market.control.setClock(false)
  const first = one.submit(describe('first of two'))
  await pending(1)
  const second = two.submit(describe('second of two'))
  await market.control.setClock(true)
  expect((await Promise.all([first, second])).map(({ status }) => status)).toEqual(['applied', 'applied'])
  expect(await described()).toBe('second of two')
})

test('calls that draw a number from one counter race, and all get theirs', async () => {
  const channels = await market.channels('race', 4)
  const { events, observer } = recorded()
  const submitter = market.submitter(provider, { channels, observer })
  const bucket = (name: string) =>
    market.calls.call('create_bucket', {
      provider_id: provider.publicKey(),
      name,
      region: 'eu',
      fb_bucket_id: name,
      api_compatibility: 's3',
      price_per_gb_storage: 10n,
      price_per_gb_egress: 10n,
      sla_avg_latency_ms: 100,
      sla_avg_uptime_pct: 99_000_000,
    })
  const outcomes = await Promise.all(['a', 'b', 'c', 'd'].map((name) => submitter.submit(bucket(name))))
  const ids = outcomes.map(
    (outcome) => outcome.status === 'applied' && market.calls.read('create_bucket', outcome.result),
  )
  expect(ids.toSorted()).toEqual([1, 2, 3, 4])
  expect(events.filter((event) => event === 'race').length).toBeGreaterThan(0)
})

test('what a ledger refuses is named too, with its transaction', async () => {
  const newcomer = await fundedAccount(market.network, 'newcomer')
  const channels = await market.channels('twice', 2)
  const submitter = market.submitter(newcomer, { channels })
  const call = market.calls.call('register_provider', { provider_id: newcomer.publicKey(), description: '' })
  await market.control.setClock(false)
  const outcomes = Promise.all([submitter.submit(call), submitter.submit(call)])
  await pending(2)
  await market.control.setClock(true)
  const [applied, refused] = (await outcomes).toSorted((a, b) => a.status.localeCompare(b.status))
  expect(applied).toMatchObject({ status: 'applied' })
  expect(refused).toMatchObject({ status: 'refused', error: 'ProviderAlreadyRegistered' })
})

/** A network that is busy: what offers less is taken, but gets into no ledger. Each look at the clock closes one. */
const busy = (least: bigint) => (question: Question) => {
  if (question.method === 'getHealth') market.network.network.close()
  if (question.method !== 'sendTransaction') return 'forward' as const
  const envelope = envelopeOf(question)
  if (envelope instanceof FeeBumpTransaction && BigInt(envelope.fee) >= least) return 'forward' as const
  const { latest } = market.network.network
  const result = { status: 'PENDING', hash: '00', latestLedger: latest().sequence, latestLedgerCloseTime: '0' }
  return { result }
}

test('a stuck transaction offers more until a ledger takes it, once', async () => {
  const { events, observer } = recorded()
  node.spoil = busy(100_000n)
  await market.control.setClock(false)
  const before = await sequenceOf(provider)
  const submitter = market.submitter(provider, {
    rpcUrls: [node.url],
    observer,
    patience: { ...IMPATIENT, stuckLedgers: 2 },
  })
  expect(await submitter.submit(describe('stuck'))).toMatchObject({ status: 'applied' })
  expect(events).toEqual(['bumped to 10000', 'bumped to 100000', 'applied'])
  expect(await sequenceOf(provider)).toBe(before + 1n)
})

test('the fee has a cap, and what no ledger takes dies by its time', async () => {
  const { events, observer } = recorded()
  const sent: string[] = []
  node.spoil = (question) => {
    if (question.method === 'sendTransaction') sent.push(question.params.transaction as string)
    return busy(1_000_000_000n)(question)
  }
  await market.control.setClock(false)
  const patience = { ...IMPATIENT, stuckLedgers: 2, maxInclusionFee: 5_000n, validitySecs: 10 }
  const submitter = market.submitter(provider, { rpcUrls: [node.url], observer, patience })
  expect(await submitter.submit(describe('abandoned'))).toMatchObject({
    status: 'expired',
    reason: expect.stringMatching(/^expired: no ledger took/),
  })
  expect(new Set(events)).toEqual(new Set(['bumped to 5000', 'expired', 'expired (given up)', 'expired']))
  // Somebody who kept them sends them again: they are dead.
  for (const envelope of sent) {
    const { status } = await clientOf(market.network).sendTransaction(
      TransactionBuilder.fromXDR(envelope, market.network.network.passphrase),
    )
    expect(status).toBe('ERROR')
  }
  expect(await described()).not.toBe('abandoned')
})

test('stopping rejects whoever waits, and names the transaction that is still open', async () => {
  const submitter = market.submitter(provider)
  await market.control.setClock(false)
  const open = submitter.submit(describe('open')).catch((error: unknown) => error)
  const waiting = submitter.submit(describe('waiting')).catch((error: unknown) => error)
  await pending(1)
  submitter.stop()
  const [openError, waitingError] = (await Promise.all([open, waiting])) as SubmitterStopped[]
  expect(openError).toBeInstanceOf(SubmitterStopped)
  expect(openError?.hash).toMatch(/^[0-9a-f]{64}$/)
  expect(waitingError).toMatchObject({ name: 'SubmitterStopped', hash: null })
  await expect(submitter.submit(describe('late'))).rejects.toThrow(SubmitterStopped)
})

test('a channel that does not exist, or is named twice, is said', async () => {
  const channels = [keypairOf('nobody')]
  const outcome = await market.submitter(provider, { channels }).submit(describe('nobody'))
  expect(outcome).toMatchObject({ status: 'expired', reason: expect.stringContaining('does not exist: fund it') })
  expect(() => market.submitter(provider, { channels: [...channels, ...channels] })).toThrow('is named twice')
})
