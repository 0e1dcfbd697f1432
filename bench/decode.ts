/** Measures decoding: events per second on one core, from base64 XDR to facts. Prints JSON. */
import { createDecoder } from '../indexer/decode/decode-event.ts'
import { marketEvents } from '../test/support/market-events.ts'
import { marketInterface } from '../test/support/market-interface.ts'

const EVENTS = 200_000
const ROUNDS = 5

const spec = marketInterface()
const decode = createDecoder(spec)
const events = marketEvents(spec, { events: EVENTS, parties: 2000 })

const seconds = Array.from({ length: ROUNDS }, () => {
  const start = performance.now()
  for (const event of events) if (decode(event).outcome !== 'known') throw new Error(`${event.topics[0]} is not known`)
  return (performance.now() - start) / 1000
}).sort((a, b) => a - b)

const bytes = events.reduce((sum, event) => sum + event.data.length + event.topics.join('').length, 0)
console.log(
  JSON.stringify({
    what: 'decode',
    node: process.version,
    events: events.length,
    charactersPerEvent: Math.round(bytes / events.length),
    eventsPerSecond: Math.round(events.length / seconds[ROUNDS >> 1]!),
    best: Math.round(events.length / seconds[0]!),
  }),
)
