/** The built contract on the local network, and calls to it: what tests play their market with. */
import { readFileSync } from 'node:fs'
import {
  Address,
  type Asset,
  authorizeEntry,
  Contract,
  contract,
  hash,
  type Keypair,
  nativeToScVal,
  Operation,
  scValToNative,
} from '@stellar/stellar-sdk'
import { type RawEvent, readEvent } from '../../../indexer/chain/event.ts'
import type { Sandbox } from '../../../sandbox/start.ts'
import { buildTransaction, clientOf, deployToken, fundedAccount, perform } from '../accounts.ts'

const WASM = readFileSync(new URL('../../../contract/interface/flashindex_market.wasm', import.meta.url))
const spec = contract.Spec.fromWasm(WASM)

type Args = Record<string, unknown>

/** A market that is played. */
export interface PlayedMarket {
  readonly sandbox: Sandbox
  readonly contractId: string
  /** Calls a function, signed by the source. @returns what it answered */
  readonly call: (source: Keypair, name: string, args?: Args) => Promise<unknown>
  /** The same, where another account than the source has to sign too. */
  readonly callWith: (source: Keypair, signer: Keypair, name: string, args: Args) => Promise<void>
  /** Lets this many seconds pass. */
  readonly pass: (seconds: bigint) => void
  /** Unix seconds of the last ledger. */
  readonly now: () => bigint
  /** Everything that the contract published. */
  readonly published: () => Promise<RawEvent[]>
}

/** Deploys the contract. */
export const openMarket = async (sandbox: Sandbox, owner: Keypair): Promise<PlayedMarket> => {
  await perform(sandbox, owner, Operation.uploadContractWasm({ wasm: WASM }))
  const constructorArgs = spec.funcArgsToScVals('__constructor', { owner: owner.publicKey(), platform_fee: 250n })
  const address = new Address(owner.publicKey())
  const creation = Operation.createCustomContract({ wasmHash: hash(WASM), address, constructorArgs })
  const market = new Contract(Address.fromScVal((await perform(sandbox, owner, creation)).returnValue!).toString())
  const contractId = market.contractId()
  return {
    sandbox,
    contractId,
    call: async (source, name, args = {}) => {
      const operation = market.call(name, ...spec.funcArgsToScVals(name, args))
      return scValToNative((await perform(sandbox, source, operation)).returnValue!)
    },
    callWith: (...call) => callWith(sandbox, contractId, ...call),
    pass: (seconds) => {
      sandbox.network.close({ closeTime: sandbox.network.latest().closeTime + seconds })
    },
    now: () => sandbox.network.latest().closeTime,
    published: () => published(sandbox, contractId),
  }
}

/** The hash of the Wasm that runs. */
export const WASM_HASH = hash(WASM)

/** An account that holds the asset. */
export const holderOf = async (sandbox: Sandbox, name: string, asset: Asset, issuer: Keypair): Promise<Keypair> => {
  const holder = await fundedAccount(sandbox, name)
  await perform(sandbox, holder, Operation.changeTrust({ asset }))
  await perform(sandbox, issuer, Operation.payment({ destination: holder.publicKey(), asset, amount: '1000' }))
  return holder
}

/** The token of an asset, of which the contract was also sent something that is nobody's. */
export const tokenOf = async (
  { sandbox, contractId }: PlayedMarket,
  source: Keypair,
  asset: Asset,
): Promise<string> => {
  const token = await deployToken(sandbox, source, asset)
  const [from, to] = [source.publicKey(), contractId].map((party) => new Address(party).toScVal())
  await perform(sandbox, source, new Contract(token).call('transfer', from!, to!, nativeToScVal(7n, { type: 'i128' })))
  return token
}

/** One signs as the source, the other by an authorization entry. */
const callWith = async (
  sandbox: Sandbox,
  contractId: string,
  source: Keypair,
  signer: Keypair,
  name: string,
  values: Args,
) => {
  const args = spec.funcArgsToScVals(name, values)
  const built = await buildTransaction(sandbox, source, new Contract(contractId).call(name, ...args))
  const simulated = await clientOf(sandbox).simulateTransaction(built)
  if (!('result' in simulated) || simulated.result === undefined) throw new Error(JSON.stringify(simulated))
  const until = sandbox.network.latest().sequence + 100
  const signed = simulated.result.auth.map((entry) =>
    entry.credentials.type === 'sorobanCredentialsSourceAccount'
      ? entry
      : authorizeEntry(entry, signer, until, sandbox.network.passphrase),
  )
  const auth = await Promise.all(signed)
  await perform(sandbox, source, Operation.invokeContractFunction({ contract: contractId, function: name, args, auth }))
}

const published = async (sandbox: Sandbox, contractId: string): Promise<RawEvent[]> => {
  const params = { startLedger: 2, filters: [{ contractIds: [contractId] }], pagination: { limit: 10_000 } }
  const answer = await fetch(sandbox.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'getEvents', params }),
  })
  const { result } = (await answer.json()) as { result: { events: unknown[] } }
  return result.events.map((event) => readEvent(event, contractId))
}
