/** What every message of a live feed says beside its rows: how far the index is. */
import type { News } from '../reads/news.ts'
import type { Types } from './builder.ts'

/** Fields of a message, whatever the feed is of. */
export const newsFields = <Row>(t: PothosSchemaTypes.ObjectFieldBuilder<Types, News<Row>>) => ({
  ledger: t.int({
    nullable: true,
    description: 'Ledger that the index is complete through now; null before the first.',
    resolve: ({ market }) => market.position?.ledger ?? null,
  }),
  closedAt: t.field({
    type: 'DateTime',
    nullable: true,
    description: 'When that ledger closed, where known.',
    resolve: ({ market }) => market.position?.closedAt ?? null,
  }),
})
