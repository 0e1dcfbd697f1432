/**
 * Friendbot: creates accounts with 10,000 lumens, paid for by the root account. Requests that come while one of its
 * transactions waits for a ledger share the next one, so that any number of accounts takes two ledgers at most.
 */
import { Account, BASE_FEE, Keypair, Operation, StrKey, TransactionBuilder, xdr } from '@stellar/stellar-sdk'
import type { Network } from '../ledger/network.ts'
import { toBase64 } from './format.ts'

/** Lumens. */
const STARTING_BALANCE = '10000'
/** Operations that fit into a transaction. */
const MAX_OPERATIONS = 100

/** Why an account is not created; `detail` and `extras` as friendbot tells them. */
export class FriendbotRefused extends Error {
  override readonly name = 'FriendbotRefused'
  readonly extras: Record<string, string> | undefined

  constructor(detail: string, extras?: Record<string, string>) {
    super(detail)
    this.extras = extras
  }
}

/** Nothing is wrong with the request, but the transaction that would answer it will not come. */
export class FriendbotUnavailable extends Error {
  override readonly name = 'FriendbotUnavailable'
}

/** The transaction that created an account. */
export interface Funded {
  hash: string
  /** TransactionEnvelope */
  envelope: Uint8Array
}

/** Makes money for accounts that do not exist yet. */
export interface Friendbot {
  /** Resolves when the account's ledger has closed. @throws FriendbotRefused, FriendbotUnavailable */
  fund(address: string): Promise<Funded>
  /** Refuses whoever still waits. */
  stop(): void
}

interface Waiting {
  address: string
  resolve: (funded: Funded) => void
  reject: (reason: Error) => void
}

interface Sent extends Funded {
  waiting: readonly Waiting[]
}

/** Friendbot of a network; it listens to its ledgers until it is stopped. */
export const createFriendbot = (network: Network): Friendbot => {
  const root = Keypair.master(network.passphrase)
  let queue: Waiting[] = []
  let sent: Sent | null = null
  const send = () => {
    if (sent || queue.length === 0) return
    const [batch, rest] = takeBatch(network, queue)
    queue = rest
    if (batch.length === 0) return
    const envelope = createAccounts(network, root, batch)
    const { status, hash } = network.submit(envelope)
    if (status === 'PENDING') sent = { waiting: batch, hash, envelope }
    else if (status === 'ERROR')
      refuseAll(batch, new FriendbotUnavailable('the root account cannot pay: its transaction was refused'))
    else queue = [...batch, ...queue]
  }
  const settle = () => {
    if (sent) settleBatch(network, sent)
    sent = null
    send()
  }
  const ignore = network.onClose(settle)
  return {
    async fund(address) {
      checkAddress(address)
      checkAbsent(network, address)
      return new Promise((resolve, reject) => {
        queue.push({ address, resolve, reject })
        queueMicrotask(send)
      })
    },
    stop() {
      ignore()
      refuseAll([...queue, ...(sent?.waiting ?? [])], new FriendbotUnavailable('the network was stopped'))
      queue = []
    },
  }
}

const checkAddress = (address: string) => {
  if (StrKey.isValidEd25519PublicKey(address)) return
  const reason = StrKey.isValidContract(address)
    ? 'contract addresses are not supported, configure rpc_url to fund contract addresses'
    : 'invalid address: must be a valid G or C address'
  throw new FriendbotRefused('The request you sent was invalid in some way.', { invalid_field: 'addr', reason })
}

const accountKey = (address: string) =>
  xdr.LedgerKey.account(new xdr.LedgerKeyAccount({ accountId: Keypair.fromPublicKey(address).xdrAccountId() })).toXdr()

const checkAbsent = (network: Network, address: string) => {
  if (network.entry(accountKey(address))) throw new FriendbotRefused('account already funded to starting balance')
}

/** Whoever got an account in the meantime, or asks twice, is refused. */
const takeBatch = (network: Network, queue: readonly Waiting[]): [Waiting[], Waiting[]] => {
  const wanted = new Map<string, Waiting>()
  const rest: Waiting[] = []
  for (const waiting of queue) {
    const exists = wanted.has(waiting.address) || network.entry(accountKey(waiting.address))
    if (exists) waiting.reject(new FriendbotRefused('account already funded to starting balance'))
    else if (wanted.size < MAX_OPERATIONS) wanted.set(waiting.address, waiting)
    else rest.push(waiting)
  }
  return [[...wanted.values()], rest]
}

const createAccounts = (network: Network, root: Keypair, batch: readonly Waiting[]) => {
  const builder = new TransactionBuilder(new Account(root.publicKey(), sequenceOf(network, root)), {
    fee: BASE_FEE,
    networkPassphrase: network.passphrase,
    timebounds: { minTime: 0, maxTime: 0 },
  })
  for (const { address } of batch) {
    builder.addOperation(Operation.createAccount({ destination: address, startingBalance: STARTING_BALANCE }))
  }
  const transaction = builder.build()
  transaction.sign(root)
  return transaction.toEnvelope().toXdr()
}

const sequenceOf = (network: Network, account: Keypair) => {
  const entry = network.entry(accountKey(account.publicKey()))
  if (!entry)
    throw new Error(
      `the root account ${account.publicKey()} is not in the ledger: was the state file made by this network?`,
    )
  const { data } = xdr.LedgerEntry.fromXdr(entry.entry)
  if (data.type !== 'account') throw new Error(`the root account's entry is of type ${data.type}`)
  return String(data.account.seqNum)
}

const settleBatch = (network: Network, { hash, envelope, waiting }: Sent) => {
  const applied = network.transaction(hash)
  if (applied?.successful) for (const { resolve } of waiting) resolve({ hash, envelope })
  else
    refuseAll(
      waiting,
      new FriendbotUnavailable(`friendbot's transaction ${hash} ${applied ? 'failed' : 'was dropped'}`),
    )
}

const refuseAll = (waiting: readonly Waiting[], reason: Error) => {
  for (const { reject } of waiting) reject(reason)
}

/** The bodies that friendbot answers. */
export const fundedBody = ({ hash, envelope }: Funded) => ({
  successful: true,
  hash,
  envelope_xdr: toBase64(envelope),
})

/** A refusal as `application/problem+json`. */
export const problemBody = ({ message, extras }: FriendbotRefused) => ({
  type: 'https://stellar.org/friendbot-errors/bad_request',
  title: 'Bad Request',
  status: 400,
  detail: message,
  ...(extras && { extras }),
})
