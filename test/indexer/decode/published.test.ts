/** Every event that the built contract publishes on a real host, read by the decoder and projected. */
import { readFileSync } from 'node:fs'
import {
  Address,
  Asset,
  authorizeEntry,
  Contract,
  contract,
  hash,
  type Keypair,
  nativeToScVal,
  Operation,
} from '@stellar/stellar-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadContractSpec } from '../../../contract/interface/spec.ts'
import { type RawEvent, readEvent } from '../../../indexer/chain/event.ts'
import { createDecoder } from '../../../indexer/decode/decode-event.ts'
import { FACT_EVENTS } from '../../../indexer/decode/fact.ts'
import type { Sandbox } from '../../../sandbox/start.ts'
import { buildTransaction, clientOf, deployToken, fundedAccount, perform } from '../../support/accounts.ts'
import { startNetwork } from '../../support/network.ts'
import { createDatabase, type TestDatabase } from '../../support/postgres.ts'
import { apply, createMarket, dump } from '../../support/projected.ts'

const WASM = readFileSync(new URL('../../../contract/interface/flashindex_market.wasm', import.meta.url))
const WEEK = 7n * 86_400n

let sandbox: Sandbox
let database: TestDatabase
let market: Contract
let events: RawEvent[]

const spec = contract.Spec.fromWasm(WASM)
const call = (source: Keypair, name: string, args: Record<string, unknown>) =>
  perform(sandbox, source, market.call(name, ...spec.funcArgsToScVals(name, args)))

const deploy = async (owner: Keypair) => {
  await perform(sandbox, owner, Operation.uploadContractWasm({ wasm: WASM }))
  const constructorArgs = spec.funcArgsToScVals('__constructor', { owner: owner.publicKey(), platform_fee: 250n })
  const address = new Address(owner.publicKey())
  const created = await perform(
    sandbox,
    owner,
    Operation.createCustomContract({ wasmHash: hash(WASM), address, constructorArgs }),
  )
  return new Contract(Address.fromScVal(created.returnValue!).toString())
}

/** The market's settings, each changed once. */
const configure = async (owner: Keypair, next: Keypair, token: string) => {
  await call(owner, 'set_stable_asset_address', { address: token })
  await call(owner, 'set_platform_fee', { platform_fee: 300n })
  const [from, to] = [owner.publicKey(), market.contractId()].map((party) => new Address(party).toScVal())
  await perform(sandbox, owner, new Contract(token).call('transfer', from!, to!, nativeToScVal(7n, { type: 'i128' })))
  await call(owner, 'sweep_surplus', { asset: token, to: owner.publicKey() })
  await call(owner, 'upgrade', { new_wasm_hash: hash(WASM) })
  await handOver(owner, next)
}

/** Both owners sign: the old one as the source, the new one by an authorization entry. */
const handOver = async (owner: Keypair, next: Keypair) => {
  const args = spec.funcArgsToScVals('update_owner', { new_owner: next.publicKey() })
  const simulated = await clientOf(sandbox).simulateTransaction(
    await buildTransaction(sandbox, owner, market.call('update_owner', ...args)),
  )
  if (!('result' in simulated) || simulated.result === undefined) throw new Error(JSON.stringify(simulated))
  const until = sandbox.network.latest().sequence + 100
  const auth = await Promise.all(
    simulated.result.auth.map((entry) =>
      entry.credentials.type === 'sorobanCredentialsSourceAccount'
        ? entry
        : authorizeEntry(entry, next, until, sandbox.network.passphrase),
    ),
  )
  const operation = Operation.invokeContractFunction({
    contract: market.contractId(),
    function: 'update_owner',
    args,
    auth,
  })
  await perform(sandbox, owner, operation)
}

/** A life of deals, each ending in another way. */
const trade = async (owner: Keypair, provider: Keypair, consumer: Keypair) => {
  const p = { provider_id: provider.publicKey() }
  const both = { ...p, consumer_id: consumer.publicKey() }
  await call(provider, 'register_provider', { ...p, description: 'Zürich' })
  await call(provider, 'update_provider', { ...p, description: 'Genève' })
  await call(consumer, 'register_consumer', { consumer_id: both.consumer_id, description: '' })
  await call(consumer, 'update_consumer', { consumer_id: both.consumer_id, description: 'c' })
  const offer = { name: 'b', region: 'eu', fb_bucket_id: 'f', api_compatibility: 's3' }
  const prices = { price_per_gb_storage: 1000n, price_per_gb_egress: 500n }
  const targets = { sla_avg_latency_ms: 100, sla_avg_uptime_pct: 99_000_000 }
  await call(provider, 'create_bucket', { ...p, ...offer, ...prices, ...targets })
  const bucket = { ...p, bucket_id: 1 }
  await call(provider, 'update_bucket_basic', { ...bucket, name: 'c', region: undefined, country: 'CH' })
  await call(provider, 'lock_bucket', bucket)
  await call(provider, 'unlock_bucket', bucket)

  const terms = { fb_repo_id: 'r', duration_secs: 86_400n, agreed_storage_mb: 1n, agreed_egress_mb: 1n }
  const create = () => call(consumer, 'create_deal', { ...both, bucket_id: 1, ...terms, api_compatibility: 's3' })
  const deal = (deal_id: number) => ({ ...both, deal_id })
  for (let id = 1; id <= 5; id += 1) await create()
  await call(provider, 'set_deal_rejected', deal(1))
  await call(consumer, 'withdraw_deal', deal(2))
  const fund = async (id: number) => {
    await call(provider, 'set_deal_accepted', deal(id))
    await call(consumer, 'set_deal_funded', { ...deal(id), amount_usd: 10_000n, fb_repo_id: 'r2' })
  }
  await fund(3)
  await call(consumer, 'deposit_to_deal', { ...deal(3), amount_usd: 5n })
  await call(owner, 'update_deal_consumption', { ...deal(3), storage_mb: 3072n, egress_mb: 2048n })
  await call(owner, 'update_deal_sla', { ...deal(3), sla_avg_latency_ms: 100, sla_avg_uptime_pct: 99_000_000 })
  await call(owner, 'pay_pending_consumption', deal(3))
  await call(consumer, 'set_deal_completed', deal(3))
  await fund(4)
  await call(owner, 'update_deal_consumption', { ...deal(4), storage_mb: 1_000_000n, egress_mb: 0n })
  await call(owner, 'pay_pending_consumption', deal(4))
  await call(provider, 'set_deal_cancelled', deal(4))
  sandbox.network.close({ closeTime: sandbox.network.latest().closeTime + WEEK + 60n })
  await call(owner, 'time_out_deal', deal(5))
  await call(owner, 'delete_deal', deal(5))
  await call(provider, 'delete_bucket', bucket)
  await call(owner, 'delete_provider', p)
  await call(owner, 'delete_consumer', { consumer_id: both.consumer_id })
}

const published = async (): Promise<RawEvent[]> => {
  const params = { startLedger: 2, filters: [{ contractIds: [market.contractId()] }], pagination: { limit: 1000 } }
  const answer = await fetch(sandbox.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'getEvents', params }),
  })
  const { result } = (await answer.json()) as { result: { events: unknown[] } }
  return result.events.map((event) => readEvent(event, market.contractId()))
}

beforeAll(async () => {
  ;[sandbox, database] = await Promise.all([startNetwork(), createDatabase()])
  const [owner, next, provider, consumer] = await Promise.all(
    ['owner', 'next owner', 'provider', 'consumer'].map((name) => fundedAccount(sandbox, name)),
  )
  const token = await deployToken(sandbox, owner!, Asset.native())
  market = await deploy(owner!)
  await configure(owner!, next!, token)
  await trade(next!, provider!, consumer!)
  events = await published()
}, 180_000)
afterAll(async () => {
  await Promise.all([sandbox?.close(), database?.close()])
})

test('each of them is known, and none that the interface has is missing', () => {
  const decoded = events.map(createDecoder(loadContractSpec()))
  expect(decoded.filter(({ outcome }) => outcome !== 'known')).toEqual([])
  expect([...new Set(decoded.map(({ name }) => name))].sort()).toEqual([...FACT_EVENTS].sort())
})

test('projected, the money of every deal adds up, and so do its payments', async () => {
  const id = await createMarket(database.sql)
  const facts = events
    .map(createDecoder(loadContractSpec()))
    .flatMap((one) => (one.outcome === 'known' ? [one.fact] : []))
  await apply(database.sql, id, facts)
  const rows = await dump(database.sql, id)
  expect(Object.entries(rows).filter(([, all]) => all.length === 0)).toEqual([])
  const deals = await database.sql`
    select d.deal_id, d.status, d.paid_in, sum(p.amount) filter (where p.kind in ('funding', 'deposit')) as came,
      d.paid_out + d.fees + d.refunded as left, sum(p.amount) filter (where p.kind not in ('funding', 'deposit')) as went
    from deal d join payment p using (market_id, deal_id) group by d.market_id, d.consumer, d.provider, d.deal_id order by 1`
  expect(deals).toMatchObject([
    { deal_id: 3, status: 'Completed', paid_in: '10005', came: '10005', left: '10005', went: '10005' },
    { deal_id: 4, status: 'Cancelled', paid_in: '10000', came: '10000', left: '10000', went: '10000' },
  ])
})
