/**
 * Tapes: recorded host calls, one field each: name, input, (key, value)* looked up, answer with its tag byte.
 * Played against the module here and against the native build by sandbox/host/tests/vectors.rs.
 */
import { readFileSync } from 'node:fs'
import { FrameReader, frame } from '../../../../sandbox/host/frame.ts'
import type { ObservedCall } from '../../../../sandbox/host/instance.ts'

export const TAPES = new URL('../../../../sandbox/host/vectors/', import.meta.url)

export const encodeTape = (calls: readonly ObservedCall[]): Uint8Array =>
  frame(
    calls.map(({ name, input, lookups, answer }) =>
      frame([new TextEncoder().encode(name), input, lookups.flatMap(({ key, value }) => [key, value]), answer]),
    ),
  )

/** The calls recorded under `name`. */
export const readTape = (name: string): ObservedCall[] =>
  decodeTape(new Uint8Array(readFileSync(new URL(`${name}.bin`, TAPES))))

const decodeTape = (tape: Uint8Array): ObservedCall[] => {
  const calls = new FrameReader(tape)
  const decoded: ObservedCall[] = []
  while (!calls.done) decoded.push(decodeCall(calls.nested()))
  return decoded
}

const decodeCall = (fields: FrameReader): ObservedCall => {
  const [name, input, found] = [fields.text(), fields.bytes(), fields.nested()]
  const lookups: ObservedCall['lookups'] = []
  while (!found.done) lookups.push({ key: found.bytes(), value: found.bytes() })
  return { name, input, lookups, answer: fields.bytes() }
}
