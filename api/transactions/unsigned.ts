/** The unsigned transaction with everything a wallet shows, and a client can verify from the XDR alone. Pure. */
import type { SpecFunction } from '../../contract/interface/spec.ts'
import type { SourceAccount } from './account.ts'
import { assemble, feesOf, type Resources, resourcesOf } from './assemble.ts'
import type { Builder } from './build.ts'
import { contractEvents, type PublishedEvent, readEvents } from './events.ts'
import type { Fees } from './fees.ts'
import type { Json } from './json.ts'
import { camelCase } from './names.ts'
import { type PreviewSubject, previewSentence, warningsOf } from './preview.ts'
import { type UnsignedAuthorization, unsignedAuthorizations, withExpiry } from './signers.ts'
import type { Call, Simulation } from './simulation.ts'
import { type TokenTransfer, tokenTransfers } from './transfers.ts'
import type { Validity } from './validity.ts'
import { decodeValue } from './values.ts'

export interface UnsignedTransaction {
  /** The envelope without signatures, base64. */
  readonly xdr: string
  /** Of the transaction as it stands, hex; what the source signs. */
  readonly hash: string
  readonly networkPassphrase: string
  readonly contractId: string
  /** The contract's own name of the function. */
  readonly function: string
  /** The arguments as the envelope carries them, by camelCase name. */
  readonly arguments: { readonly [name: string]: Json }
  readonly source: string
  /** The sequence number that this transaction takes. */
  readonly sequence: bigint
  readonly fees: Fees
  readonly resources: Resources
  /** Of others than the source; empty when the source's signature suffices. */
  readonly authorizations: readonly UnsignedAuthorization[]
  /** The close time after which no ledger takes it in, unix seconds. */
  readonly validUntil: number
  /** The ledger whose state was used. */
  readonly simulatedAtLedger: number
  /** What the call would return. */
  readonly returnValue: Json
  readonly events: readonly PublishedEvent[]
  readonly transfers: readonly TokenTransfer[]
  readonly preview: string
  readonly warnings: readonly string[]
}

/** Everything known when the simulation is done. */
interface Prepared {
  readonly definition: SpecFunction
  readonly call: Call
  readonly source: string
  readonly account: SourceAccount
  readonly inclusionFee: bigint
  readonly validity: Validity
  readonly simulation: Simulation
}

export const describeTransaction = (
  { spec, networkPassphrase, contractId }: Pick<Builder, 'spec' | 'networkPassphrase' | 'contractId'>,
  prepared: Prepared,
): UnsignedTransaction => {
  const { definition, call, source, account, inclusionFee, validity, simulation } = prepared
  const auth = withExpiry(simulation.authorizations, validity.untilLedger)
  const { sequence } = account
  const options = { networkPassphrase, source, sequence, inclusionFee, validity, auth }
  const transaction = assemble(call, simulation, options)
  const rawEvents = contractEvents(simulation.events)
  const authorizations = unsignedAuthorizations(auth, networkPassphrase)
  const facts = {
    contractId,
    arguments: argumentsOf(spec, definition, call),
    source,
    fees: feesOf(transaction, simulation),
    resources: resourcesOf(simulation),
    returnValue: returnValueOf(spec, definition, simulation),
    transfers: tokenTransfers(rawEvents, networkPassphrase),
  }
  const events = readEvents(spec, contractId, rawEvents)
  const subject: PreviewSubject = {
    ...facts,
    definition,
    others: authorizations.map(({ address }) => address),
    events: events.filter((event) => event.contractId === contractId).map(({ name }) => name),
    balance: account.balance,
  }
  return {
    ...facts,
    xdr: transaction.toXdr(),
    hash: Buffer.from(transaction.hash()).toString('hex'),
    networkPassphrase,
    function: definition.name,
    sequence: BigInt(transaction.sequence),
    authorizations,
    validUntil: validity.until,
    simulatedAtLedger: simulation.ledger,
    events,
    preview: previewSentence(subject),
    warnings: warningsOf(subject),
  }
}

const returnValueOf = (spec: Builder['spec'], { outputs: [type] }: SpecFunction, { returnValue }: Simulation): Json =>
  type === undefined ? null : decodeValue(spec, type, returnValue)

const argumentsOf = (spec: Builder['spec'], { inputs }: SpecFunction, { args }: Call) =>
  Object.fromEntries(
    inputs.flatMap(({ name, type }, index) => {
      const value = args[index]
      return value ? [[camelCase(name), decodeValue(spec, type, value)] as const] : []
    }),
  )
