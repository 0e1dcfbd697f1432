/** Runs the demo market on a local network: sets it up where it is missing, then lets it live. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { contract, type rpc } from '@stellar/stellar-sdk'
import { openServer } from '../../stellar/server.ts'
import { buildThroughApi } from './api-builder.ts'
import { castOf } from './cast.ts'
import { type DemoConfig, readConfig } from './config.ts'
import { connectControl } from './control.ts'
import { deployMarket } from './deploy.ts'
import { closingLedgers, latestCloseTime, type NextLedger, waitingForLedgers } from './ledgers.ts'
import { type LivingMarket, openMarket, playHistory, playLiveRound, type Surroundings } from './market.ts'
import { emptyView } from './market-view.ts'
import { connectEvm } from './prover.ts'
import { createSender } from './sender.ts'

const DAY = 86_400
const FIRST_LEDGER = 2
const RPC_TIMEOUT_MS = 30_000
const MAX_ANSWER_BYTES = 32 * 1024 * 1024

const say = (text: string) => console.log(`demo: ${text}`)

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort())

const WASM = new URL('../../contract/interface/flashindex_market.wasm', import.meta.url)

/** Deploys what is missing and tells every program where the market is. */
const setUp = async (config: DemoConfig, server: rpc.Server, next: NextLedger): Promise<LivingMarket> => {
  const { passphrase } = await server.getNetwork()
  const cast = castOf(config.seed, passphrase)
  const sender = createSender(server, passphrase)
  const wasm = readFileSync(WASM)
  const market = await deployMarket({ sender, cast, wasm, next, tell: say }, contract.Spec.fromWasm(wasm))
  writeMarketsFile(config, passphrase, market.contractId)
  return { sender, market, cast, seed: config.seed, view: emptyView(), startLedger: FIRST_LEDGER }
}

/** Written whole or not at all: others wait for this file. */
const writeMarketsFile = (config: DemoConfig, networkPassphrase: string, contractId: string) => {
  mkdirSync(dirname(config.marketsFile), { recursive: true })
  const market = { name: 'local', networkPassphrase, contractId, startLedger: FIRST_LEDGER, rpcUrls: [config.rpcUrl] }
  writeFileSync(`${config.marketsFile}.new`, `${JSON.stringify({ markets: [market] }, null, 2)}\n`)
  renameSync(`${config.marketsFile}.new`, config.marketsFile)
}

const progressOf = (started: number) => (done: number, of: number) => {
  if (done % 10 !== 0 && done !== of) return
  const left = Math.round((((Date.now() - started) / done) * (of - done)) / 1000)
  say(`history: round ${done} of ${of}, about ${left} s left`)
}

/** Opens the market and gives it a past, from where the network stands to the present. */
const raise = async (config: DemoConfig, living: LivingMarket, next: NextLedger) => {
  const refused = await openMarket(living, next)
  if (refused.length > 0) say(`${refused.length} calls of the opening were refused: ${refused[0]}`)
  say(
    `open: ${living.view.providers.size} providers, ${living.view.buckets.size} buckets, ${living.view.consumers.size} consumers`,
  )
  const control = connectControl(config.origin)
  const from = await latestCloseTime(living.sender.server)
  const through = BigInt(Math.floor(Date.now() / 1000))
  const progress = progressOf(Date.now())
  if (through - from > BigInt(DAY / 2))
    await playHistory(living, { control, from: from + 60n, through, progress, signal: stop.signal })
}

/** Acts until told to stop; a node that stumbles is told and tried again with the next ledger. */
const live = async (config: DemoConfig, living: LivingMarket) => {
  const next = waitingForLedgers(living.sender.server)
  const around: Surroundings = {
    build: buildThroughApi(config.apiUrl),
    telemetry: config.telemetry,
    evm: config.evmUrl === undefined ? undefined : connectEvm(config.evmUrl),
    proven: new Map(),
  }
  for (let due = 0; !stop.signal.aborted && config.speed > 0; due += config.speed) {
    await next()
    for (; due >= 1 && !stop.signal.aborted; due--) {
      const refused = await playLiveRound(living, around, next).then((round) => round.refused, told)
      for (const reason of refused) say(`refused: ${reason}`)
    }
  }
}

const told = (error: unknown) => [error instanceof Error ? error.message : String(error)]

const main = async () => {
  const config = readConfig()
  const control = connectControl(config.origin)
  await control.setClock(false)
  const server = openServer(config.rpcUrl, { timeoutMs: RPC_TIMEOUT_MS, maxBytes: MAX_ANSWER_BYTES })
  const clock = closingLedgers(control, await latestCloseTime(server), 1n)
  const living = await setUp(config, server, clock.next)
  await raise(config, living, clock.next)
  await control.setClock(true)
  say('alive: actors now follow the clock of the network')
  await live(config, living)
}

await main().catch((error: unknown) => {
  console.error(`demo: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`)
  process.exitCode = 1
})
