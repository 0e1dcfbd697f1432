import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createInstance, HostCallError, type ObservedCall } from '../../../sandbox/host/instance.ts'
import { compileHost } from '../../../sandbox/host/module.ts'
import { SCENARIOS } from './support/scenarios.ts'
import { readTape } from './support/tape.ts'
import { createWorld } from './support/world.ts'

const recorded: ObservedCall[] = Object.keys(SCENARIOS).flatMap(readTape)
const withInput = recorded.filter(({ input }) => input.length > 0)

/** A host with the settings of the tapes, which answers look-ups from `calls` as well as it can. */
const hostFor = (calls: readonly ObservedCall[]) => {
  const world = createWorld()
  const known = new Map(
    calls.flatMap(({ lookups }) => lookups.map(({ key, value }) => [Buffer.from(key).toString('hex'), value])),
  )
  const snapshot = (key: Uint8Array) => {
    const name = Buffer.from(key).toString('hex')
    const value = known.get(name)
    if (value === undefined || value.length === 0) return world.entries.get(name)
    return { liveUntil: new DataView(value.buffer, value.byteOffset).getUint32(0, true), entry: value.slice(4) }
  }
  const instance = createInstance({ module: compileHost(), snapshot })
  instance.call('load_config')
  return instance
}

/** True when the host answered or refused. A trap is neither. */
const survives = (call: () => unknown): boolean => {
  try {
    call()
  } catch (error) {
    return error instanceof HostCallError
  }
  return true
}

test('bytes that are no message are refused by every call', () => {
  const instance = hostFor([])
  const names = [...new Set(withInput.map(({ name }) => name))]
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.uint8Array({ maxLength: 200 }), (name, input) =>
      survives(() => instance.call(name, input)),
    ),
    { seed: 1, numRuns: 500 },
  )
})

test('messages with a byte changed, cut or added are answered or refused, never a trap', () => {
  const instance = hostFor(withInput)
  const damaged = fc.tuple(
    fc.constantFrom(...withInput),
    fc.nat(),
    fc.nat(255),
    fc.constantFrom('change', 'cut', 'add'),
  )
  fc.assert(
    fc.property(damaged, ([{ name, input }, at, byte, how]) => {
      const place = at % input.length
      const copy = how === 'cut' ? input.slice(0, place) : input.slice()
      if (how === 'change') copy[place] = byte
      return survives(() => instance.call(name, how === 'add' ? new Uint8Array([...copy, byte]) : copy))
    }),
    { seed: 2, numRuns: 600 },
  )
  expect(instance.memoryBytes()).toBeLessThan(512 * 2 ** 20)
})
