/**
 * What only a development network has: closing ledgers, stopping the clock, faults, other lifetimes, a new beginning.
 * Everything answers JSON; what cannot be done is 400 with {"error": …}.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import type { ClosedLedger, Network } from '../ledger/network.ts'
import type { Clock } from './clock.ts'
import type { Faults } from './faults.ts'
import { readBody, sendJson } from './http.ts'
import type { Endpoint } from './rpc-endpoint.ts'

/** Most ledgers that one request may close. */
const MAX_LEDGERS = 10_000
const MAX_TTL = 3_110_400
const MAX_EVICTION_LEVEL = 10

/** Unix seconds. */
const time = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(BigInt)
  .optional()

const closeSchema = z.strictObject({
  ledgers: z.int().min(1).max(MAX_LEDGERS).default(1),
  /** Of the last of them; the others come a second apart before it. */
  closeTime: time,
})

const resetSchema = z.strictObject({ genesisTime: time })

const settingsSchema = z
  .strictObject({
    minPersistentTtl: z.int().min(1).max(MAX_TTL),
    minTemporaryTtl: z.int().min(1).max(MAX_TTL),
    evictionLevel: z.int().min(1).max(MAX_EVICTION_LEVEL),
  })
  .partial()

const clockSchema = z.strictObject({ running: z.boolean() })

const faultSchema = z.strictObject({
  kind: z.enum(['unavailable', 'rate-limit', 'hang', 'truncate', 'lag', 'retention', 'empty-page']),
  ledgers: z.int().min(1).optional(),
  methods: z.array(z.string()).min(1).optional(),
  count: z.int().min(1).optional(),
})

interface ControlOptions {
  network: Network
  clock: Clock
  faults: Faults
}

/** A request that cannot be done; the text is for whoever sent it. */
class Refused extends Error {
  override readonly name = 'Refused'
}

type Action = (body: unknown, query: URLSearchParams) => unknown

/** The controls over HTTP. */
export const createControlEndpoint = (options: ControlOptions): Endpoint => {
  const actions = actionsOf(options)
  return async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    const action = actions[`${request.method} ${url.pathname}`]
    if (!action)
      return send(response, 404, { error: `there is no such control; there are: ${Object.keys(actions).join(', ')}` })
    try {
      send(response, 200, action(await readJson(request), url.searchParams))
    } catch (error) {
      if (!(error instanceof Refused || error instanceof z.ZodError)) throw error
      send(response, 400, { error: error instanceof z.ZodError ? z.prettifyError(error) : error.message })
    }
  }
}

const send = (response: ServerResponse, status: number, body: unknown) =>
  sendJson(response, JSON.stringify(body), status)

const readJson = async (request: IncomingMessage): Promise<unknown> => {
  const body = await readBody(request)
  if (body === '') return {}
  try {
    return JSON.parse(body)
  } catch (cause) {
    throw new Refused('the body is not JSON', { cause })
  }
}

const actionsOf = ({ network, clock, faults }: ControlOptions): Readonly<Record<string, Action>> => {
  const clockState = () => ({ running: clock.running(), ledgerMs: clock.ledgerMs })
  return {
    'POST /control/close': (body) => closeLedgers(network, closeSchema.parse(body)),
    'POST /control/reset': (body) => reset(network, resetSchema.parse(body)),
    'POST /control/settings': (body) => changeSettings(network, settingsSchema.parse(body)),
    'GET /control/clock': clockState,
    'POST /control/clock': (body) => {
      const { running } = clockSchema.parse(body)
      if (running) clock.start()
      else clock.pause()
      return clockState()
    },
    'GET /control/faults': () => faults.list(),
    'POST /control/faults': (body) => addFault(faults, faultSchema.parse(body)),
    'DELETE /control/faults': (_, query) => {
      removeFaults(faults, query.get('id'))
      return faults.list()
    },
  }
}

const closeLedgers = (network: Network, { ledgers, closeTime }: z.infer<typeof closeSchema>) => {
  const before = network.latest().closeTime
  const first = closeTime === undefined ? undefined : closeTime - BigInt(ledgers - 1)
  if (first !== undefined && first <= before) {
    throw new Refused(
      `close times must grow: ledger ${network.latest().sequence} closed at ${before}, and the first of ${ledgers} would close at ${first}`,
    )
  }
  for (let i = 0; i < ledgers; i++) network.close(first === undefined ? {} : { closeTime: first + BigInt(i) })
  return showLedger(network.latest())
}

const showLedger = ({ sequence, closeTime }: ClosedLedger) => ({ sequence, closeTime: String(closeTime) })

const reset = (network: Network, { genesisTime }: z.infer<typeof resetSchema>) => {
  const began = network.oldest().closeTime
  if (genesisTime === began) {
    throw new Refused(`the network began at ${began}: begin at another time, or it will be the same again`)
  }
  return showLedger(network.reset(genesisTime === undefined ? {} : { genesisCloseTime: genesisTime }))
}

/** In a ledger of its own, closed at once. */
const changeSettings = (network: Network, given: z.infer<typeof settingsSchema>) => {
  const settings = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))
  if (Object.keys(settings).length === 0) {
    throw new Refused(`nothing to change; there are: ${Object.keys(settingsSchema.shape).join(', ')}`)
  }
  return { ...showLedger(network.close({ settings })), ...settings }
}

const addFault = (faults: Faults, options: z.infer<typeof faultSchema>) => {
  try {
    return faults.add(options)
  } catch (cause) {
    throw new Refused((cause as Error).message, { cause })
  }
}

const removeFaults = (faults: Faults, id: string | null) => {
  if (id === null) return faults.clear()
  if (!faults.remove(Number(id))) throw new Refused(`there is no fault ${id}`)
}
