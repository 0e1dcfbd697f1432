import { expect, test, vi } from 'vitest'
import { concat, u32 } from '../../../sandbox/host/frame.ts'
import {
  createInstance,
  HostCallError,
  type HostInstance,
  HostTrap,
  type ObservedCall,
  type Snapshot,
} from '../../../sandbox/host/instance.ts'
import { toyModule } from './support/toy-module.ts'

const module = toyModule()
const nothing: Snapshot = () => undefined
const bytes = (text: string) => new TextEncoder().encode(text)

const errorOf = (call: () => unknown): unknown => {
  try {
    call()
  } catch (error) {
    return error
  }
  throw new Error('nothing was thrown')
}

test('input and answer survive memory that grows underneath', () => {
  const instance = createInstance({ module, snapshot: nothing })
  for (const text of ['', 'one', 'x'.repeat(70_000)]) expect(instance.call('echo', bytes(text))).toEqual(bytes(text))
  expect(instance.memoryBytes()).toBeGreaterThan(65_536)
})

test('the snapshot is asked in the middle of a call', () => {
  const entry = bytes('entry'.repeat(20_000))
  const instance = createInstance({ module, snapshot: (key) => ({ liveUntil: key.length, entry }) })
  expect(instance.call('look_up', bytes('key'))).toEqual(concat([u32(3), entry]))
})

test('an entry that is not there is an empty answer', () => {
  expect(createInstance({ module, snapshot: nothing }).call('look_up', bytes('key'))).toEqual(new Uint8Array())
})

test('a refusal leaves the instance alone', () => {
  const onReset = vi.fn()
  const instance = createInstance({ module, snapshot: nothing, onReset })
  const error = errorOf(() => instance.call('refuse'))
  expect(error).toBeInstanceOf(HostCallError)
  expect(error).toMatchObject({ message: 'refuse: nothing to say', text: 'nothing to say' })
  expect(onReset).not.toHaveBeenCalled()
})

test('a function that the module lacks is a refusal', () => {
  const instance = createInstance({ module, snapshot: nothing })
  expect(() => instance.call('fly')).toThrow('the host module has no such function')
})

test('a trap replaces the instance, tells the panic and calls onReset with the new one', () => {
  const memory: number[] = []
  const instance: HostInstance = createInstance({
    module,
    snapshot: nothing,
    onReset: () => memory.push(instance.memoryBytes()),
  })
  instance.call('echo', bytes('grows'))
  const error = errorOf(() => instance.call('panic'))
  expect(error).toBeInstanceOf(HostTrap)
  expect(error).toMatchObject({ message: 'panic: it went wrong' })
  expect(memory).toEqual([65_536])
  expect(instance.call('echo', bytes('again'))).toEqual(bytes('again'))
})

test('an exception of the snapshot is a trap with its cause', () => {
  const cause = new Error('the disk is gone')
  const onReset = vi.fn()
  const snapshot = () => {
    throw cause
  }
  const instance = createInstance({ module, snapshot, onReset })
  const error = errorOf(() => instance.call('look_up', bytes('key')))
  expect(error).toBeInstanceOf(HostTrap)
  expect(error).toMatchObject({ message: 'look_up: Error: the disk is gone', cause })
  expect(onReset).toHaveBeenCalledOnce()
})

test('a snapshot that calls the host is refused before it gets in', () => {
  const instance: HostInstance = createInstance({
    module,
    snapshot: () => ({ liveUntil: 0, entry: instance.call('echo') }),
  })
  expect(() => instance.call('look_up')).toThrow('echo was called while another call into the host was running')
  expect(instance.call('echo', bytes('fine'))).toEqual(bytes('fine'))
})

test('a trap inside onReset is thrown once and does not go round', () => {
  const onReset = vi.fn(() => void instance.call('panic'))
  const instance: HostInstance = createInstance({ module, snapshot: nothing, onReset })
  expect(() => instance.call('panic')).toThrow(HostTrap)
  expect(onReset).toHaveBeenCalledOnce()
  expect(instance.call('echo', bytes('fine'))).toEqual(bytes('fine'))
})

test('an observer sees the calls that answered, refusals too', () => {
  const calls: ObservedCall[] = []
  const snapshot = () => ({ liveUntil: 5, entry: bytes('e') })
  const instance = createInstance({ module, snapshot, observe: (call) => calls.push(call) })
  instance.call('look_up', bytes('k'))
  errorOf(() => instance.call('refuse'))
  errorOf(() => instance.call('panic'))
  const value = concat([u32(5), bytes('e')])
  expect(calls).toEqual([
    {
      name: 'look_up',
      input: bytes('k'),
      lookups: [{ key: bytes('k'), value }],
      answer: concat([new Uint8Array(1), value]),
    },
    { name: 'refuse', input: new Uint8Array(), lookups: [], answer: bytes('\u0001nothing to say') },
  ])
})
