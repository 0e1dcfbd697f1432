import { expect, test } from 'vitest'
import {
  afterCursor,
  endOfLedger,
  formatCursor,
  parseCursor,
  startOfLedger,
} from '../../../sandbox/rpc/event-cursor.ts'

test('a cursor is the id of an event: 19 digits of TOID, 10 of the index', () => {
  const cursor = { ledger: 240, transaction: 1, operation: 0, event: 2 }
  expect(formatCursor(cursor)).toBe('0000001030792155136-0000000002')
  expect(parseCursor('0000001030792155136-0000000002')).toEqual(cursor)
})

test('the end of a ledger is as a real node writes it', () => {
  expect(formatCursor(endOfLedger(243))).toBe('0000001047972020223-4294967295')
})

test('after the end of a ledger nothing of it is left, and the next ledger comes', () => {
  const after = formatCursor(afterCursor(endOfLedger(243)))
  expect(after > formatCursor({ ledger: 243, transaction: 1048575, operation: 0, event: 4294967295 })).toBe(true)
  expect(after < formatCursor(startOfLedger(244))).toBe(true)
})

test.each(['here', '', '1', '-1', '1-', '1-x', '99999999999999999999-1', '1-4294967296', '1-2-3'])(
  '%j is no cursor',
  (text) => {
    expect(() => parseCursor(text)).toThrow(
      expect.objectContaining({ code: -32602, message: 'invalid parameters', data: `invalid event id ${text}` }),
    )
  },
)
