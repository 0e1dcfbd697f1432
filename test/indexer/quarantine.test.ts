/** Events of every kind that are not what the interface says, among those that are: the tail passes over them. */
import { xdr } from '@stellar/stellar-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadContractSpec } from '../../contract/interface/spec.ts'
import type { RawEvent } from '../../indexer/chain/event.ts'
import { createInterpretation } from '../../indexer/interpretation.ts'
import { base64 } from '../support/event-xdr.ts'
import { addressOf, createChain, follow, reached } from '../support/indexing.ts'
import { marketEvents } from '../support/market-events.ts'
import { createDatabase, type TestDatabase } from '../support/postgres.ts'
import { dump } from '../support/projected.ts'
import { serveScript } from '../support/scripted-rpc.ts'
import { STATEMENTS } from '../support/statements.ts'

const interpretation = createInterpretation()
const sound = marketEvents(loadContractSpec(), { events: STATEMENTS.length, parties: 1 })

/** The same event with another value in the place of its data, or without its last topic. */
const broken = ({ topics, data }: RawEvent, number: number) =>
  number % 2 === 0
    ? { topics, data: base64(xdr.ScVal.scvVec([])), transaction: 2 }
    : { topics: topics.length > 1 ? topics.slice(0, -1) : [...topics, topics[0]!], data, transaction: 2 }

/** One sound event a ledger, and perhaps a broken one behind it, through a node into a database. */
const index = async (database: TestDatabase, withBroken: boolean) => {
  const chain = createChain()
  for (const [number, event] of sound.entries())
    chain.close({ ...event, transaction: 1 }, ...(withBroken ? [broken(event, number)] : []))
  const node = await serveScript(chain)
  const tail = follow(database.url, addressOf([node.url]), { interpretation })
  await reached(database.sql, chain.latest())
  await tail.stop()
  await node.close()
}

let clean: TestDatabase
let soiled: TestDatabase
beforeAll(async () => {
  ;[clean, soiled] = await Promise.all([createDatabase(), createDatabase()])
  await index(clean, false)
  await index(soiled, true)
}, 120_000)
afterAll(async () => {
  await Promise.all([clean.close(), soiled.close()])
})

test('each broken event is in quarantine with its reason, and kept as it came', async () => {
  expect(await soiled.sql`select outcome, count(*)::int as n from raw_event group by 1 order by 1`).toEqual([
    { outcome: 'known', n: sound.length },
    { outcome: 'malformed', n: sound.length },
  ])
  const kinds = await soiled.sql`
    select distinct name from raw_event join quarantine using (market_id, toid, event_index) where reason <> ''`
  expect(new Set(kinds.map(({ name }) => name))).toEqual(new Set(STATEMENTS.map(({ event }) => event)))
})

test('the tables are those of a market without them', async () => {
  expect(await dump(soiled.sql, 1)).toEqual(await dump(clean.sql, 1))
})
