/**
 * Records sandbox/host/vectors/*.bin from the module: `node test/sandbox/host/record-vectors.ts`. Only after the host's
 * answers were meant to change (another host, other frames): the tapes are what the tests hold both builds to.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import type { ObservedCall } from '../../../sandbox/host/instance.ts'
import { play, SCENARIOS } from './support/scenarios.ts'
import { encodeTape, TAPES } from './support/tape.ts'

mkdirSync(TAPES, { recursive: true })
for (const name of Object.keys(SCENARIOS)) {
  const calls: ObservedCall[] = []
  play(name, { wasm: process.argv[2], observe: (call) => calls.push(call) })
  const tape = encodeTape(calls)
  writeFileSync(new URL(`${name}.bin`, TAPES), tape)
  console.log(`${name}: ${calls.length} calls, ${tape.length} bytes`)
}
