import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type LedgerRange, readLedgers } from '../../../indexer/chain/ledgers.ts'
import type { Nodes } from '../../../indexer/chain/nodes.ts'
import { pageParams, readPage } from '../../../indexer/chain/page.ts'
import { eventId } from '../../../indexer/chain/position.ts'
import { CONTRACT, createChain, word } from '../../support/indexing.ts'
import type { Script } from '../../support/scripted-rpc.ts'

/** The script as nodes, with pages of one size. */
const nodesOf = (script: Script, limit: number): Nodes => ({
  page: async (place) => {
    const params = pageParams(CONTRACT, place, { limit, ledgers: 10_000 }, { oldest: 2, latest: script.latest() })
    return readPage(JSON.parse(script.answer({ method: 'getEvents', params })), CONTRACT, place)
  },
})

const readAll = async (script: Script, limit: number, maxEvents: number): Promise<LedgerRange[]> => {
  const controller = new AbortController()
  const ranges: LedgerRange[] = []
  const reading = { nodes: nodesOf(script, limit), after: 1, pollMs: 1, maxEvents, signal: controller.signal }
  for await (const range of readLedgers(reading)) {
    ranges.push(range)
    if (range.last === script.latest()) break
  }
  return ranges
}

test('whatever the page size, ranges are contiguous, hold each event once, and never split a ledger', async () => {
  const sizes = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 30 })
  await fc.assert(
    fc.asyncProperty(
      sizes,
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 15 }),
      async (ledgers, limit, most) => {
        const script = createChain()
        for (const size of ledgers)
          script.close(...Array.from({ length: size }, (_, n) => word(String(n), 1 + (n >> 1))))
        const ranges = await readAll(script, limit, most)
        expect(ranges.flatMap((range) => (range.kind === 'scanned' ? range.events.map(eventId) : []))).toEqual(
          script.ids(),
        )
        let next = 2
        for (const range of ranges) {
          expect(range.first).toBe(next)
          expect(range.last).toBeGreaterThanOrEqual(range.first)
          next = range.last + 1
          const events = range.kind === 'scanned' ? range.events : []
          expect(events.every(({ ledger }) => ledger >= range.first && ledger <= range.last)).toBe(true)
          // Without its last ledger a range is below the bound.
          expect(events.filter(({ ledger }) => ledger < events.at(-1)!.ledger).length).toBeLessThan(most)
        }
        expect(next).toBe(script.latest() + 1)
      },
    ),
    { numRuns: 200 },
  )
})
