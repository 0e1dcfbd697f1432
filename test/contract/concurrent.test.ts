import {
  type Account,
  Address,
  Asset,
  contract,
  hash,
  type Keypair,
  Operation,
  scValToNative,
  TransactionBuilder,
  xdr,
} from '@stellar/stellar-sdk'
import { hexToBytes, keccak256 } from 'viem'
import { privateKeyToAccount, sign } from 'viem/accounts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chunkMessage } from '../../contract/interface/chunk-message.ts'
import { loadContractWasm } from '../../contract/interface/wasm.ts'
import type { Sandbox } from '../../sandbox/start.ts'
import { buildTransaction, clientOf, keypairOf } from '../support/accounts.ts'
import { startNetwork } from '../support/network.ts'

const NAMES = ['owner', 'provider', 'ann', 'ben', 'cem', 'dia', 'eva']
const consumers = NAMES.slice(2).map(keypairOf)
/** The attestor's secret key. */
const ATTESTOR = `0x${'11'.repeat(32)}` as const
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

/** Simulates all on the same state, each account's one after the other. @returns them, signed */
async function prepare(calls: Signed[]) {
  const client = clientOf(sandbox)
  const accounts = new Map<Keypair, Account>()
  for (const [signer] of calls) accounts.set(signer, await client.getAccount(signer.publicKey()))
  const built = calls.map(([signer, operation]) =>
    new TransactionBuilder(accounts.get(signer)!, { fee: '1000', networkPassphrase: sandbox.network.passphrase })
      .addOperation(operation)
      .setTimeout(0)
      .build(),
  )
  const prepared = await Promise.all(built.map((transaction) => client.prepareTransaction(transaction)))
  prepared.forEach((transaction, index) => void transaction.sign(calls[index]![0]))
  return prepared
}

/** Sends all, closes once; every one must succeed. @returns their results */
async function apply(transactions: Awaited<ReturnType<typeof prepare>>): Promise<xdr.ScVal[]> {
  const client = clientOf(sandbox)
  const sent = await Promise.all(transactions.map((transaction) => client.sendTransaction(transaction)))
  expect(sent.map(({ status }) => status)).toEqual(transactions.map(() => 'PENDING'))
  sandbox.network.close()
  const applied = await Promise.all(sent.map(({ hash: id }) => client.getTransaction(id)))
  expect(applied.map(({ status }) => status)).toEqual(transactions.map(() => 'SUCCESS'))
  return applied.map((answer) => (answer.status === 'SUCCESS' ? answer.returnValue! : xdr.ScVal.scvVoid()))
}

/** Simulates all on the same state, sends all, closes once; every one must succeed. @returns their results */
const inOneLedger = async (calls: Signed[]) => apply(await prepare(calls))

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

const terms = { fb_repo_id: 'r', duration_secs: 86400n, agreed_storage_mb: 1n, agreed_egress_mb: 1n }

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
  for (const _ of consumers) await inOneLedger([call(provider, 'create_bucket', bucket)])
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

test('acceptances simulated on the same state get units of their own, and everything else on them goes on beside', async () => {
  const [made] = await inOneLedger([call(provider, 'create_bucket', bucket)])
  const on = { provider_id: provider.publicKey(), bucket_id: scValToNative(made!) }
  await inOneLedger([call(provider, 'commit_units', { ...on, count: 6, unit_mb: 1n })])
  const proposal = { ...terms, agreed_storage_mb: 2n, bucket_id: on.bucket_id, api_compatibility: 's3' }
  const ids = await inOneLedger(
    consumers.map((consumer) => call(consumer, 'create_deal', { ...deal(consumer), ...proposal })),
  )
  const at = (index: number) => ({ ...deal(consumers[index]!), deal_id: scValToNative(ids[index]!) })
  const step = (signer: Keypair, name: string, index: number) => call(signer, name, at(index))
  await inOneLedger([step(provider, 'set_deal_accepted', 0)])

  const [one, two, ...others] = await prepare([
    step(provider, 'set_deal_accepted', 1),
    step(provider, 'set_deal_accepted', 2),
    call(consumers[0]!, 'set_deal_funded', { ...at(0), amount_usd: 10_000n, fb_repo_id: 'r' }),
    step(consumers[3]!, 'withdraw_deal', 3),
    step(consumers[4]!, 'withdraw_deal', 4),
  ])
  await apply([one!, ...others])
  await apply([two!])

  const read = await clientOf(sandbox).simulateTransaction(
    await buildTransaction(sandbox, ...call(provider, 'get_unit_counts', on)),
  )
  expect('result' in read && spec.funcResToNative('get_unit_counts', read.result!.retval)).toMatchObject({
    free: 0,
    in_use: 2,
    reserved: 4,
  })
})

/** A proof of a chunk, signed by the attestor whose key this is. */
async function prove(stream_id: number, chunk: number, timestamp: bigint) {
  const [proofSetId, root] = [7n, Buffer.alloc(32, chunk)]
  const networkPassphrase = sandbox.network.passphrase
  const fields = { networkPassphrase, contractId: market, streamId: stream_id, chunk, proofSetId, root, timestamp }
  const { r, s, yParity } = await sign({ hash: keccak256(chunkMessage(fields)), privateKey: ATTESTOR })
  const signature = Buffer.concat([hexToBytes(r, { size: 32 }), hexToBytes(s, { size: 32 }), Buffer.of(yParity!)])
  return { chunk, root, signature, timestamp }
}

test('streams opened on the same state are all opened, and chunks of a page released by several relayers at once all paid', async () => {
  const [made] = await inOneLedger([call(provider, 'create_bucket', bucket)])
  const attestor = Buffer.from(hexToBytes(privateKeyToAccount(ATTESTOR).publicKey))
  const prices = { asset: undefined, attestor, chunk_amount: 1000n, chunk_tip: 10n, chunks: 2000, collateral: 500n }
  const offer = { ...prices, deadline_ts: 4_000_000_000n, proof_set_id: 7n }
  const ids = await inOneLedger(
    consumers.map((consumer) =>
      call(consumer, 'open_stream', { ...deal(consumer), bucket_id: scValToNative(made!), offer }),
    ),
  )
  expect(ids.map(scValToNative).sort()).toEqual([1, 2, 3, 4, 5])
  const provider_id = provider.publicKey()
  await inOneLedger([call(provider, 'accept_stream', { provider_id, stream_id: scValToNative(ids[0]!) })])

  const [stream_id, read] = [scValToNative(ids[0]!) as number, { stream_id: scValToNative(ids[0]!) as number }]
  const look = async () => {
    const built = await buildTransaction(sandbox, ...call(provider, 'get_stream', read))
    const answer = await clientOf(sandbox).simulateTransaction(built)
    return scValToNative('result' in answer ? answer.result!.retval : xdr.ScVal.scvVoid())
  }
  const { created_ts } = (await look()).terms
  const releases = consumers.map(async (relayer, chunk) => {
    const proofs = [await prove(stream_id, chunk, created_ts), await prove(stream_id, 1024 + chunk, created_ts)]
    return call(relayer, 'release_chunks', { ...read, proofs, relayer: relayer.publicKey() })
  })
  const counts = await inOneLedger(await Promise.all(releases))
  expect(counts.map(scValToNative)).toEqual([2, 2, 2, 2, 2])
  expect((await look()).state).toMatchObject({ released: 10, tips: 100n, fees: 250n, paid_out: 9750n })
})
