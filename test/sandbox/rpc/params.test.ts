import { expect, test } from 'vitest'
import { flag, list, optional, request, structure, text, uint, uint32 } from '../../../sandbox/rpc/params.ts'
import type { RequestError } from '../../../sandbox/rpc/request-error.ts'

const read = request('ThingRequest', {
  name: text,
  from: uint32,
  deep: structure('Deep', { limit: uint, on: flag }),
  names: list(text),
  maybe: optional(text),
})

const refusal = (params: unknown) => {
  try {
    read(params)
  } catch (error) {
    const { code, message, data } = error as RequestError
    return { code, message, data }
  }
  return undefined
}

test.each([[undefined], [null], [{}], [{ name: null, deep: null, unknown: 1 }]])('%j has the zero values', (params) => {
  expect(read(params)).toEqual({ name: '', from: 0, deep: { limit: 0, on: false }, names: [], maybe: undefined })
})

test('values are read', () => {
  const params = { name: 'a', from: 4294967295, deep: { limit: 3, on: true }, names: ['b'], maybe: 'c' }
  expect(read(params)).toEqual(params)
})

test.each([
  [[], 'cannot unmarshal array into Go value of type protocol.ThingRequest'],
  [{ name: 5 }, 'cannot unmarshal number into Go struct field ThingRequest.name of type string'],
  [{ name: [] }, 'cannot unmarshal array into Go struct field ThingRequest.name of type string'],
  [{ from: '5' }, 'cannot unmarshal string into Go struct field ThingRequest.from of type uint32'],
  [{ from: -1 }, 'cannot unmarshal number -1 into Go struct field ThingRequest.from of type uint32'],
  [{ from: 1.5 }, 'cannot unmarshal number 1.5 into Go struct field ThingRequest.from of type uint32'],
  [{ from: 2 ** 32 }, 'cannot unmarshal number 4294967296 into Go struct field ThingRequest.from of type uint32'],
  [{ deep: { limit: {} } }, 'cannot unmarshal object into Go struct field Deep.deep.limit of type uint'],
  [{ deep: { on: 1 } }, 'cannot unmarshal number into Go struct field Deep.deep.on of type bool'],
  [{ deep: 'x' }, 'cannot unmarshal string into Go struct field ThingRequest.deep of type protocol.Deep'],
  [{ names: 'x' }, 'cannot unmarshal string into Go struct field ThingRequest.names of type []string'],
  [{ names: [true] }, 'cannot unmarshal bool into Go struct field ThingRequest.names of type string'],
])('%j is refused in Go’s words', (params, reason) => {
  expect(refusal(params)).toEqual({ code: -32602, message: 'invalid parameters', data: `json: ${reason}` })
})
