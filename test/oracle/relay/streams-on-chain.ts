/** A market on a local network with streams whose proof sets lie on a development EVM, for tests of the relay as a whole. */
import { rpc } from '@stellar/stellar-sdk'
import pino from 'pino'
import { type Hex, keccak256, toBytes } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { type Config, readConfig } from '../../../oracle/relay/config.ts'
import { type StartedRelay, startRelay } from '../../../oracle/relay/start.ts'
import { keypairOf } from '../../support/accounts.ts'
import { createEvm, type EvmNodeForTest, VERIFIER } from '../../support/evm.ts'
import { GENESIS, IMPATIENT, startMarket } from '../market.ts'

export const CONFIRMATIONS = 3
export const ATTESTOR_KEY: Hex = keccak256(toBytes('attestor'))
export const CHUNK_AMOUNT = 1_000_000n
export const CHUNK_TIP = 10n
export const COLLATERAL = 5_000n

/** What the tests look at of a stream. */
export interface StreamOnChain {
  readonly state: {
    readonly balance: bigint
    readonly collateral: bigint
    readonly collateral_returned: bigint
    readonly fees: bigint
    readonly paid_in: bigint
    readonly paid_out: bigint
    readonly refunded: bigint
    readonly released: number
    readonly status: { readonly tag: string }
    readonly tips: bigint
  }
  readonly terms: { readonly created_ts: bigint; readonly fee_bps: number }
}

export interface StreamWish {
  readonly chunks: number
  readonly attestor?: Hex
  /** Seconds from now. */
  readonly lasts?: bigint
}

/** One provider with a bucket, one consumer, and an EVM whose blocks are ten seconds apart. */
export const startStreams = async () => {
  const market = await startMarket()
  const evm = createEvm({ genesis: Number(GENESIS), blockMs: 10_000 })
  const node = await evm.node()
  const [provider, consumer] = [market.cast.providers[0]!.keypair, market.cast.consumers[0]!.keypair]
  const ids = { provider_id: provider.publicKey(), consumer_id: consumer.publicKey() }
  const { provider_id, consumer_id } = ids
  await market.must(provider, 'register_provider', { provider_id, description: 'p' })
  await market.must(consumer, 'register_consumer', { consumer_id, description: 'c' })
  const bucketId = await market.must(provider, 'create_bucket', { provider_id, ...BUCKET })
  const server = new rpc.Server(market.network.url, { allowHttp: true })

  const read = async (name: string, args: Record<string, unknown>) =>
    market.calls.read(name, await market.submitter(consumer).read(market.calls.call(name, args)))
  const stream = async (streamId: number) => (await read('get_stream', { stream_id: streamId })) as StreamOnChain
  const now = () => market.submitter(consumer).now()

  /** Opens and accepts a stream on a proof set of its own; the EVM's newest block is younger than the stream. */
  const open = async ({ chunks, attestor = ATTESTOR_KEY, lasts = 1_000_000n }: StreamWish) => {
    const proofSetId = evm.verifier.createProofSet()
    const offer = {
      asset: undefined,
      attestor: Buffer.from(privateKeyToAccount(attestor).publicKey.slice(2), 'hex'),
      chunk_amount: CHUNK_AMOUNT,
      chunk_tip: CHUNK_TIP,
      chunks,
      collateral: COLLATERAL,
      deadline_ts: (await now()) + lasts,
      proof_set_id: proofSetId,
    }
    const streamId = (await market.must(consumer, 'open_stream', { ...ids, bucket_id: bucketId, offer })) as number
    await market.must(provider, 'accept_stream', { provider_id, stream_id: streamId })
    const { created_ts } = (await stream(streamId)).terms
    while (evm.timeOf(evm.chain.head()) < created_ts) evm.chain.mine()
    return { streamId, proofSetId }
  }

  /** Lets both chains go on until what was proven so far is deep enough, and no timestamp is ahead of the market's clock. */
  const settle = async () => {
    evm.chain.mine(CONFIRMATIONS)
    market.clock.now = evm.timeOf(evm.chain.head()) + 10n
    await market.control.close()
  }

  const balanceOf = async (address: string): Promise<bigint> => {
    const { balanceEntry } = await server.getAssetBalance(address, market.cast.asset, market.network.network.passphrase)
    return BigInt(balanceEntry?.amount ?? 0)
  }

  const environment = (own: Record<string, string> = {}): Record<string, string> => ({
    NETWORK_PASSPHRASE: market.network.network.passphrase,
    CONTRACT_ID: market.contractId,
    START_LEDGER: '2',
    RPC_URL: market.network.url,
    RELAY_PORT: '0',
    RELAY_SECRET: keypairOf('relay').secret(),
    RELAY_ATTESTOR_KEY: ATTESTOR_KEY,
    // Somebody with a trustline.
    RELAY_TIPS_TO: market.cast.consumers[1]!.keypair.publicKey(),
    RELAY_EVM_RPC_URL: node.url,
    RELAY_EVM_VERIFIER: VERIFIER,
    RELAY_EVM_CONFIRMATIONS: String(CONFIRMATIONS),
    RELAY_POLL_MS: '10',
    RELAY_INSTANCE: 'test',
    ...own,
  })

  const relays: StartedRelay[] = []
  /** A relay in this process, with accounts of its own. */
  const relay = async (own: Record<string, string> = {}, options: { dryRun?: boolean } = {}) => {
    const config: Config = { ...readConfig(environment(own)), patience: IMPATIENT }
    const started = startRelay(config, pino({ level: 'silent' }), options)
    relays.push(started)
    await started.prepare(new AbortController().signal)
    return started.relay
  }

  return {
    market,
    evm,
    node: node as EvmNodeForTest,
    provider,
    consumer,
    open,
    settle,
    stream,
    read,
    now,
    relay,
    environment,
    balanceOf,
    close: async () => {
      for (const started of relays) started.stop()
      await evm.close()
      await market.close()
    },
  }
}

export type Streams = Awaited<ReturnType<typeof startStreams>>

const BUCKET = {
  name: 'bucket',
  region: 'eu',
  fb_bucket_id: 'b',
  api_compatibility: 'S3',
  price_per_gb_storage: 1_000n,
  price_per_gb_egress: 500n,
  sla_avg_latency_ms: 100,
  sla_avg_uptime_pct: 99_000_000,
}

/** Names of roots, in their order. */
export const names = (count: number, from = 0): string[] => Array.from({ length: count }, (_, i) => `root ${from + i}`)

export const publicKeyOf = (privateKey: Hex): Hex => privateKeyToAccount(privateKey).publicKey
