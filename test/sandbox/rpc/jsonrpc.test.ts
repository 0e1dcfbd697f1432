import { expect, test } from 'vitest'
import { answerBody, parseBody, UnreadableBody } from '../../../sandbox/rpc/jsonrpc.ts'
import { RequestError } from '../../../sandbox/rpc/request-error.ts'

/** Answers with the name of the method; `fail` is refused, `crash` breaks. */
const answer = (body: string) =>
  answerBody(parseBody(body), ({ method }) => {
    if (method === 'fail') throw new RequestError(-32602, 'refused', 'why')
    if (method === 'crash') throw new TypeError('oops')
    return { method }
  })

const call = (fields: string) => `{"jsonrpc":"2.0",${fields}}`

test.each([
  ['a number', '7'],
  ['a fraction as it was written', '1.50'],
  ['a number of twenty digits', '12345678901234567890'],
  ['a number with an exponent', '-1e3'],
  ['a string', '"abc"'],
  ['a string with an escape', '"a\\u0062\\n"'],
  ['zero', '0'],
])('an identifier is echoed byte for byte: %s', (_, id) => {
  expect(answer(call(`"id":${id},"method":"m"`))).toBe(`{"jsonrpc":"2.0","id":${id},"result":{"method":"m"}}`)
})

test('an identifier inside the parameters is not mistaken for the request’s', () => {
  expect(answer(call('"params":{"id":9,"deep":{"id":8}},"id":1.0,"method":"m"'))).toContain('"id":1.0,')
})

test.each([
  ['a notification', call('"method":"m"')],
  ['a null identifier', call('"id":null,"method":"m"')],
  ['a notification that is refused', call('"method":"fail"')],
  ['an empty batch', '[]'],
  ['a batch of notifications', `[${call('"method":"m"')}]`],
])('%s has no answer', (_, body) => {
  expect(answer(body)).toBeNull()
})

test.each([
  ['no version', '{"id":1,"method":"m"}', '{"code":-32600,"message":"invalid version marker"}'],
  ['version 1.0', '{"jsonrpc":"1.0","id":1,"method":"m"}', '{"code":-32600,"message":"invalid version marker"}'],
  ['no method', call('"id":1'), '{"code":-32600,"message":"empty method name"}'],
  ['an empty method', call('"id":1,"method":""'), '{"code":-32600,"message":"empty method name"}'],
  ['a number as method', call('"id":1,"method":5'), '{"code":-32700,"message":"invalid method name"}'],
  [
    'extra fields',
    call('"id":1,"method":"m","extra":1,"more":2'),
    '{"code":-32600,"message":"extra fields in request","data":["extra","more"]}',
  ],
  [
    'scalar parameters',
    call('"id":1,"method":"m","params":5'),
    '{"code":-32600,"message":"parameters must be array or object"}',
  ],
  ['a refusal', call('"id":1,"method":"fail"'), '{"code":-32602,"message":"refused","data":"why"}'],
  ['a crash', call('"id":1,"method":"crash"'), '{"code":-32603,"message":"internal error: TypeError: oops"}'],
])('%s is an error with the identifier', (_, body, error) => {
  expect(answer(body)).toBe(`{"jsonrpc":"2.0","id":1,"error":${error}}`)
})

test.each(['{}', '[]', 'true'])('%s as identifier is refused with a null identifier', (id) => {
  const error = '{"code":-32600,"message":"invalid request ID"}'
  expect(answer(call(`"id":${id},"method":"m"`))).toBe(`{"jsonrpc":"2.0","id":null,"error":${error}}`)
})

test('what is no object is refused, first in a batch', () => {
  const error = '{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"request is not a JSON object"}}'
  expect(answer('7')).toBe(error)
  expect(answer(`[${call('"id":1,"method":"m"')},7]`)).toBe(
    `[${error},{"jsonrpc":"2.0","id":1,"result":{"method":"m"}}]`,
  )
})

test('a batch of one is answered with a list', () => {
  expect(answer(`[${call('"id":1,"method":"m"')}]`)).toBe('[{"jsonrpc":"2.0","id":1,"result":{"method":"m"}}]')
})

test.each(['', '{"jsonrpc":', '{"a":1} x'])('%j is no body', (body) => {
  expect(() => parseBody(body)).toThrow(UnreadableBody)
})
