/**
 * Plays the conformance pack against a fresh local network with the recorded settings: does it behave like the recorded stellar-core and stellar-rpc?
 * Fails on every difference that `conformance-known.json` does not list, and on every listed one that is none any more.
 *
 *     node sandbox/conformance.ts [folder of the pack]
 */
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { xdr } from '@stellar/stellar-sdk'
import { z } from 'zod'
import type { Network } from './ledger/network.ts'
import { startSandbox } from './start.ts'

const PACK = '../shared/conformance'
/** From a transaction to its ledger: time for the scenarios that ask while one waits. */
const WAIT_MS = 250
const SETTINGS_RECORDING = 'golden/entries-settings.json'

const knownSchema = z.array(
  z.strictObject({
    scenario: z.string(),
    /** Absent: anything in the scenario. */
    check: z.string().optional(),
    reason: z.string(),
  }),
)

interface Check {
  scenario: string
  check: string
  outcome: 'ok' | 'differs' | 'skipped'
  detail?: string
}

type Known = z.infer<typeof knownSchema>[number]

/**
 * No ledger closes without a transaction, so that the tip stands still while a scenario compares pages up to it;
 * on the recorded network a second was long enough for that.
 */
const closeAfterTransactions = (network: Network) => {
  let scheduled = false
  network.onPending(() => {
    if (scheduled) return
    scheduled = true
    setTimeout(() => {
      scheduled = false
      network.close()
    }, WAIT_MS)
  })
}

const covers = (known: Known, { scenario, check }: Check) =>
  known.scenario === scenario && (known.check === undefined || known.check === check)

/** Every check of the pack, as its `--json` prints them; the last line is the total. */
const play = async (pack: string, url: string, friendbotUrl: string): Promise<Check[]> => {
  const run = spawn(process.execPath, [join(pack, 'run.mjs'), '--rpc', url, '--friendbot', friendbotUrl, '--json'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = new Promise<number | null>((end) => run.once('close', end))
  const checks: Check[] = []
  for await (const line of createInterface({ input: run.stdout })) {
    const entry = JSON.parse(line)
    if ('scenario' in entry) checks.push(entry)
  }
  const code = await ended
  if (code !== 0 && code !== 1) throw new Error(`the conformance pack could not run (exit code ${code})`)
  return checks
}

const report = (checks: readonly Check[], known: readonly Known[]) => {
  const remarkable = checks.filter(({ outcome }) => outcome !== 'ok')
  const fresh = remarkable.filter((check) => !known.some((entry) => covers(entry, check)))
  const stale = known.filter((entry) => !remarkable.some((check) => covers(entry, check)))
  for (const { scenario, check, outcome, detail } of fresh) console.log(`${outcome} ${scenario}: ${check}: ${detail}`)
  for (const { scenario, check } of stale) console.log(`listed, but no longer so: ${scenario}: ${check ?? 'anything'}`)
  console.log(
    `${checks.length - remarkable.length} as on the real network, ${remarkable.length - fresh.length} known to differ, ` +
      `${fresh.length} unknown, ${stale.length} to strike from conformance-known.json`,
  )
  return fresh.length === 0 && stale.length === 0
}

const recordingSchema = z.array(
  z.object({
    name: z.string(),
    answer: z.object({
      result: z.object({ entries: z.array(z.object({ xdr: z.string().optional() })) }).optional(),
    }),
  }),
)

/** Every setting of the recorded network: those of the public test network but for shorter lifetimes. ConfigSettingEntry each */
const recordedSettings = (pack: string): Uint8Array[] => {
  const recording = recordingSchema.parse(JSON.parse(readFileSync(join(pack, SETTINGS_RECORDING), 'utf8')))
  const entries = recording.find(({ name }) => name === 'together')?.answer.result?.entries ?? []
  return entries.map((entry) => {
    const data = xdr.LedgerEntryData.fromXdr(entry.xdr ?? '', 'base64')
    if (data.type !== 'configSetting') throw new Error(`${SETTINGS_RECORDING} holds an entry of type ${data.type}`)
    return data.configSetting.toXdr()
  })
}

const main = async (pack: string) => {
  if (!existsSync(join(pack, 'run.mjs'))) return console.log(`No conformance pack at ${pack}: not run.`)
  const known = knownSchema.parse(JSON.parse(readFileSync(join(import.meta.dirname, 'conformance-known.json'), 'utf8')))
  const sandbox = await startSandbox({
    port: 0,
    ledgerMs: 0,
    clockRunning: false,
    settings: { replaced: recordedSettings(pack) },
  })
  closeAfterTransactions(sandbox.network)
  try {
    const passed = report(await play(pack, sandbox.url, sandbox.friendbotUrl), known)
    process.exitCode = passed ? 0 : 1
  } finally {
    await sandbox.close()
  }
}

await main(resolve(process.argv[2] ?? PACK))
