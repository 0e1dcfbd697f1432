/**
 * From intent to unsigned transaction: convert the arguments → simulate (while account and time are asked for) → settle who
 * is the source → assemble. Two rounds to the network at most, usually one.
 */
import type { rpc } from '@stellar/stellar-sdk'
import type { ContractSpec, SpecFunction } from '../../contract/interface/spec.ts'
import { accountNotFound, checkSource, findAccount, type SourceAccount } from './account.ts'
import { type ArgumentValues, convertArguments } from './arguments.ts'
import { checkInclusionFee } from './fees.ts'
import type { LedgerClock } from './ledger-clock.ts'
import { TransactionRefused } from './refusal.ts'
import type { ChainRpc, NewestLedger } from './rpc.ts'
import type { SignerGuess } from './signer-guess.ts'
import { canBeSource, needsSource, otherSigners } from './signers.ts'
import { type Call, readSimulation, type Simulation, simulate } from './simulation.ts'
import { describeTransaction, type UnsignedTransaction } from './unsigned.ts'
import { checkValidity, validityFrom } from './validity.ts'

/** What somebody wants to do with the market. */
export interface Intent {
  /** The contract's function in camelCase: `createDeal`. */
  readonly function: string
  /** By camelCase name; integers as safe numbers, bigints or digits. */
  readonly arguments: ArgumentValues
  /** Who sends and pays. @default whoever the contract asks to authorise the call */
  readonly source?: string | undefined
  /** @default 300 */
  readonly validForSecs?: number | undefined
  /** Stroops. @default 100 */
  readonly inclusionFee?: bigint | undefined
}

/** What building needs to know and to ask; made once per market. */
export interface Builder {
  readonly rpc: ChainRpc
  readonly spec: ContractSpec
  readonly functions: ReadonlyMap<string, SpecFunction>
  readonly contractId: string
  readonly networkPassphrase: string
  readonly signers: SignerGuess
  readonly clock: LedgerClock
  /** Unix seconds; only for nodes that do not tell the time of their newest ledger. */
  readonly now: () => number
}

/** @throws TransactionRefused with the reason, named as the contract names it */
export const buildTransaction = async (builder: Builder, intent: Intent): Promise<UnsignedTransaction> => {
  const definition = findFunction(builder, intent.function)
  const inclusionFee = checkInclusionFee(intent.inclusionFee)
  const seconds = checkValidity(intent.validForSecs)
  const args = convertArguments(builder.spec, definition, intent.arguments)
  const call: Call = { contractId: builder.contractId, function: definition.name, args }
  const source = intent.source === undefined ? undefined : checkSource(intent.source)
  const [recent, settled] = await Promise.all([
    builder.clock.recent(),
    source === undefined ? trySigner(builder, call) : trySource(builder, call, source),
  ])
  const { ledger } = settled.simulation
  const newest = recent.sequence >= ledger ? recent : await builder.clock.fresh()
  const validity = validityFrom(atLeast(newest, ledger), seconds, builder.now)
  return describeTransaction(builder, { definition, call, inclusionFee, validity, ...settled })
}

const findFunction = ({ functions }: Builder, name: string): SpecFunction => {
  const definition = functions.get(name)
  if (definition) return definition
  const known = [...functions.keys()].join(', ')
  throw new TransactionRefused('UNKNOWN_FUNCTION', `The market has no writing function "${name}"; it has: ${known}.`)
}

interface Settled {
  readonly source: string
  readonly account: SourceAccount
  readonly simulation: Simulation
}

/** Simulates as the probable signer; where the recorded authorisation names another, once more as that one. */
const trySigner = async (builder: Builder, call: Call): Promise<Settled> => {
  const guess = builder.signers.guess(call.function, call.args)
  const first = await askNetwork(builder, call, guess)
  const simulation = await readSimulation(builder, first.answer)
  if (needsSource(simulation.authorizations)) return settle(guess, first.account, simulation)
  const signer = otherSigners(simulation.authorizations).find(canBeSource)
  if (signer === undefined) throw sourceRequired(call, otherSigners(simulation.authorizations))
  builder.signers.learn(call.function, call.args, signer)
  return trySource(builder, call, signer)
}

const trySource = async (builder: Builder, call: Call, source: string): Promise<Settled> => {
  const { answer, account } = await askNetwork(builder, call, source)
  return settle(source, account, await readSimulation(builder, answer))
}

/** Both at once: simulation does not look at the sequence number. */
const askNetwork = async ({ rpc, networkPassphrase }: Builder, call: Call, source: string): Promise<Asked> => {
  const [answer, account] = await Promise.all([
    simulate(rpc, networkPassphrase, call, source),
    findAccount(rpc, source),
  ])
  return { answer, account }
}

interface Asked {
  readonly answer: rpc.Api.RawSimulateTransactionResponse
  readonly account: SourceAccount | undefined
}

const settle = (source: string, account: SourceAccount | undefined, simulation: Simulation): Settled => {
  if (!account) throw accountNotFound(source)
  return { source, account, simulation }
}

const sourceRequired = (call: Call, signers: readonly string[]) => {
  const why =
    signers.length > 0 ? `${signers.join(', ')} must authorise it and cannot send a transaction` : 'anybody may call it'
  return new TransactionRefused(
    'SOURCE_REQUIRED',
    `${call.function} has no signer that could send it (${why}): name the account that sends and pays as "source".`,
    { argument: 'source', signers: [...signers] },
  )
}

/** Two nodes may be some ledgers apart: authorisations must outlast the later one. */
const atLeast = (newest: NewestLedger, ledger: number): NewestLedger => ({
  ...newest,
  sequence: Math.max(newest.sequence, ledger),
})
