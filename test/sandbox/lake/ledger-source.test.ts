import { afterEach, expect, test } from 'vitest'
import { createLedgerSource } from '../../../sandbox/lake/ledger-source.ts'
import type { Sandbox } from '../../../sandbox/start.ts'
import { ATTACKS, patienceWith, serveHostile, withinMemory } from '../../support/hostile-http.ts'
import { startNetwork } from '../../support/network.ts'
import { askResult } from '../../support/rpc.ts'

const open: { close(): Promise<unknown> }[] = []
afterEach(() => Promise.all(open.splice(0).map((server) => server.close())))

test.each(ATTACKS)('a node that attacks (%s) ends the question with an Error, in bounded memory', async (attack) => {
  const hostile = await serveHostile(attack)
  open.push(hostile)
  const source = createLedgerSource(`${hostile.url}?key=hidden`, patienceWith(attack))
  const error = await withinMemory(() => source.range().catch((thrown: unknown) => thrown))
  expect(error).toBeInstanceOf(Error)
  expect((error as Error).message).toMatch(`${new URL(hostile.url).host}: getHealth: `)
  expect((error as Error).message).not.toContain('hidden')
})

test('ledgers that are too much for one answer are asked for in smaller pages', async () => {
  const sandbox: Sandbox = await startNetwork()
  while (sandbox.network.latest().sequence < 14) sandbox.network.close()
  const asked: number[] = []
  const pages = new Map<string, string>()
  for (let sequence = 2; sequence < 10; sequence++)
    for (const limit of [1, 2]) {
      const result = await askResult(sandbox.url, 'getLedgers', { startLedger: sequence, pagination: { limit } })
      pages.set(`${sequence} ${limit}`, JSON.stringify({ jsonrpc: '2.0', id: 1, result }))
    }
  const crowded = await serveHostile('plain flood', {
    honest: (body) => {
      const { params } = JSON.parse(body) as { params: { startLedger: number; pagination: { limit: number } } }
      asked.push(params.pagination.limit)
      return pages.get(`${params.startLedger} ${params.pagination.limit}`)
    },
  })
  open.push(sandbox, crowded)
  const ledgers = await createLedgerSource(crowded.url).read(2, 8)
  expect(ledgers.map(({ sequence }) => sequence)).toEqual([2, 3, 4, 5, 6, 7, 8, 9])
  expect(asked.slice(0, 3)).toEqual([8, 4, 2])
})
