/** Everything the API can ask the database, for one request. */
import type { Sql } from '../../prisma/client.ts'
import { assets } from './asset.ts'
import { buckets } from './bucket.ts'
import { certifications } from './certification.ts'
import { chunkReleases } from './chunk-release.ts'
import { consumers } from './consumer.ts'
import { credits } from './credit.ts'
import { creditChanges } from './credit-change.ts'
import { deals } from './deal.ts'
import { dealChanges } from './deal-change.ts'
import { disputes } from './dispute.ts'
import { disputeEvidence } from './dispute-evidence.ts'
import { events } from './event.ts'
import type { Joinable } from './join.ts'
import type { Markets } from './market.ts'
import type { MarketTotalsCache } from './market-totals.ts'
import type { Noun } from './noun.ts'
import { payments } from './payment.ts'
import { providers } from './provider.ts'
import { quarantine } from './quarantine.ts'
import { createReader, type Reader } from './reader.ts'
import { reputationChanges } from './reputation-change.ts'
import { roleChanges } from './role-change.ts'
import { serviceProviders } from './service-provider.ts'
import { slaReports } from './sla-report.ts'
import { streams } from './stream.ts'
import { streamChanges } from './stream-change.ts'
import { units } from './unit.ts'
import { usageReports } from './usage-report.ts'

const NOUNS = {
  providers,
  consumers,
  serviceProviders,
  certifications,
  buckets,
  units,
  deals,
  dealChanges,
  streams,
  streamChanges,
  chunkReleases,
  disputes,
  disputeEvidence,
  payments,
  credits,
  creditChanges,
  assets,
  roleChanges,
  reputationChanges,
  usageReports,
  slaReports,
  events,
  quarantine,
}

type ReaderOf<N> = N extends Noun<infer Row, infer Filter, infer Order> ? Reader<Row, Filter, Order> : never

export interface ReadsDeps {
  readonly sql: Sql
  readonly totals: MarketTotalsCache
}

export type Reads = ReadsDeps & {
  /** All markets, as they were when the request began: rows are at least as new. */
  readonly markets: Markets
} & { readonly [N in keyof typeof NOUNS]: ReaderOf<(typeof NOUNS)[N]> }

/** Readers are made at first use: most requests need one or two. */
export const createReads = (deps: ReadsDeps, markets: Markets): Reads => {
  const reads = { ...deps, markets }
  const readers = new Map<Joinable, Reader<object, unknown, string>>()
  const readerOf = (noun: Noun<object, unknown, string>) => {
    const reader = readers.get(noun) ?? createReader(deps.sql, noun, markets, know)
    readers.set(noun, reader)
    return reader
  }
  const know = (noun: Joinable, rows: readonly object[]) => readerOf(noun as Noun<object, unknown, string>).know(rows)
  for (const [name, noun] of Object.entries(NOUNS))
    Object.defineProperty(reads, name, { get: () => readerOf(noun as unknown as Noun<object, unknown, string>) })
  return reads as Reads
}
