import { expect, test } from 'vitest'
import { createInstance, HostCallError, type ObservedCall } from '../../../sandbox/host/instance.ts'
import { compileHost } from '../../../sandbox/host/module.ts'
import { SCENARIOS } from './support/scenarios.ts'
import { readTape } from './support/tape.ts'

/** Plays a tape: look-ups are answered from it, in its order. */
const replay = (tape: readonly ObservedCall[]): ObservedCall[] => {
  const seen: ObservedCall[] = []
  let expected: ObservedCall['lookups'] = []
  const snapshot = (key: Uint8Array) => {
    const next = expected.shift()
    if (next === undefined || Buffer.compare(next.key, key) !== 0) throw new Error('another look-up than on the tape')
    const view = new DataView(next.value.buffer, next.value.byteOffset)
    return next.value.length === 0 ? undefined : { liveUntil: view.getUint32(0, true), entry: next.value.slice(4) }
  }
  const instance = createInstance({ module: compileHost(), snapshot, observe: (call) => seen.push(call) })
  for (const call of tape) {
    expected = [...call.lookups]
    callAnyway(() => instance.call(call.name, call.input))
  }
  return seen
}

/** Refusals are answers too: they are on the tape. */
const callAnyway = (call: () => unknown): void => {
  try {
    call()
  } catch (error) {
    if (!(error instanceof HostCallError)) throw error
  }
}

test.each(Object.keys(SCENARIOS))('the module answers the tape %s byte for byte', (name) => {
  const tape = readTape(name)
  expect(tape.length).toBeGreaterThan(5)
  expect(replay(tape)).toEqual(tape)
})
