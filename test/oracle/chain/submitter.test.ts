import { afterAll, beforeAll, expect, test } from 'vitest'
import { startMarket, type TestMarket } from '../market.ts'

let market: TestMarket
beforeAll(async () => {
  market = await startMarket()
})
afterAll(() => market.close())

test('a call is applied and answers its result', async () => {
  const [provider] = market.cast.providers
  const submitter = market.submitter(provider!.keypair)
  const args = { provider_id: provider!.keypair.publicKey(), description: 'first' }
  const outcome = await submitter.submit(market.calls.call('register_provider', args))
  expect(outcome).toMatchObject({ status: 'applied', hash: expect.stringMatching(/^[0-9a-f]{64}$/) })
  console.log(outcome)
})

test('what the contract refuses is named, and nothing is sent', async () => {
  const [provider] = market.cast.providers
  const submitter = market.submitter(provider!.keypair)
  const args = { provider_id: provider!.keypair.publicKey(), description: 'again' }
  const outcome = await submitter.submit(market.calls.call('register_provider', args))
  console.log(outcome)
  expect(outcome).toMatchObject({ status: 'refused', hash: null })
})

test('calls of one signer go out on channel accounts, many in a ledger', async () => {
  const provider = market.cast.providers[1]!.keypair
  const channels = await market.channels('wide', 5)
  const submitter = market.submitter(provider, { channels })
  const id = provider.publicKey()
  await market.must(provider, 'register_provider', { provider_id: id, description: '' })
  const before = performance.now()
  const outcomes = await Promise.all(
    [1, 2, 3, 4, 5].map((n) =>
      submitter.submit(market.calls.call('update_provider', { provider_id: id, description: `no ${n}` })),
    ),
  )
  console.log(
    performance.now() - before,
    outcomes.map((o) => (o.status === 'applied' ? o.ledger : o)),
  )
  expect(outcomes.map(({ status }) => status)).toEqual(Array(5).fill('applied'))
})
