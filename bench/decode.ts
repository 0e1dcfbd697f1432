/** Decoding alone: events per second on one core, from base64 XDR to facts. */

import { loadContractSpec } from '../contract/interface/spec.ts'
import { createDecoder } from '../indexer/decode/decode-event.ts'
import { marketEvents } from '../test/support/market-events.ts'
import { quantile, report, rounded } from './report.ts'

const EVENTS = 200_000
const ROUNDS = 5

const spec = loadContractSpec()
const decode = createDecoder(spec)
const events = marketEvents(spec, { events: EVENTS, parties: 2000 })

const rates = Array.from({ length: ROUNDS }, () => {
  const start = performance.now()
  for (const event of events) if (decode(event).outcome !== 'known') throw new Error(`${event.topics[0]} is not known`)
  return (1000 * events.length) / (performance.now() - start)
})

const characters = events.reduce((sum, event) => sum + event.data.length + event.topics.join('').length, 0)
report('decode', {
  events: events.length,
  charactersPerEvent: rounded(characters / events.length, 0),
  eventsPerSecond: rounded(quantile(rates, 0.5), 0),
  bestEventsPerSecond: rounded(Math.max(...rates), 0),
})
