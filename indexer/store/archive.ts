/** Every event verbatim, with what decoding made of it. An event that is already there stays as it is. */
import type { Transaction } from '../../prisma/client.ts'
import type { RawEvent } from '../chain/event.ts'

/** An event and its outcome. */
export interface JudgedEvent {
  readonly event: RawEvent
  readonly outcome: 'known' | 'unknown' | 'malformed'
  /** Name of the event, where it could be read. */
  readonly name: string | null
  /** Why it is malformed; null otherwise. */
  readonly reason: string | null
}

/** Stores the events, the reasons of the malformed ones, and the ledgers that they are in. */
export const archive = async (
  transaction: Transaction,
  market: { readonly id: number; readonly networkId: number },
  judged: readonly JudgedEvent[],
): Promise<void> => {
  if (judged.length === 0) return
  await insertEvents(transaction, market.id, judged)
  await insertLedgers(transaction, market.networkId, judged)
  await quarantine(transaction, market.id, judged)
}

/** Base64 holds no space, so a list of topics travels as one text. */
const TOPIC_SEPARATOR = ' '

const insertEvents = async (transaction: Transaction, marketId: number, judged: readonly JudgedEvent[]) => {
  const events = judged.map(({ event }) => event)
  await transaction`
    insert into raw_event
      (market_id, toid, event_index, ledger, closed_at, tx_hash, type, topics, data, outcome, name)
    select ${marketId}, toid, event_index, (toid >> 32)::int, to_timestamp(closed_at), tx_hash, type,
      string_to_array(topics, ${TOPIC_SEPARATOR}), data, outcome, name
    from unnest(
      ${events.map(({ toid }) => String(toid))}::bigint[],
      ${events.map(({ eventIndex }) => eventIndex)}::int[],
      ${events.map(({ closedAt }) => closedAt.getTime() / 1000)}::bigint[],
      ${events.map(({ txHash }) => txHash)}::text[],
      ${events.map(({ type }) => type)}::text[],
      ${events.map(({ topics }) => topics.join(TOPIC_SEPARATOR))}::text[],
      ${events.map(({ data }) => data)}::text[],
      ${judged.map(({ outcome }) => outcome)}::text[],
      ${judged.map(({ name }) => name)}::text[]
    ) as event (toid, event_index, closed_at, tx_hash, type, topics, data, outcome, name)
    on conflict do nothing`
}

const insertLedgers = async (transaction: Transaction, networkId: number, judged: readonly JudgedEvent[]) => {
  const ledgers = [...new Map(judged.map(({ event }) => [event.ledger, event.closedAt.getTime() / 1000]))]
  await transaction`
    insert into ledger (network_id, sequence, closed_at)
    select ${networkId}, sequence, to_timestamp(closed_at)
    from unnest(${ledgers.map(([sequence]) => sequence)}::int[], ${ledgers.map(([, time]) => time)}::bigint[])
      as ledger (sequence, closed_at)
    on conflict do nothing`
}

/** Sets the malformed events aside, with their reasons. */
export const quarantine = async (
  transaction: Transaction,
  marketId: number,
  judged: readonly JudgedEvent[],
): Promise<void> => {
  const malformed = judged.filter(({ outcome }) => outcome === 'malformed')
  if (malformed.length === 0) return
  await transaction`
    insert into quarantine (market_id, toid, event_index, ledger, reason)
    select ${marketId}, toid, event_index, (toid >> 32)::int, reason
    from unnest(
      ${malformed.map(({ event }) => String(event.toid))}::bigint[],
      ${malformed.map(({ event }) => event.eventIndex)}::int[],
      ${malformed.map(({ reason }) => reason)}::text[]
    ) as event (toid, event_index, reason)
    on conflict do nothing`
}
