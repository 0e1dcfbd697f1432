/** Events that could not be decoded, and the rows that lack what they changed. */
import { decodeValue } from '../../contract/interface/decode-value.ts'
import { loadContractSpec } from '../../contract/interface/spec.ts'
import type { EventRow } from '../reads/event.ts'
import { builder } from './builder.ts'
import { connectionType } from './connection.ts'
import { eventId } from './record.ts'

const spec = loadContractSpec()

/** What the topics of an event name: which rows it was about. */
interface Subject {
  readonly topics: ReadonlyMap<string, unknown>
}

const QuarantineSubject = builder.objectRef<Subject>('QuarantineSubject').implement({
  description:
    'What a quarantined event was about, by the topics that could still be read: these rows may lack what it changed.',
  fields: (t) => {
    const address = (topic: string, description: string) =>
      t.field({ type: 'Address', nullable: true, description, resolve: ({ topics }) => textOf(topics.get(topic)) })
    const number = (topic: string, description: string) =>
      t.int({ nullable: true, description, resolve: ({ topics }) => numberOf(topics.get(topic)) })
    return {
      consumer: address('consumer', 'The consumer.'),
      provider: address('provider', 'The provider.'),
      party: address('party', 'The party whose credit, reputation or the like it changed.'),
      asset: address('asset', 'The asset.'),
      bucketId: number('bucket_id', "The bucket's number with its provider."),
      dealId: number('deal_id', 'Number of the deal.'),
      streamId: number('stream_id', 'Number of the stream.'),
      disputeId: number('dispute_id', 'Number of the dispute.'),
    }
  },
})

const textOf = (value: unknown) => (typeof value === 'string' ? value : null)
const numberOf = (value: unknown) => (typeof value === 'number' && value <= 0x7fff_ffff ? value : null)

builder.objectType('QuarantinedEvent', {
  description: 'An event that could not be decoded; it stays in `events` verbatim.',
  fields: (t) => ({
    eventId: t.string({ description: 'Id of the event as RPC nodes write it.', resolve: eventId }),
    ledger: t.exposeInt('ledger', { description: 'Sequence of the ledger.' }),
    reason: t.exposeString('reason', { description: 'Why it could not be decoded.' }),
    event: t.field({
      type: 'Event',
      nullable: true,
      description: 'The event itself.',
      resolve: (row, _, { reads }) => reads.events.load([row.marketId, String(row.toid), row.eventIndex]),
    }),
    subject: t.field({
      type: QuarantineSubject,
      nullable: true,
      description: 'What it was about; null where not even its name could be read.',
      resolve: async (row, _, { reads }) => {
        const event = await reads.events.load([row.marketId, String(row.toid), row.eventIndex])
        const topics = event && topicsOf(event)
        return topics ? { topics } : null
      },
    }),
  }),
})

/** Topics by the names that the interface gives them. */
const topicsOf = ({ name, topics }: EventRow): ReadonlyMap<string, unknown> | undefined => {
  const definition = spec.file.events.find(({ prefixTopics }) => prefixTopics[0] === name)
  if (definition === undefined) return undefined
  const names = definition.params.filter(({ location }) => location === 'topic').map((param) => param.name)
  const first = definition.prefixTopics.length
  return new Map(names.map((topic, index) => [topic, readable(topics[first + index])]))
}

/** One topic that is no value must not hide the others. */
const readable = (topic: string | undefined): unknown => {
  try {
    return topic === undefined ? undefined : decodeValue(topic)
  } catch (error) {
    if (error instanceof Error) return undefined
    throw error
  }
}

export const QuarantineConnection = connectionType('QuarantinedEvent', 'events that could not be decoded')

builder.objectField('Event', 'quarantineReason', (t) =>
  t.string({
    nullable: true,
    description: 'Of a malformed event, why it could not be decoded.',
    resolve: async (row, _, { reads }) =>
      row.outcome === 'malformed'
        ? ((await reads.quarantine.load([row.marketId, String(row.toid), row.eventIndex]))?.reason ?? null)
        : null,
  }),
)
