import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Statement } from '../../../indexer/decode/fact.ts'
import { state } from '../../support/deal-statements.ts'
import { ASSET, account, HASH, OWNER } from '../../support/parties.ts'
import { createDatabase, type TestDatabase } from '../../support/postgres.ts'
import { apply, createMarket, factsOf } from '../../support/projected.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await createDatabase()
})
afterAll(() => database.close())

const read = async (market: number) => {
  const [row] = await database.sql`select * from market_config where market_id = ${market}`
  return row
}
const created: Statement = { event: 'market_created', owner: OWNER, platformFee: 250n, version: 18 }
const asset: Statement = { event: 'stable_asset_changed', asset: ASSET, previous: null, symbol: 'USDC', decimals: 7 }

test('each event changes its part', async () => {
  const market = await createMarket(database.sql, 'parts')
  await apply(database.sql, market, factsOf([created]))
  const first = { market_id: market, owner: OWNER, platform_fee_bps: 250, version: 18, event_index: 0 }
  const unset = { stable_asset: null, asset_symbol: null, asset_decimals: null, code_hash: null }
  const roles = { oracle: null, certifier: null, arbiter: null, pending_owner: null, paused: false }
  expect(await read(market)).toEqual({ ...first, ...unset, ...roles, toid: (10n << 32n) | (1n << 12n) })
  const parts: [Statement, object][] = [
    [asset, { stable_asset: ASSET, asset_symbol: 'USDC', asset_decimals: 7 }],
    [{ event: 'platform_fee_changed', platformFee: 300n, previous: 250n }, { platform_fee_bps: 300 }],
    [{ event: 'owner_proposed', owner: OWNER, proposed: account(9) }, { pending_owner: account(9) }],
    [{ event: 'owner_proposed', owner: OWNER, proposed: null }, { pending_owner: null }],
    [{ event: 'owner_proposed', owner: OWNER, proposed: account(9) }, { pending_owner: account(9) }],
    [
      { event: 'owner_changed', owner: account(9), previous: OWNER },
      { owner: account(9), pending_owner: null },
    ],
    [{ event: 'role_changed', role: 'oracle', holder: account(8), previous: null }, { oracle: account(8) }],
    [{ event: 'role_changed', role: 'arbiter', holder: account(7), previous: null }, { arbiter: account(7) }],
    [{ event: 'role_changed', role: 'oracle', holder: null, previous: account(8) }, { oracle: null }],
    [{ event: 'pause_changed', paused: true }, { paused: true }],
    [{ event: 'pause_changed', paused: false }, { paused: false }],
    [{ event: 'contract_upgraded', wasmHash: HASH }, { code_hash: HASH }],
  ]
  let expected: object = { ...first, ...unset, ...roles }
  for (const [index, [statement, change]] of parts.entries()) {
    await apply(database.sql, market, factsOf([statement], 20 + index))
    expected = { ...expected, ...change, toid: (BigInt(20 + index) << 32n) | (1n << 12n) }
    expect(await read(market)).toEqual(expected)
  }
})

test('what another event of the same batch set stays', async () => {
  const market = await createMarket(database.sql, 'batch')
  await apply(database.sql, market, factsOf([created, asset, { event: 'contract_upgraded', wasmHash: HASH }]))
  expect(await read(market)).toMatchObject({ owner: OWNER, asset_symbol: 'USDC', code_hash: HASH })
})

test('what was set and taken back in the batch that began the market is not set', async () => {
  const market = await createMarket(database.sql, 'taken back')
  const proposed: Statement = { event: 'owner_proposed', owner: OWNER, proposed: account(9) }
  await apply(database.sql, market, factsOf([created, proposed, { ...proposed, proposed: null }]))
  expect(await read(market)).toMatchObject({ pending_owner: null, oracle: null, paused: false })
})

test('the history of roles tells who had each, the owner included', async () => {
  const market = await createMarket(database.sql, 'roles')
  const steps: Statement[] = [
    { event: 'role_changed', role: 'certifier', holder: account(8), previous: null },
    { event: 'owner_changed', owner: account(9), previous: OWNER },
    { event: 'role_changed', role: 'certifier', holder: null, previous: account(8) },
  ]
  await apply(database.sql, market, factsOf([created, ...steps]))
  expect(
    await database.sql`select role, holder, previous, ledger from role_change where market_id = ${market} order by toid`,
  ).toEqual([
    { role: 'certifier', holder: account(8), previous: null, ledger: 11 },
    { role: 'owner', holder: account(9), previous: OWNER, ledger: 12 },
    { role: 'certifier', holder: null, previous: account(8), ledger: 13 },
  ])
})

test('a market whose beginning lies in a gap has no settings', async () => {
  const market = await createMarket(database.sql, 'gap')
  await apply(database.sql, market, factsOf([asset]))
  expect(await read(market)).toBeUndefined()
})

test('a market must be recorded before its events', async () => {
  const funded: Statement = {
    ...{ event: 'deal_funded', consumer: OWNER, provider: OWNER, dealId: 1, amount: 1n },
    state: state({ status: 'Funded', balance: 1n, paidIn: 1n }),
  }
  await expect(apply(database.sql, 999_999, factsOf([funded]))).rejects.toThrow('There is no market 999999')
})
