/** A market with a row of every noun, for tests of what all lists have in common. */
import type { Sql } from '../../prisma/client.ts'
import {
  accountOf,
  closeTime,
  contractOf,
  insertAsset,
  insertBucket,
  insertCertification,
  insertChunkRelease,
  insertConsumer,
  insertCredit,
  insertCreditChange,
  insertDeal,
  insertDealChange,
  insertDispute,
  insertDisputeEvidence,
  insertEvent,
  insertMarket,
  insertPayment,
  insertProvider,
  insertReputationChange,
  insertRoleChange,
  insertServiceProvider,
  insertSlaReport,
  insertStream,
  insertStreamChange,
  insertUnit,
  insertUsageReport,
  toid,
} from './market-rows.ts'

export const [P, C] = ['p', 'c'].map(accountOf) as [string, string]
export const OTHER_ASSET = contractOf('other asset')
const DEAL = { consumer: C, provider: P, dealId: 1 }
const STREAM = { consumer: C, provider: P, streamId: 1 }

/** @returns the market's id */
export const seedEveryNoun = async (sql: Sql): Promise<number> => {
  const market = await insertMarket(sql)
  await insertProvider(sql, market, P)
  await insertProvider(sql, market, C, { deleted: true })
  await insertConsumer(sql, market, C)
  await insertBucket(sql, market, P, 1)
  await insertBucket(sql, market, P, 2, { status: 'Deleted' })
  await insertDeal(sql, market, DEAL)
  await insertDeal(
    sql,
    market,
    { ...DEAL, dealId: 2 },
    {
      status: 'Completed',
      paid_in: '340282366920938463463374607431768211455',
      paid_out: '340282366920938463463374607431768211455',
      balance: '0',
      fees: '0',
      refunded: '0',
    },
  )
  await insertPayment(sql, market, 100, DEAL)
  await insertDealChange(sql, market, 100, DEAL, { fee: '3', kind: 'settled' })
  await insertUsageReport(sql, market, 101, DEAL)
  await insertSlaReport(sql, market, 102, DEAL)
  await insertReputationChange(sql, market, 103, DEAL, { party: P })
  await insertStream(sql, market, STREAM)
  await insertStreamChange(sql, market, 104, STREAM)
  await insertChunkRelease(sql, market, 104, STREAM, { chunk: 3 })
  await insertUnit(sql, market, { provider: P, unit_id: 2, status: 'Maintenance' })
  await insertServiceProvider(sql, market, { address: C })
  await insertCertification(sql, market, { subject: P })
  await insertCertification(sql, market, { subject: C, role: 'service_provider', revoked_at: closeTime(30) })
  await insertDispute(sql, market, { consumer: C, provider: P, stream_id: 1 })
  await insertDisputeEvidence(sql, market, 105, { consumer: C, provider: P })
  await insertAsset(sql, market)
  await insertAsset(sql, market, { address: OTHER_ASSET, symbol: 'EURC', decimals: 2, accepted: false })
  await insertCredit(sql, market, { party: P, updated_at: closeTime(21) })
  await insertCredit(sql, market, { party: C, asset: OTHER_ASSET, amount: '0' })
  await insertCreditChange(sql, market, 108, { party: P })
  await insertRoleChange(sql, market, 106)
  await insertRoleChange(sql, market, 107, { role: 'arbiter', holder: null, previous: C })
  await insertEvent(sql, market, 100)
  await insertEvent(sql, market, 101, { name: null, outcome: 'unknown' })
  await insertEvent(sql, market, 102, { name: 'deal_settled', outcome: 'malformed' })
  await sql`insert into quarantine ${sql({ market_id: market, toid: toid(102), event_index: 0, ledger: 102, reason: 'data has no field "net"' })}`
  await sql`insert into coverage ${sql([
    { market_id: market, first_ledger: 2, last_ledger: 9, state: 'scanned', reason: null },
    { market_id: market, first_ledger: 10, last_ledger: 19, state: 'gap', reason: 'older than the node keeps' },
  ])}`
  return market
}
