/**
 * One RPC node: who it is (checked before its first answer counts, and again after it fell behind), how much it can be
 * asked for, what it holds.
 */
import { BehindRetention, Lagging, Retryable, RpcFault, sortFault, TooMuch, WrongNetwork } from './error.ts'
import { type AdaptiveExtent, grow, shrink } from './extent.ts'
import type { Page, Place } from './page.ts'
import { eventId } from './position.ts'
import { call } from './rpc.ts'
import { createSource, type Source, type SourceName } from './source.ts'
import { asObject, stringField } from './wire.ts'

/** Events of a ledger that the index already holds: a node that answers others is on another chain. */
export interface Anchor {
  readonly ledger: number
  readonly events: readonly { readonly toid: bigint; readonly eventIndex: number; readonly txHash: string }[]
}

/** What a node is asked about. */
export interface Subject {
  readonly networkPassphrase: string
  readonly contractId: string
  /** The newest ledger with events that the index holds; null where it holds none. */
  readonly anchor: () => Promise<Anchor | null>
  readonly timeoutMs: number
  /** What is read: events by default. */
  readonly source?: SourceName
  /** Largest page to ask for. */
  readonly pageLimit?: number
}

/** A node to read pages from. */
export interface Node {
  /** Host and port: an address may carry a key, which belongs into no log. */
  readonly name: string
  /** @throws NodeFailure */
  readonly page: (place: Place, signal: AbortSignal) => Promise<Page>
}

/** Wraps an address; nothing is asked yet. */
export const createNode = (url: string, subject: Subject): Node => {
  let known = false
  let held: { oldest: number; latest: number } | null = null
  const source = createSource(subject.source ?? 'events', subject.contractId)
  let extent: AdaptiveExtent = source.first(subject.pageLimit)
  const ask = (method: string, params: object, signal: AbortSignal) =>
    call({ url, method, params, timeoutMs: subject.timeoutMs, signal })

  const askPage = async (place: Place, signal: AbortSignal): Promise<Page> => {
    const page = await answered(ask(source.method, source.params(place, extent, held), signal), source, place)
    extent = grow(extent, page.items)
    held = page
    return page
  }

  const page = async (place: Place, signal: AbortSignal): Promise<Page> => {
    if (!known) await identify(ask, subject, source, signal)
    known = true
    try {
      return await askPage(place, signal)
    } catch (error) {
      if (error instanceof TooMuch) {
        const smaller = shrink(extent, error.limit)
        if (smaller === null)
          throw new Retryable(`cannot answer for a single ledger: ${error.message}`, { cause: error })
        extent = smaller
        return page(place, signal)
      }
      if (error instanceof Lagging) known = false
      if (error instanceof BehindRetention && held?.oldest !== error.held.oldest) {
        held = error.held
        if (place.cursor === null && place.after + 1 >= held.oldest) return page(place, signal)
      }
      throw error
    }
  }

  return { name: new URL(url).host, page }
}

type Ask = (method: string, params: object, signal: AbortSignal) => Promise<unknown>

/** The page of an answer, or of a refusal that says only that there is nothing new. */
const answered = async (answer: Promise<unknown>, source: Source, place: Place): Promise<Page> => {
  try {
    return source.read(await answer, place)
  } catch (error) {
    if (!(error instanceof RpcFault)) throw error
    const page = source.refused(error, place)
    if (page === null) throw sortFault(error, source.ledgerAt(place))
    return page
  }
}

/** Puts a node's own error into the terms of the asker. */
const sorted = async (answer: Promise<unknown>, ledger: number): Promise<unknown> => {
  try {
    return await answer
  } catch (error) {
    throw error instanceof RpcFault ? sortFault(error, ledger) : error
  }
}

/** @throws WrongNetwork */
const identify = async (ask: Ask, subject: Subject, source: Source, signal: AbortSignal) => {
  const network = asObject(await sorted(ask('getNetwork', {}, signal), 0), 'the network')
  const passphrase = stringField(network, 'passphrase')
  if (passphrase !== subject.networkPassphrase)
    throw new WrongNetwork(`serves "${passphrase}", wanted is "${subject.networkPassphrase}"`, 'passphrase')
  const anchor = await subject.anchor()
  if (anchor !== null) await checkAnchor(ask, source, anchor, signal)
}

/** The archive keeps no ledger hash, but a ledger's events name their transactions, which no other chain has. */
const checkAnchor = async (ask: Ask, source: Source, anchor: Anchor, signal: AbortSignal) => {
  const { ledger, events } = anchor
  try {
    const result = await sorted(ask(source.method, source.oneLedger(ledger, events.length), signal), ledger)
    const page = source.read(result, { after: ledger - 1, cursor: null })
    const line = (event: Anchor['events'][number]) => `${eventId(event)} ${event.txHash}`
    if (page.events.slice(0, events.length).map(line).join() !== events.map(line).join())
      throw new WrongNetwork(`ledger ${ledger} holds other transactions there than in the index`, 'chain')
  } catch (error) {
    // Too old to compare: nothing speaks against the node.
    if (!(error instanceof BehindRetention)) throw error
  }
}
