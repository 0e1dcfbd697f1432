/** `node load-node.ts EVENTS PARTIES EVENTS_PER_LEDGER LEDGERS`: serves a load as a process of its own; prints its address. */
import { createLoad } from './load.ts'
import { serveScript } from './scripted-rpc.ts'

const [events, parties, eventsPerLedger, ledgers] = process.argv.slice(2).map(Number)
const load = createLoad({ events: events!, parties: parties!, eventsPerLedger: eventsPerLedger! })
load.close(ledgers!)
const { url } = await serveScript(load.script)
console.log(url)
