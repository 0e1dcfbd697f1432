import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FrameReader, frame, u32, u64 } from '../../../sandbox/host/frame.ts'

const reader = (...fields: Parameters<typeof frame>[0]) => new FrameReader(frame(fields))

test('what is written is read again, in its order', () => {
  const fields = fc.tuple(fc.uint8Array(), fc.nat(0xffffffff), fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n))
  fc.assert(
    fc.property(fields, fc.array(fc.uint8Array()), ([bytes, number, wide], list) => {
      const fields = reader(bytes, number, u64(wide), list)
      expect(fields.bytes()).toEqual(bytes)
      expect(fields.u32()).toBe(number)
      expect(fields.i64()).toBe(wide)
      expect(fields.list()).toEqual(list)
      expect(fields.done).toBe(true)
    }),
  )
})

test('lists hold lists', () => {
  const outer = reader([[1, 2], [3]]).nested()
  const [first, second] = [outer.nested(), outer.nested()]
  expect([first.u32(), first.u32(), second.u32()]).toEqual([1, 2, 3])
})

test('an empty field is an absent value', () => {
  expect(reader(new Uint8Array()).optional()).toBeNull()
})

test('a number that is no u32 is refused, never wrapped', () => {
  for (const number of [-1, 2 ** 32, 0.5, Number.NaN]) expect(() => u32(number)).toThrow('is not a u32')
})

test('a message that ends too early is an error at whatever place', () => {
  const message = frame([new Uint8Array([1, 2, 3])])
  for (let length = 0; length < message.length; length++)
    expect(() => new FrameReader(message.subarray(0, length)).bytes()).toThrow('no whole field')
})

test('a number in a field of another size is an error', () => {
  expect(() => reader(new Uint8Array(3)).u32()).toThrow('3 bytes where 4 were expected')
  expect(() => reader(1).i64()).toThrow('4 bytes where 8 were expected')
})

test('messages are read from the middle of a buffer too', () => {
  const buffer = new Uint8Array([9, 9, ...frame([7])])
  expect(new FrameReader(buffer.subarray(2)).u32()).toBe(7)
})
