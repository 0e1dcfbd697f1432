/**
 * Builds, signs and sends transactions, and keeps the sequence numbers of the cast.
 * An account sends one transaction a ledger: the network takes no second one while the first is pending.
 */
import { Account, FeeBumpTransaction, type Keypair, rpc, TransactionBuilder, type xdr } from '@stellar/stellar-sdk'

export interface Sender {
  readonly server: rpc.Server
  readonly networkPassphrase: string
  /** Own sequence numbers by address: read once, then counted. */
  readonly sequences: Map<string, bigint>
}

/** What became of a transaction that was sent. */
export type Sent =
  | { readonly outcome: 'pending'; readonly hash: string }
  /** Refused in simulation or by the node; nothing was sent. */
  | { readonly outcome: 'refused'; readonly reason: string }

const INCLUSION_FEE = '1000'
const VALID_SECONDS = 3_000_000

export const createSender = (server: rpc.Server, networkPassphrase: string): Sender => ({
  server,
  networkPassphrase,
  sequences: new Map(),
})

const accountOf = async (sender: Sender, address: string) => {
  const known = sender.sequences.get(address)
  if (known !== undefined) return new Account(address, String(known))
  return sender.server.getAccount(address)
}

const build = async (sender: Sender, source: Keypair, operations: readonly xdr.Operation[]) => {
  const account = await accountOf(sender, source.publicKey())
  const builder = new TransactionBuilder(account, { fee: INCLUSION_FEE, networkPassphrase: sender.networkPassphrase })
  for (const operation of operations) builder.addOperation(operation)
  return builder.setTimeout(VALID_SECONDS).build()
}

/** Sends classic operations. */
export const sendClassic = async (sender: Sender, source: Keypair, operations: readonly xdr.Operation[]) =>
  submit(sender, source, await build(sender, source, operations))

/** Whether a contract operation would succeed now; nothing is sent. */
export const succeeds = async (sender: Sender, source: Keypair, operation: xdr.Operation): Promise<boolean> =>
  !rpc.Api.isSimulationError(await sender.server.simulateTransaction(await build(sender, source, [operation])))

/** Simulates a contract operation, and sends it with the simulated resources. */
export const sendContract = async (sender: Sender, source: Keypair, operation: xdr.Operation): Promise<Sent> => {
  const draft = await build(sender, source, [operation])
  const simulation = await sender.server.simulateTransaction(draft)
  if (rpc.Api.isSimulationError(simulation)) return { outcome: 'refused', reason: firstLine(simulation.error) }
  return submit(sender, source, rpc.assembleTransaction(draft, simulation).build())
}

/** Signs and sends a transaction that somebody else has built, e.g. the API. */
export const sendBuilt = async (sender: Sender, source: Keypair, envelope: string): Promise<Sent> => {
  const transaction = TransactionBuilder.fromXDR(envelope, sender.networkPassphrase)
  if (transaction instanceof FeeBumpTransaction) return { outcome: 'refused', reason: 'a fee bump was built' }
  return submit(sender, source, transaction)
}

const firstLine = (text: string) => text.split('\n', 1)[0] ?? ''

const submit = async (sender: Sender, source: Keypair, transaction: ReturnType<TransactionBuilder['build']>) => {
  transaction.sign(source)
  const answer = await sender.server.sendTransaction(transaction)
  if (answer.status !== 'PENDING') {
    sender.sequences.delete(source.publicKey())
    return { outcome: 'refused', reason: `${answer.status} ${answer.errorResult?.result.type ?? ''}`.trim() } as const
  }
  sender.sequences.set(source.publicKey(), BigInt(transaction.sequence))
  return { outcome: 'pending', hash: answer.hash } as const
}
