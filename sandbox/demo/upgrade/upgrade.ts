/** An upgrade of the market's contract: code is uploaded, then the owner has the contract take it. Two ordinary transactions. */
import { createHash } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { type Keypair, Operation, rpc, xdr } from '@stellar/stellar-sdk'
import { type Sender, sendContract } from '../sender.ts'

export interface UpgradeOptions {
  readonly sender: Sender
  readonly owner: Keypair
  readonly contractId: string
  readonly wasm: Uint8Array
}

/** What an upgrade came to. */
export interface Upgraded {
  /** Hex. */
  readonly wasmHash: string
  readonly ledger: number
}

const POLL_MS = 200
const PATIENCE_MS = 60_000
const CUSTOM_SECTION = 0

/** @throws Error when a transaction is refused, fails, or is in no ledger after a minute */
export const upgradeMarket = async ({ sender, owner, contractId, wasm }: UpgradeOptions): Promise<Upgraded> => {
  const hash = createHash('sha256').update(wasm).digest()
  await perform(sender, owner, Operation.uploadContractWasm({ wasm }))
  const args = [xdr.ScVal.scvBytes(new Uint8Array(hash))]
  const upgrade = Operation.invokeContractFunction({ contract: contractId, function: 'upgrade', args })
  return { wasmHash: hash.toString('hex'), ledger: await perform(sender, owner, upgrade) }
}

/** The owner may have something waiting: then the network takes no second transaction before the next ledger. */
const perform = async (sender: Sender, owner: Keypair, operation: xdr.Operation): Promise<number> => {
  for (const begun = Date.now(); ; await delay(POLL_MS)) {
    const sent = await sendContract(sender, owner, operation)
    if (sent.outcome === 'pending') return ledgerOf(sender.server, sent.hash)
    const waits = sent.reason.startsWith('TRY_AGAIN_LATER') && Date.now() - begun < PATIENCE_MS
    if (!waits) throw new Error(`The upgrade was refused: ${sent.reason}`)
  }
}

const ledgerOf = async (server: rpc.Server, hash: string): Promise<number> => {
  for (const begun = Date.now(); Date.now() - begun < PATIENCE_MS; await delay(POLL_MS)) {
    const found = await server.getTransaction(hash)
    if (found.status === rpc.Api.GetTransactionStatus.SUCCESS) return found.ledger
    if (found.status === rpc.Api.GetTransactionStatus.FAILED) throw new Error(`The transaction ${hash} failed`)
  }
  throw new Error(
    `The transaction ${hash} is in no ledger after ${PATIENCE_MS / 1000} s: is the network's clock running?`,
  )
}

/** The same code under another hash: with a section that says something and does nothing. */
export const marked = (wasm: Uint8Array, mark: string): Uint8Array => {
  const name = Buffer.from('mark')
  const body = Buffer.concat([leb128(name.length), name, Buffer.from(mark)])
  return Buffer.concat([wasm, Buffer.from([CUSTOM_SECTION]), leb128(body.length), body])
}

const leb128 = (value: number): Buffer =>
  value < 0x80 ? Buffer.from([value]) : Buffer.concat([Buffer.from([(value & 0x7f) | 0x80]), leb128(value >> 7)])
