/** A market on a local network with running deals, for tests of the programs that feed it. */
import { readFileSync } from 'node:fs'
import { contract, type Keypair, rpc } from '@stellar/stellar-sdk'
import { loadContractSpec } from '../../contract/interface/spec.ts'
import { type Calls, createCalls } from '../../oracle/chain/calls.ts'
import { fundChannels } from '../../oracle/chain/funding.ts'
import type { Patience } from '../../oracle/chain/patience.ts'
import { createSubmitter, type Submitter, type SubmitterOptions } from '../../oracle/chain/submitter.ts'
import { type Cast, castOf } from '../../sandbox/demo/cast.ts'
import { connectControl } from '../../sandbox/demo/control.ts'
import { deployMarket } from '../../sandbox/demo/deploy.ts'
import { closingLedgers } from '../../sandbox/demo/ledgers.ts'
import { createSender } from '../../sandbox/demo/sender.ts'
import { type Sandbox, startSandbox } from '../../sandbox/start.ts'
import { keypairOf } from '../support/accounts.ts'

const WASM = readFileSync(new URL('../../contract/interface/flashindex_market.wasm', import.meta.url))
/** The network's time at the beginning: a round hour. */
export const GENESIS = 1_789_999_200n

/** Short waits: the network closes a ledger as soon as a transaction waits. */
export const IMPATIENT: Partial<Patience> = { pollMs: 5, ledgerMs: 200, retryMs: 10, maxRetryMs: 100 }

export interface TestMarket {
  readonly network: Sandbox
  readonly contractId: string
  readonly cast: Cast
  readonly calls: Calls
  readonly control: ReturnType<typeof connectControl>
  /** The network's clock: ledgers close at this time, or a second after the one before. */
  readonly clock: { now: bigint }
  /** Named keypairs whose accounts exist. */
  channels(name: string, count: number): Promise<Keypair[]>
  submitter(signer: Keypair, options?: Partial<SubmitterOptions>): Submitter
  /** Makes a call and fails unless it is applied. */
  must(signer: Keypair, name: string, args: Record<string, unknown>): Promise<unknown>
  close(): Promise<void>
}

/** Deploys the market with the clock stopped, then lets ledgers close as soon as a transaction waits. */
export const startMarket = async (): Promise<TestMarket> => {
  const clock = { now: GENESIS }
  const times = { genesisCloseTime: GENESIS, now: () => clock.now }
  const network = await startSandbox({ port: 0, ledgerMs: 0, clockRunning: false, ...times })
  const { passphrase } = network.network
  const control = connectControl(`http://localhost:${network.port}`)
  const cast = castOf('test', passphrase)
  const sender = createSender(new rpc.Server(network.url, { allowHttp: true }), passphrase)
  const { next } = closingLedgers(control, GENESIS + 10n, 1n)
  const { contractId } = await deployMarket(
    { sender, cast, wasm: WASM, next, tell: () => undefined },
    contract.Spec.fromWasm(WASM),
  )
  await control.setClock(true)
  const calls = createCalls(WASM)
  const common = { rpcUrls: [network.url], networkPassphrase: passphrase, contractId, spec: loadContractSpec() }
  const submitter = (signer: Keypair, options: Partial<SubmitterOptions> = {}) =>
    createSubmitter({ ...common, signer, channels: [], patience: IMPATIENT, ...options })
  return {
    network,
    contractId,
    cast,
    calls,
    control,
    clock,
    submitter,
    channels: async (name, count) => {
      const channels = Array.from({ length: count }, (_, index) => keypairOf(`${name} ${index}`))
      await fundChannels({ ...common, channels, friendbotUrl: network.friendbotUrl })
      return channels
    },
    must: async (signer, name, args) => {
      const outcome = await submitter(signer).submit(calls.call(name, args))
      if (outcome.status !== 'applied') throw new Error(`${name}: ${JSON.stringify(outcome)}`)
      return calls.read(name, outcome.result)
    },
    close: () => network.close(),
  }
}
