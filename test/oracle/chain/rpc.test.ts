import { afterAll, beforeAll, expect, test } from 'vitest'
import { createChainRpc } from '../../../oracle/chain/rpc.ts'
import type { Sandbox } from '../../../sandbox/start.ts'
import { ATTACKS, honestNetwork, patienceWith, serveHostile, withinMemory } from '../../support/hostile-http.ts'
import { startNetwork } from '../../support/network.ts'

let well: Sandbox
beforeAll(async () => {
  well = await startNetwork()
})
afterAll(() => well.close())

test.each(ATTACKS)('a node whose answer is an attack (%s) is passed over, in bounded memory', async (attack) => {
  const networkPassphrase = well.network.passphrase
  const hostile = await serveHostile(attack, { honest: honestNetwork(networkPassphrase) })
  const options = { networkPassphrase, timeoutMs: patienceWith(attack) }
  const both = createChainRpc({ ...options, urls: [hostile.url, well.url] })
  expect((await withinMemory(() => both.newestLedger())).sequence).toBe(well.network.latest().sequence)
  const alone = createChainRpc({ ...options, urls: [hostile.url] })
  await expect(withinMemory(() => alone.newestLedger())).rejects.toMatchObject({ name: 'Obstacle', kind: 'node' })
  await hostile.close()
})

test('no message names more of an address than its host: the rest may hold a key', async () => {
  const hostile = await serveHostile('JSON null')
  const url = `${hostile.url.replace('//', '//user:password@')}k3y?token=t0ken`
  const options = { networkPassphrase: well.network.passphrase, urls: [url], timeoutMs: 10_000 }
  const error = (await createChainRpc(options)
    .newestLedger()
    .catch((thrown: unknown) => thrown)) as Error
  expect(error.message).toBe(`no node answers: getNetwork at ${new URL(url).host}: the answer is not an object`)
  await hostile.close()
})
