import { afterAll, beforeAll, expect, test } from 'vitest'
import { ChannelsMissing, fundChannels } from '../../../oracle/chain/funding.ts'
import { deriveChannels } from '../../../oracle/chain/keys.ts'
import type { Sandbox } from '../../../sandbox/start.ts'
import { clientOf, keypairOf } from '../../support/accounts.ts'
import { type Attack, serveHostile, withinMemory } from '../../support/hostile-http.ts'
import { startNetwork } from '../../support/network.ts'

let network: Sandbox
beforeAll(async () => {
  network = await startNetwork()
})
afterAll(() => network.close())

const channels = deriveChannels(keypairOf('signer'), 5, 'a')
const options = () => ({
  rpcUrls: [network.url],
  networkPassphrase: network.network.passphrase,
  channels,
  friendbotUrl: network.friendbotUrl,
})

test('missing channel accounts are created on the local network, once', async () => {
  const addresses = channels.map((channel) => channel.publicKey())
  const both = await Promise.all([fundChannels(options()), fundChannels(options())])
  expect(new Set(both.flat())).toEqual(new Set(addresses))
  expect(await fundChannels(options())).toEqual([])
  const account = await clientOf(network).getAccount(addresses[4]!)
  expect(account.accountId()).toBe(addresses[4])
})

test('where there is no friendbot to ask, the missing accounts are named with the next step', async () => {
  const missing = [keypairOf('missing')]
  const failing = fundChannels({ ...options(), channels: missing, friendbotUrl: undefined })
  await expect(failing).rejects.toThrow(ChannelsMissing)
  await expect(failing).rejects.toThrow(
    `send each at least 2 XLM (1 XLM reserve, and fees): ${missing[0]!.publicKey()}`,
  )
})

test('a friendbot that floods or leads elsewhere is an Error, in bounded memory', async () => {
  const attacks: readonly Attack[] = ['gzip bomb', 'redirect to a path of its own']
  for (const attack of attacks) {
    const hostile = await serveHostile(attack)
    const missing = [keypairOf(attack)]
    const failing = withinMemory(() => fundChannels({ ...options(), channels: missing, friendbotUrl: hostile.url }))
    await expect(failing).rejects.toThrow(/the answer has more than|is not followed/)
    await hostile.close()
  }
})
