/** A call becomes a signed transaction: simulated, assembled, authorised by the signer, signed by its channel. */
import {
  Account,
  Address,
  authorizeEntry,
  type Keypair,
  Operation,
  type Transaction,
  TransactionBuilder,
  xdr,
} from '@stellar/stellar-sdk'
import { hostErrorOfSimulation } from '../../contract/interface/host-error.ts'
import type { Channel } from './channels.ts'
import { Obstacle } from './obstacle.ts'
import { type Call, CallRefused } from './outcome.ts'
import { type Names, refusalOf } from './refusal.ts'
import type { ChainRpc, NewestLedger } from './rpc.ts'

/** What building needs to know; fees in stroops. */
export interface BuildContext extends Names {
  readonly rpc: Pick<ChainRpc, 'simulate' | 'sequenceOf' | 'newestLedger'>
  readonly networkPassphrase: string
  readonly signer: Keypair
  /** How long a ledger may take it in, in seconds of the network's clock: then it is dead. */
  readonly validitySecs: number
}

/** A signed transaction and what is needed to follow it. */
export interface Built {
  readonly transaction: Transaction
  /** Hash of the transaction, also of the one inside a fee bump. */
  readonly hash: string
  readonly sequence: bigint
  /** Unix seconds: no ledger that closes later takes it in. */
  readonly validUntil: number
  /** The newest ledger when it was built. */
  readonly ledger: number
}

/** Seen right after a ledger closed on a busy node: the next attempt succeeds. */
const PASSING_SIMULATION = /is not present in the snapshot/

/** Ledgers come a second apart at the least: an authorisation must not end before its transaction. */
const LEDGERS_PER_SECOND = 1

/** Tries a call out. @throws CallRefused, Obstacle */
export const simulateCall = async (
  context: Pick<BuildContext, 'rpc' | 'spec' | 'contractId' | 'networkPassphrase'>,
  call: Call,
  source: Account,
  fee = '100',
) => {
  const draft = new TransactionBuilder(source, { fee, networkPassphrase: context.networkPassphrase })
    .addOperation(operationOf(context.contractId, call, []))
    .setTimeout(0)
    .build()
  const answer = await context.rpc.simulate(draft)
  if (answer.error !== undefined) throw sortSimulation(context, answer.error, answer.events ?? [])
  const [result] = answer.results ?? []
  if (result === undefined || !answer.transactionData)
    throw new Obstacle('node', `the node answers the simulation of ${call.function} without a result`)
  return {
    returnValue: result.xdr ? xdr.ScVal.fromXdr(result.xdr, 'base64') : xdr.ScVal.scvVoid(),
    auth: (result.auth ?? []).map((entry) => xdr.SorobanAuthorizationEntry.fromXdr(entry, 'base64')),
    data: xdr.SorobanTransactionData.fromXdr(answer.transactionData, 'base64'),
  }
}

const sortSimulation = (names: Names, text: string, events: readonly string[]): CallRefused | Obstacle => {
  const [firstLine = ''] = text.split('\n')
  const cause = new Error(text)
  if (PASSING_SIMULATION.test(text)) return new Obstacle('node', firstLine, { cause })
  const error = hostErrorOfSimulation(text, events)
  if (error) return refusalOf(names, error, { cause })
  return new CallRefused('SimulationFailed', `the network cannot simulate the call: ${firstLine}`, { cause })
}

const operationOf = (contract: string, call: Call, auth: xdr.SorobanAuthorizationEntry[]) =>
  Operation.invokeContractFunction({ contract, function: call.function, args: [...call.args], auth })

/** Builds and signs; nothing is sent. @param inclusionFee stroops beside the resources @throws CallRefused, Obstacle */
export const buildTransaction = async (
  context: BuildContext,
  call: Call,
  channel: Channel,
  inclusionFee: bigint,
): Promise<Built> => {
  const source = channel.keypair.publicKey()
  const [newest, known] = await Promise.all([context.rpc.newestLedger(), context.rpc.sequenceOf(source)])
  if (known === undefined) throw new Obstacle('account', `the channel account ${source} does not exist: fund it`)
  const current = known > channel.used ? known : channel.used
  const { auth, data } = await simulateCall(context, call, new Account(source, String(current)))
  const validUntil = newest.closedAt + context.validitySecs
  const transaction = new TransactionBuilder(new Account(source, String(current)), {
    fee: String(inclusionFee),
    networkPassphrase: context.networkPassphrase,
    timebounds: { minTime: 0, maxTime: validUntil },
  })
    .addOperation(operationOf(context.contractId, call, await authorized(context, auth, newest)))
    .setSorobanData(data)
    .build()
  transaction.sign(channel.keypair)
  const hash = Buffer.from(transaction.hash()).toString('hex')
  return { transaction, hash, sequence: current + 1n, validUntil, ledger: newest.sequence }
}

/** The signer's signature where the call asks for it; the source's own authorisation comes with its signature. */
const authorized = (context: BuildContext, entries: readonly xdr.SorobanAuthorizationEntry[], newest: NewestLedger) => {
  const untilLedger = newest.sequence + context.validitySecs * LEDGERS_PER_SECOND
  return Promise.all(
    entries.map((entry) => {
      const address = addressIn(entry)
      if (address === undefined) return entry
      if (address !== context.signer.publicKey())
        throw new CallRefused(
          'WrongSigner',
          `the call needs the authorisation of ${address}, the signer is ${context.signer.publicKey()}: configure its key`,
        )
      return authorizeEntry(entry, context.signer, untilLedger, context.networkPassphrase)
    }),
  )
}

/** Whose authorisation an entry asks for; undefined: that of the transaction's source. */
const addressIn = ({ credentials }: xdr.SorobanAuthorizationEntry): string | undefined => {
  switch (credentials.type) {
    case 'sorobanCredentialsSourceAccount':
      return undefined
    case 'sorobanCredentialsAddressWithDelegates':
      return Address.fromScAddress(credentials.value.addressCredentials.address).toString()
    default:
      return Address.fromScAddress(credentials.value.address).toString()
  }
}
