import { Address, Asset, contract, hash, type Keypair, Operation, xdr } from '@stellar/stellar-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadContractWasm } from '../../contract/interface/wasm.ts'
import type { Sandbox } from '../../sandbox/start.ts'
import { buildTransaction, clientOf, keypairOf } from '../support/accounts.ts'
import { startNetwork } from '../support/network.ts'

const NAMES = ['owner', 'provider', 'ann', 'ben', 'cem', 'dia', 'eva']
const consumers = NAMES.slice(2).map(keypairOf)
const [owner, provider] = [keypairOf('owner'), keypairOf('provider')]

let sandbox: Sandbox
let market: string
let spec: contract.Spec

beforeAll(async () => {
  sandbox = await startNetwork({ clockRunning: false })
  const funding = NAMES.map((name) => fetch(`${sandbox.friendbotUrl}?addr=${keypairOf(name).publicKey()}`))
  await closeUntil(Promise.all(funding))
  const wasm = Buffer.from(loadContractWasm())
  spec = contract.Spec.fromWasm(wasm)
  await inOneLedger([[owner, Operation.uploadContractWasm({ wasm })]])
  const constructorArgs = spec.funcArgsToScVals('__constructor', { owner: owner.publicKey(), platform_fee: 250n })
  const [created] = await inOneLedger([
    [
      owner,
      Operation.createCustomContract({
        address: new Address(owner.publicKey()),
        wasmHash: hash(wasm),
        salt: hash('concurrent'),
        constructorArgs,
      }),
    ],
  ])
  market = Address.fromScVal(created!).toString()
  await inOneLedger([[owner, Operation.createStellarAssetContract({ asset: Asset.native() })]])
  const asset = Asset.native().contractId(sandbox.network.passphrase)
  await inOneLedger([call(owner, 'set_stable_asset_address', { address: asset })])
}, 60_000)

afterAll(() => sandbox?.close())

type Signed = [signer: Keypair, operation: xdr.Operation]

const call = (signer: Keypair, name: string, args: Record<string, unknown>): Signed => [
  signer,
  Operation.invokeContractFunction({ contract: market, function: name, args: spec.funcArgsToScVals(name, args) }),
]

/** Closes ledgers until what waits for them is done. */
async function closeUntil<T>(done: Promise<T>): Promise<T> {
  let waiting = true
  const answer = done.finally(() => {
    waiting = false
  })
  while (waiting) {
    if (sandbox.network.pending() > 0) sandbox.network.close()
    await new Promise(setImmediate)
  }
  return answer
}

/** Simulates all on the same state, sends all, closes once; every one must succeed. @returns their results */
async function inOneLedger(calls: Signed[]): Promise<xdr.ScVal[]> {
  const client = clientOf(sandbox)
  const prepared = await Promise.all(
    calls.map(async ([signer, operation]) => {
      const transaction = await client.prepareTransaction(await buildTransaction(sandbox, signer, operation))
      transaction.sign(signer)
      return transaction
    }),
  )
  const sent = await Promise.all(prepared.map((transaction) => client.sendTransaction(transaction)))
  expect(sent.map(({ status }) => status)).toEqual(calls.map(() => 'PENDING'))
  sandbox.network.close()
  const applied = await Promise.all(sent.map(({ hash: id }) => client.getTransaction(id)))
  expect(applied.map(({ status }) => status)).toEqual(calls.map(() => 'SUCCESS'))
  return applied.map((answer) => (answer.status === 'SUCCESS' ? answer.returnValue! : xdr.ScVal.scvVoid()))
}

const deal = (consumer: Keypair) => ({ consumer_id: consumer.publicKey(), provider_id: provider.publicKey() })

test('parties that simulate on the same state all register in one ledger', async () => {
  await inOneLedger([
    call(provider, 'register_provider', { provider_id: provider.publicKey(), description: 'p' }),
    ...consumers.map((keypair) =>
      call(keypair, 'register_consumer', { consumer_id: keypair.publicKey(), description: 'c' }),
    ),
  ])
})

test('deals proposed to one provider on the same state are all made, each with its own id', async () => {
  const bucket = {
    provider_id: provider.publicKey(),
    name: 'n',
    region: 'eu',
    fb_bucket_id: 'b',
    api_compatibility: 's3',
    price_per_gb_storage: 1000n,
    price_per_gb_egress: 500n,
    sla_avg_latency_ms: 100,
    sla_avg_uptime_pct: 99_900_000,
  }
  for (const _ of consumers) await inOneLedger([call(provider, 'create_bucket', bucket)])
  const terms = { fb_repo_id: 'r', duration_secs: 86400n, agreed_storage_mb: 1n, agreed_egress_mb: 1n }
  const ids = await inOneLedger(
    consumers.map((consumer, index) =>
      call(consumer, 'create_deal', { ...deal(consumer), ...terms, bucket_id: index + 1, api_compatibility: 's3' }),
    ),
  )
  expect(ids.map((id) => spec.funcResToNative('get_deal_count', id)).sort()).toEqual([1, 2, 3, 4, 5])
})

test('deals accepted one by one are all funded in one ledger, and settled beside a deposit', async () => {
  const idOf = new Map<Keypair, number>()
  for (const consumer of consumers) {
    for (let deal_id = 1; deal_id <= consumers.length; deal_id++) {
      const read = await clientOf(sandbox).simulateTransaction(
        await buildTransaction(sandbox, ...call(consumer, 'get_deal', { ...deal(consumer), deal_id })),
      )
      if ('result' in read && spec.funcResToNative('get_deal', read.result!.retval)) idOf.set(consumer, deal_id)
    }
    await inOneLedger([call(provider, 'set_deal_accepted', { ...deal(consumer), deal_id: idOf.get(consumer)! })])
  }
  const at = (consumer: Keypair) => ({ ...deal(consumer), deal_id: idOf.get(consumer)! })
  await inOneLedger(
    consumers.map((consumer) =>
      call(consumer, 'set_deal_funded', { ...at(consumer), amount_usd: 10_000n, fb_repo_id: 'r' }),
    ),
  )
  const [first] = consumers
  const usage = { storage_mb: 1024n, egress_mb: 0n }
  await inOneLedger([call(owner, 'update_deal_consumption', { ...at(first!), ...usage })])
  await inOneLedger([
    call(owner, 'pay_pending_consumption', at(first!)),
    ...consumers.map((consumer) => call(consumer, 'deposit_to_deal', { ...at(consumer), amount_usd: 5n })),
  ])
})
