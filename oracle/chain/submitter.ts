/**
 * The way to the chain: calls go out on channel accounts, many at once, and each ends as applied, refused or expired.
 *
 * A call's life: a channel is free → simulate, assemble, sign → send → look for it with every ledger, offer more when
 * stuck → applied; or an obstacle, after which a new transaction is built, as often as its kind allows. A new one is built
 * only when the one before can never be applied, so a call happens at most once.
 */
import { Account, type Keypair, type rpc, xdr } from '@stellar/stellar-sdk'
import pRetry from 'p-retry'
import { contractErrorNumber, hostErrorOfEvents } from '../../contract/interface/host-error.ts'
import type { ContractSpec } from '../../contract/interface/spec.ts'
import { carry } from './carry.ts'
import { type Channel, type Channels, createChannels } from './channels.ts'
import { createLedgerWatch, type LedgerWatch } from './ledger-watch.ts'
import { SILENT, type SubmitterObserver } from './observer.ts'
import { createRetryBudget, MOST_RETRIES, Obstacle } from './obstacle.ts'
import { type Applied, type Call, CallRefused, type Outcome, SubmitterStopped } from './outcome.ts'
import { PATIENCE, type Patience, raised } from './patience.ts'
import { refusalOf } from './refusal.ts'
import { type ChainRpc, createChainRpc } from './rpc.ts'
import { type BuildContext, type Built, buildTransaction, simulateCall } from './transaction.ts'
import { codeOf, isSuccess, verdictOn } from './verdict.ts'

export interface SubmitterOptions {
  /** Asked in this order. */
  readonly rpcUrls: readonly string[]
  readonly networkPassphrase: string
  /** The market. */
  readonly contractId: string
  /** Names the contract's errors. */
  readonly spec: ContractSpec
  /** Whose authorisation the calls carry. */
  readonly signer: Keypair
  /** Sources of the transactions, which pay their fees; none: the signer itself, one call at a time. */
  readonly channels: readonly Keypair[]
  readonly observer?: SubmitterObserver
  /** What differs from `PATIENCE`. */
  readonly patience?: Partial<Patience>
}

/** Sends calls and reads the contract. */
export interface Submitter {
  /** Any number at once; whoever finds no free channel waits. @throws SubmitterStopped */
  submit(call: Call): Promise<Outcome>
  /** The answer of a call by simulation; nothing is sent. @throws CallRefused, Obstacle where no node answers */
  read(call: Call): Promise<xdr.ScVal>
  /** Close time of the newest ledger, unix seconds. @throws Obstacle where no node answers */
  now(): Promise<bigint>
  /** Calls that wait for a channel. */
  waiting(): number
  /** Calls at once. */
  readonly width: number
  /** Ends all waiting: calls under way are rejected with SubmitterStopped. */
  stop(): void
}

interface Context extends BuildContext {
  readonly rpc: ChainRpc
  readonly ledgers: LedgerWatch
  readonly patience: Patience
  readonly observer: SubmitterObserver
  readonly signal: AbortSignal
}

/** Nothing is asked before the first call. @throws Error where a channel is named twice */
export const createSubmitter = (options: SubmitterOptions): Submitter => {
  const controller = new AbortController()
  const context = createContext(options, controller.signal)
  const { channels, signer } = options
  const pool: Channels = createChannels(channels.length > 0 ? channels : [signer], controller.signal)
  return {
    width: pool.size,
    waiting: pool.waiting,
    submit: async (call) => {
      try {
        return await pool.borrow((channel) => perform(context, call, channel))
      } catch (error) {
        if (controller.signal.aborted && !(error instanceof SubmitterStopped)) throw new SubmitterStopped(null)
        throw error
      }
    },
    read: async (call) => (await simulateCall(context, call, new Account(signer.publicKey(), '0'))).returnValue,
    now: async () => BigInt((await context.rpc.newestLedger()).closedAt),
    stop: () => controller.abort(new SubmitterStopped(null)),
  }
}

const createContext = (options: SubmitterOptions, signal: AbortSignal): Context => {
  const { rpcUrls, networkPassphrase, contractId, spec, signer, observer = SILENT } = options
  const patience = { ...PATIENCE, ...options.patience }
  const { pollMs, ledgerMs, validitySecs, rpcTimeoutMs } = patience
  const rpc = createChainRpc({ urls: rpcUrls, networkPassphrase, timeoutMs: rpcTimeoutMs })
  const ledgers = createLedgerWatch({ rpc, pollMs, patienceMs: ledgerMs, signal })
  return { networkPassphrase, contractId, spec, signer, observer, patience, validitySecs, rpc, ledgers, signal }
}

/** What a call holds while it is under way. */
interface Course {
  fee: bigint
  /** A transaction that the network may still apply. */
  open: string | null
  /** The last one that was built to be sent. */
  last: string | null
}

const perform = async (context: Context, call: Call, channel: Channel): Promise<Outcome> => {
  const course: Course = { fee: context.patience.inclusionFee, open: null, last: null }
  try {
    return ended(context, call, await attempts(context, call, channel, course))
  } catch (error) {
    if (error instanceof CallRefused) return ended(context, call, refused(error))
    if (context.signal.aborted) throw new SubmitterStopped(course.open, { cause: error })
    if (!(error instanceof Obstacle)) throw error
    return ended(context, call, { status: 'expired', hash: course.last, reason: `${error.kind}: ${error.message}` })
  }
}

const refused = ({ error, message, hash, ledger }: CallRefused) =>
  ({ status: 'refused', error, message, hash, ledger }) as const

const ended = ({ observer }: Context, call: Call, outcome: Outcome): Outcome => {
  observer.ended(call.function, outcome)
  return outcome
}

const attempts = (context: Context, call: Call, channel: Channel, course: Course): Promise<Applied> => {
  const allows = createRetryBudget()
  const { observer, patience, signal } = context
  return pRetry(() => attempt(context, call, channel, course), {
    retries: MOST_RETRIES,
    minTimeout: patience.retryMs,
    maxTimeout: patience.maxRetryMs,
    randomize: true,
    signal,
    shouldRetry: ({ error }) => {
      if (!(error instanceof Obstacle) || signal.aborted) return false
      course.open = null
      if (error.kind === 'fee' || error.kind === 'expired') course.fee = raised(course.fee, patience)
      const again = allows(error.kind)
      observer.hindered(call.function, error.kind, error.message, again)
      return again
    },
  })
}

const attempt = async (context: Context, call: Call, channel: Channel, course: Course): Promise<Applied> => {
  const { observer, networkPassphrase, patience, rpc, ledgers } = context
  const built = await buildTransaction(context, call, channel, course.fee)
  context.signal.throwIfAborted()
  course.open = built.hash
  course.last = built.hash
  observer.sent(call.function, built.hash)
  const onBumped = (hash: string, fee: bigint) => observer.bumped(call.function, hash, fee)
  const answer = await carry({ rpc, ledgers, networkPassphrase, patience, onBumped }, channel, built, course.fee)
  channel.used = built.sequence
  return applied(context, channel, built, answer)
}

/** @throws CallRefused, Obstacle where a ledger took it in and it failed */
const applied = (
  context: Context,
  channel: Channel,
  { hash }: Built,
  answer: rpc.Api.RawGetTransactionResponse,
): Applied => {
  const { resultXdr = '', ledger = 0 } = answer
  if (isSuccess(resultXdr)) return { status: 'applied', hash, ledger, result: returnValueOf(answer) }
  const code = codeOf(resultXdr)
  const error = hostErrorOfEvents(answer.diagnosticEventsXdr ?? [])
  if (code === 'INVOKE_HOST_FUNCTION_TRAPPED' && error && contractErrorNumber(error) !== undefined)
    throw refusalOf(context, error, { hash, ledger })
  throw verdictOn(code, channel.keypair.publicKey(), { hash, ledger })
}

const returnValueOf = ({ resultMetaXdr }: rpc.Api.RawGetTransactionResponse): xdr.ScVal => {
  const meta = resultMetaXdr ? xdr.TransactionMeta.fromXdr(resultMetaXdr, 'base64') : undefined
  const soroban = meta?.type === 'v3' || meta?.type === 'v4' ? meta.value.sorobanMeta : undefined
  return soroban?.returnValue ?? xdr.ScVal.scvVoid()
}
