/** What is known of the index itself: how far it is, what is missing, what could not be decoded. */
import { type GapRow, type IndexingCounts, readGaps, readIndexingCounts } from '../reads/indexing.ts'
import type { MarketState } from '../reads/market.ts'
import { builder } from './builder.ts'
import { Connection, connectionCost, marketArgs, pageArgs, recordArgs, recordRequest } from './connection.ts'
import { STATEMENT_COST } from './limits.ts'
import { QuarantineConnection } from './quarantined-event.ts'
import { versions } from './versions.ts'

const LedgerGap = builder.objectRef<GapRow>('LedgerGap').implement({
  description: 'Ledgers that could not be scanned: what happened in them is not in the index.',
  fields: (t) => ({
    firstLedger: t.exposeInt('firstLedger', { description: 'First of them.' }),
    lastLedger: t.exposeInt('lastLedger', { description: 'Last of them.' }),
    reason: t.exposeString('reason', { nullable: true, description: 'Why.' }),
  }),
})

const Counts = builder.objectRef<IndexingCounts>('IndexingCounts').implement({
  description: 'Counts over the whole archive of a market.',
  fields: (t) => ({
    events: t.exposeInt('events', { description: 'Events in the archive.' }),
    gaps: t.exposeInt('gaps', { description: 'Gaps.' }),
    missingLedgers: t.exposeInt('missingLedgers', { description: 'Ledgers in gaps.' }),
    quarantined: t.exposeInt('quarantined', { description: 'Events that could not be decoded.' }),
  }),
})

const Versions = builder.objectRef<typeof versions>('Versions').implement({
  description: 'Which software answers.',
  fields: (t) => ({
    api: t.exposeString('api', { description: 'Version of this API.' }),
    node: t.exposeString('node', { description: 'Version of Node.js that runs it.' }),
  }),
})

const Indexing = builder.objectRef<MarketState>('Indexing').implement({
  description: 'How far a market is indexed. Every ledger from its start through `ledger` was scanned, or is a gap.',
  fields: (t) => ({
    market: t.field({ type: 'Market', description: 'The market.', resolve: (market) => market }),
    ledger: t.int({
      nullable: true,
      description: 'Last ledger that was scanned; null before the first.',
      resolve: ({ position }) => position?.ledger ?? null,
    }),
    closedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When that ledger closed, where known.',
      resolve: ({ position }) => position?.closedAt ?? null,
    }),
    tipLedger: t.int({
      nullable: true,
      description: 'Newest ledger of the network when the index was last written.',
      resolve: ({ position }) => position?.tipLedger ?? null,
    }),
    tipClosedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When the newest ledger closed, where known.',
      resolve: ({ position }) => position?.tipClosedAt ?? null,
    }),
    lagLedgers: t.int({
      nullable: true,
      description: 'Ledgers between the two.',
      resolve: ({ position }) => (position ? Math.max(0, position.tipLedger - position.ledger) : null),
    }),
    lagSeconds: t.int({
      nullable: true,
      description: 'Seconds between the closes of the two, where known.',
      resolve: ({ position }) => lagSeconds(position),
    }),
    counts: t.field({
      type: Counts,
      description: 'Counts over the whole archive.',
      complexity: { field: 5 * STATEMENT_COST, multiplier: 1 },
      resolve: (market, _, { reads }) => readIndexingCounts(reads.sql, market),
    }),
    gaps: t.field({
      type: [LedgerGap],
      description: 'The newest gaps, 100 at most.',
      complexity: { field: STATEMENT_COST, multiplier: 10 },
      resolve: (market, _, { reads }) => readGaps(reads.sql, market, 100),
    }),
    quarantine: t.field({
      type: QuarantineConnection,
      description: 'Events that could not be decoded.',
      complexity: connectionCost,
      args: { ...recordArgs, ...pageArgs },
      resolve: async (market, args, { reads }) =>
        new Connection(await reads.quarantine.list(market, recordRequest(args))),
    }),
    versions: t.field({ type: Versions, description: 'Which software answers.', resolve: () => versions }),
  }),
})

const lagSeconds = (position: MarketState['position']): number | null => {
  if (!position?.closedAt || !position.tipClosedAt) return null
  return Math.max(0, Math.round((position.tipClosedAt.getTime() - position.closedAt.getTime()) / 1000))
}

const indexing = {
  type: Indexing,
  description: 'How far it is indexed, what is missing, what could not be decoded.',
}

builder.queryField('indexing', (t) =>
  t.field({ ...indexing, args: marketArgs, resolve: (_, { market }, { reads }) => reads.markets.byName(market) }),
)

builder.objectField('Market', 'indexing', (t) => t.field({ ...indexing, resolve: (market) => market }))
