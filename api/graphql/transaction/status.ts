/** What became of a transaction, and whether this index shows it yet. */
import type { MarketState } from '../../reads/market.ts'
import type { Reads } from '../../reads/reads.ts'
import type { TransactionState as State, TransactionStatus as StatusRow } from '../../transactions/status.ts'
import { builder } from '../builder.ts'
import { marketArgs } from '../connection.ts'
import { STATEMENT_COST } from '../limits.ts'
import { withArchive } from './archived-status.ts'
import { transactionsOf } from './market-transactions.ts'
import { PublishedEvent, TokenTransfer } from './published-event.ts'
import { TransactionReason } from './reason.ts'

/** A status with the market it was asked for. */
type Row = StatusRow & { readonly market: string }

const TransactionState = builder.enumType('TransactionState', {
  description: 'What the network knows of a transaction.',
  values: {
    PENDING: { description: 'It was sent through here, no ledger has it yet, and its time is not over.' },
    SUCCESS: { description: 'A ledger has it and its result is success.' },
    FAILED: { description: 'A ledger has it and its result is a failure; the fee is paid, nothing else happened.' },
    NOT_FOUND: { description: 'No ledger that the network node remembers has it, nor does the archive of events.' },
  } satisfies Record<State, { description: string }>,
})

const TransactionStatus = builder.objectRef<Row>('TransactionStatus').implement({
  description: 'What became of a transaction.',
  fields: (t) => ({
    hash: t.expose('hash', { type: 'Hash', description: 'The hash that was asked for.' }),
    state: t.expose('state', { type: TransactionState, description: 'What the network knows of it.' }),
    reason: t.expose('reason', {
      type: TransactionReason,
      nullable: true,
      description: 'Why it failed or is not found; null for SUCCESS and PENDING.',
    }),
    ledger: t.exposeInt('ledger', { nullable: true, description: 'The ledger that has it.' }),
    closedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When that ledger closed.',
      resolve: ({ closedAt }) => (closedAt === null ? null : new Date(closedAt * 1_000)),
    }),
    indexed: t.boolean({
      description:
        'Whether this index is complete through its ledger: then every query shows what it changed. Never true while one of its events is in quarantine.',
      resolve: (row, _, { reads }) => isIndexed(row, reads),
    }),
    feeCharged: t.expose('feeCharged', {
      type: 'TokenAmount',
      nullable: true,
      description: 'What it cost, in stroops; null unless a ledger has it that the network node remembers.',
    }),
    returnValue: t.expose('returnValue', {
      type: 'JSON',
      nullable: true,
      description: 'What the call returned; null for nothing, for a failure, and once the network node forgot it.',
    }),
    events: t.expose('events', {
      type: [PublishedEvent],
      description: 'The events that it published, in order; only those of the market once the network node forgot it.',
    }),
    transfers: t.expose('transfers', {
      type: [TokenTransfer],
      description: 'The token movements among the events; none once the network node forgot it (see `payments`).',
    }),
    latestLedger: t.exposeInt('latestLedger', { description: 'The newest ledger of the node that answered.' }),
  }),
})

const isIndexed = async ({ ledger, market: name, hash }: Row, reads: Reads): Promise<boolean> => {
  const market = reads.markets.all.find((one) => one.name === name)
  if (!market?.position || ledger === null || market.position.ledger < ledger) return false
  return market.quarantined === 0 || !(await hasQuarantined(reads, market, hash))
}

const hasQuarantined = async (reads: Reads, market: MarketState, txHash: string): Promise<boolean> => {
  const request = { order: 'POSITION', descending: false, page: { first: 1 } } as const
  const { rows } = await reads.events.list(market, { ...request, filter: { txHash, outcomes: ['malformed'] } })
  return rows.length > 0
}

builder.queryField('transaction', (t) =>
  t.field({
    type: TransactionStatus,
    description: 'What became of a transaction: asked from the network, never guessed.',
    complexity: STATEMENT_COST,
    args: {
      ...marketArgs,
      hash: t.arg({ type: 'Hash', required: true, description: 'Hash of the transaction; of a fee bump, either one.' }),
    },
    resolve: async (_, { market: name, hash }, context) => {
      const chosen = transactionsOf(context.transactions, name)
      const status = await chosen.transactions.transaction(hash)
      return { ...(await withArchive(status, chosen, context.reads)), market: chosen.market }
    },
  }),
)
