import { afterEach, expect, test } from 'vitest'
import { openServer } from '../../stellar/server.ts'
import { ATTACKS, type HostileServer, patienceWith, serveHostile, withinMemory } from '../support/hostile-http.ts'

const open: HostileServer[] = []
afterEach(() => Promise.all(open.splice(0).map((server) => server.close())))

test.each(ATTACKS)("%s: the SDK's client throws an Error, in bounded memory", async (attack) => {
  const hostile = await serveHostile(attack)
  open.push(hostile)
  const server = openServer(hostile.url, { timeoutMs: patienceWith(attack) })
  const error = await withinMemory(() => server.getHealth().catch((thrown: unknown) => thrown))
  expect(error).toMatchObject({ name: 'FetchFailed' })
})

test.each(['null', '[]', '"text"', '7'])('a result %s is not handed on', async (result) => {
  const hostile = await serveHostile('silence', { honest: () => `{"jsonrpc":"2.0","id":1,"result":${result}}` })
  open.push(hostile)
  const server = openServer(hostile.url, { timeoutMs: 10_000 })
  await expect(server.getHealth()).rejects.toThrow('the result is not an object')
})

test("a node's own error comes as the SDK throws it, its words cut", async () => {
  const error = { code: -32603, message: 'x'.repeat(100_000) }
  const hostile = await serveHostile('silence', { honest: () => JSON.stringify({ jsonrpc: '2.0', id: 1, error }) })
  open.push(hostile)
  const thrown = await openServer(hostile.url, { timeoutMs: 10_000 })
    .getHealth()
    .catch((reason: unknown) => reason)
  expect(thrown).toEqual({ code: -32603, message: 'x'.repeat(1_000) })
})
