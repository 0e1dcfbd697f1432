/**
 * Projection: the facts of a batch become rows, each table in one or two statements. Facts carry the state after the
 * event, so that nothing is counted up: doing it again, or doing an older batch again, changes nothing, and however the
 * facts are cut into batches, the tables are the same. A batch never splits an operation: its events belong together.
 */
import type { Transaction } from '../../prisma/client.ts'
import type { Fact } from '../decode/fact.ts'
import * as asset from './asset.ts'
import * as bucket from './bucket.ts'
import * as certification from './certification.ts'
import * as chunkRelease from './chunk-release.ts'
import * as consumer from './consumer.ts'
import * as credit from './credit.ts'
import * as creditChange from './credit-change.ts'
import * as deal from './deal.ts'
import * as dealChange from './deal-change.ts'
import * as dispute from './dispute.ts'
import * as disputeEvidence from './dispute-evidence.ts'
import * as marketConfig from './market-config.ts'
import * as payment from './payment.ts'
import * as provider from './provider.ts'
import * as reputationChange from './reputation-change.ts'
import * as roleChange from './role-change.ts'
import * as serviceProvider from './service-provider.ts'
import * as slaReport from './sla-report.ts'
import * as stream from './stream.ts'
import * as streamChange from './stream-change.ts'
import * as unit from './unit.ts'
import * as unitCounts from './unit-counts.ts'
import * as usageReport from './usage-report.ts'

/** What each noun's file holds. */
interface Projection<Rows> {
  readonly TABLE: string
  empty(): Rows
  collect(rows: Rows, fact: Fact): void
  write(tx: Transaction, marketId: number, rows: Rows): Promise<void>
}

/** One noun at work on one batch, whatever its rows are. */
interface Work {
  collect(fact: Fact): void
  write(tx: Transaction, marketId: number): Promise<void>
}

const worker =
  <Rows>(projection: Projection<Rows>) =>
  (): Work => {
    const rows = projection.empty()
    return {
      collect: (fact) => projection.collect(rows, fact),
      write: (tx, marketId) => projection.write(tx, marketId, rows),
    }
  }

// States, in the order of writing: buckets look at their providers and at the counts of their units.
const STATES = [
  ...[worker(marketConfig), worker(asset), worker(credit)],
  ...[worker(provider), worker(serviceProvider), worker(consumer), worker(certification)],
  ...[worker(unitCounts), worker(bucket), worker(unit), worker(deal), worker(stream), worker(dispute)],
]

// What happened: looks at the states (payments and SLA reports at their deals), never at one another.
const RECORDS = [
  ...[worker(roleChange), worker(dealChange), worker(streamChange), worker(chunkRelease), worker(disputeEvidence)],
  ...[worker(payment), worker(creditChange), worker(reputationChange), worker(usageReport), worker(slaReport)],
]

/** Every table that is written here and nowhere else: a replay rebuilds exactly these. */
export const PROJECTION_TABLES: readonly string[] = [
  ...[marketConfig.TABLE, asset.TABLE, credit.TABLE],
  ...[provider.TABLE, serviceProvider.TABLE, consumer.TABLE, certification.TABLE],
  ...[unitCounts.TABLE, bucket.TABLE, unit.TABLE, deal.TABLE, stream.TABLE, dispute.TABLE],
  ...[roleChange.TABLE, dealChange.TABLE, streamChange.TABLE, chunkRelease.TABLE, disputeEvidence.TABLE],
  ...[payment.TABLE, creditChange.TABLE, reputationChange.TABLE, usageReport.TABLE, slaReport.TABLE],
]

/**
 * Writes the rows of facts.
 * @param tx the transaction of the batch; its search path decides which tables are meant
 * @param facts in chain order
 */
export const project = async (tx: Transaction, marketId: number, facts: readonly Fact[]): Promise<void> => {
  const [states, records] = [STATES.map((start) => start()), RECORDS.map((start) => start())]
  const works = [...states, ...records]
  for (const fact of facts) for (const work of works) work.collect(fact)
  for (const work of states) await work.write(tx, marketId)
  // Not waited for one by one: the next statement is made ready while the database is at the one before.
  await Promise.all(records.map((work) => work.write(tx, marketId)))
}
