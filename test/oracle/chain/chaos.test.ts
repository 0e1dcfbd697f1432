/** Whatever a node does to questions and answers: each call is applied once, or the submitter says that it was not. */
import { xdr } from '@stellar/stellar-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { chanceOf } from '../../../sandbox/demo/chance.ts'
import { startMarket, type TestMarket } from '../market.ts'
import { type SpoiledNode, startSpoiledNode } from './spoiled-node.ts'

let market: TestMarket
let node: SpoiledNode
beforeAll(async () => {
  market = await startMarket()
  node = await startSpoiledNode(market.network.url)
}, 60_000)
afterAll(async () => {
  node.close()
  await market.close()
})

/** How often each description was written, by the contract's own events. */
const written = () => {
  const { latest, events } = market.network.network
  const all = events({
    from: '',
    throughLedger: latest().sequence,
    limit: 100_000,
    contractIds: [market.contractId],
    matches: ({ topics }) => String(xdr.ScVal.fromXdr(topics[0]!).value) === 'provider_updated',
  })
  const counts = new Map<string, number>()
  for (const { data } of all) {
    const map = xdr.ScVal.fromXdr(data)
    const entry = map.type === 'scvMap' ? map.value?.find(({ key }) => String(key.value) === 'description') : undefined
    const description = String(entry?.val.value)
    counts.set(description, (counts.get(description) ?? 0) + 1)
  }
  return counts
}

test('a node that loses questions and answers at random costs time, and nothing else', {
  timeout: 180_000,
}, async () => {
  const provider = market.cast.providers[0]!.keypair
  const provider_id = provider.publicKey()
  await market.must(provider, 'register_provider', { provider_id, description: 'first' })
  const channels = await market.channels('chaos', 4)
  const submitter = market.submitter(provider, { channels, rpcUrls: [node.url, node.url] })
  const chance = chanceOf('chaos')
  node.spoil = ({ method }) => {
    if (method === 'getNetwork') return 'forward'
    if (chance.percent(20)) return 'silent'
    return chance.percent(15) ? 'swallow answer' : 'forward'
  }
  const descriptions = Array.from({ length: 40 }, (_, number) => `call ${number}`)
  const outcomes = await Promise.all(
    descriptions.map((description) =>
      submitter.submit(market.calls.call('update_provider', { provider_id, description })),
    ),
  )
  const counts = written()
  for (const [index, outcome] of outcomes.entries()) {
    const times = counts.get(descriptions[index]!) ?? 0
    expect({ status: outcome.status, times }).toEqual({
      status: outcome.status,
      times: outcome.status === 'applied' ? 1 : 0,
    })
  }
  expect(outcomes.filter(({ status }) => status === 'applied').length).toBeGreaterThan(30)
})
