/** Law: what is built, signed without a change and sent succeeds, for every writing function of the contract. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { writingFunctionsByName } from '../../../api/transactions/functions.ts'
import { loadContractSpec } from '../../../contract/interface/spec.ts'
import { LIFE } from './market-life.ts'
import { type MarketNetwork, startMarketNetwork } from './market-network.ts'

let market: MarketNetwork
beforeAll(async () => {
  market = await startMarketNetwork()
}, 60_000)
afterAll(() => market.sandbox.close())

/** Puts addresses in the place of names. */
const resolve = (value: unknown): unknown => {
  if (typeof value === 'string') {
    const { addresses, token, otherToken, wasmHash } = market
    const names: Record<string, string> = { ...addresses, token, otherToken, wasmHash }
    return names[value] ?? value
  }
  if (Array.isArray(value) || typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, resolve(entry)]))
}

const titled = LIFE.map((one, index) => [`${index + 1}. ${one.function}`, one] as const)

test.for(titled)('%s succeeds with the resources that were simulated', async ([, called]) => {
  const { transactions, addresses, keys, send } = market
  await called.before?.(market)
  const { arguments: given } = called
  const values = typeof given === 'function' ? await given(market) : given
  const unsigned = await transactions.build({
    function: called.function,
    arguments: resolve(values) as Record<string, unknown>,
    source: called.source && addresses[called.source],
  })
  expect(unsigned).toMatchObject({ source: addresses[called.signer], authorizations: [], warnings: [] })
  expect(unsigned.returnValue).toEqual(called.answers)
  const status = await send(unsigned, keys[called.signer])
  expect(status).toMatchObject({ state: 'SUCCESS', reason: null, returnValue: called.answers })
  expect(status.feeCharged).toBeLessThanOrEqual(unsigned.fees.total)
  expect(status.events.map(({ name, contractId }) => [name, contractId])).toEqual(
    unsigned.events.map(({ name, contractId }) => [name, contractId]),
  )
  expect(status.transfers).toEqual(unsigned.transfers)
  const unread = status.events.filter(({ contractId, values }) => contractId === market.contractId && values === null)
  expect(unread).toEqual([])
})

test('no writing function of the contract is left out', () => {
  const called = new Set(LIFE.map((one) => one.function))
  expect([...writingFunctionsByName(loadContractSpec()).keys()].filter((name) => !called.has(name))).toEqual([])
})
