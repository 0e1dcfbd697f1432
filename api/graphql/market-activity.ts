/** The live feed of a market, over server-sent events. */
import type { EventRow } from '../reads/event.ts'
import type { News } from '../reads/news.ts'
import { builder } from './builder.ts'
import { marketArgs } from './connection.ts'
import { STATEMENT_COST } from './limits.ts'
import { newsFields } from './news.ts'

const MarketActivity = builder.objectRef<News<EventRow>>('MarketActivity').implement({
  description: 'The index of a market moved on.',
  fields: (t) => ({
    ...newsFields(t),
    events: t.field({
      type: ['Event'],
      description: 'What was published since the message before, in the order of the chain; 100 at most, more follow.',
      complexity: { field: 1, multiplier: 10 },
      resolve: ({ rows }) => [...rows],
    }),
    cursor: t.exposeString('cursor', {
      nullable: true,
      description: 'Place of the last event so far: give it as `after` to go on from here, also to the list `events`.',
    }),
  }),
})

builder.subscriptionType({ description: 'Live feeds, over server-sent events (text/event-stream).' })

builder.subscriptionField('marketActivity', (t) =>
  t.field({
    type: MarketActivity,
    description:
      'One message at once, then one whenever the indexer commits (with `names`: whenever it commits such events). Ended with the code TOO_SLOW where 100 messages wait.',
    complexity: { field: STATEMENT_COST, multiplier: 1 },
    args: {
      ...marketArgs,
      names: t.arg.stringList({ description: 'Only events with one of these names, such as dispute_opened.' }),
      after: t.arg.string({ description: 'Cursor of a message: everything since then comes first.' }),
    },
    subscribe: (_, { market, names, after }, { reads, feeds }) =>
      feeds.events.follow(
        reads.markets.byName(market),
        after ?? null,
        names ? { filter: { names }, wanted: ({ name }) => name !== null && names.includes(name) } : undefined,
      ),
    resolve: (message) => message,
  }),
)
