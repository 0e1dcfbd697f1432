/** The proof feed, live, over server-sent events. */
import type { ChunkReleaseRow } from '../reads/chunk-release.ts'
import type { News } from '../reads/news.ts'
import { builder } from './builder.ts'
import { marketArgs } from './connection.ts'
import { STATEMENT_COST } from './limits.ts'
import { newsFields } from './news.ts'

const ChunkReleaseNews = builder.objectRef<News<ChunkReleaseRow>>('ChunkReleaseNews').implement({
  description: 'Proofs released chunks.',
  fields: (t) => ({
    ...newsFields(t),
    releases: t.field({
      type: ['ChunkRelease'],
      description: 'What was released since the message before, in the order of the chain; 100 at most, more follow.',
      complexity: { field: 1, multiplier: 10 },
      resolve: ({ rows }) => [...rows],
    }),
    cursor: t.exposeString('cursor', {
      nullable: true,
      description:
        'Place of the last release so far: give it as `after` to go on from here, also to the list `chunkReleases`.',
    }),
  }),
})

const ChunkReleaseFeedFilter = builder.inputType('ChunkReleaseFeedFilter', {
  description: 'Narrows the live proof feed; conditions add up.',
  fields: (t) => ({
    streamId: t.int({ description: 'Of the stream with this number.' }),
    consumers: t.field({ type: ['Address'], description: 'Of what these consumers rent.' }),
    providers: t.field({ type: ['Address'], description: 'Of what these providers store.' }),
    relayers: t.field({ type: ['Address'], description: 'Whose proofs one of these brought.' }),
  }),
})

type Filter = typeof ChunkReleaseFeedFilter.$inferInput

/** What the database would find by the same filter. */
const matches =
  ({ streamId, consumers, providers, relayers }: Filter) =>
  (row: ChunkReleaseRow): boolean =>
    (streamId == null || row.streamId === streamId) &&
    (consumers == null || consumers.includes(row.consumer)) &&
    (providers == null || providers.includes(row.provider)) &&
    (relayers == null || (row.relayer !== null && relayers.includes(row.relayer)))

builder.subscriptionField('chunkReleases', (t) =>
  t.field({
    type: ChunkReleaseNews,
    description:
      'The proof feed: one message at once, then one whenever proofs released chunks that the filter finds. Ended with the code TOO_SLOW where 100 messages wait.',
    complexity: { field: STATEMENT_COST, multiplier: 1 },
    args: {
      ...marketArgs,
      filter: t.arg({ type: ChunkReleaseFeedFilter, description: 'Which released chunks.' }),
      after: t.arg.string({ description: 'Cursor of a message: everything since then comes first.' }),
    },
    subscribe: (_, { market, filter, after }, { reads, feeds }) => {
      const asked = filter ?? {}
      return feeds.chunkReleases.follow(reads.markets.byName(market), after ?? null, {
        filter: asked,
        wanted: matches(asked),
      })
    },
    resolve: (message) => message,
  }),
)
