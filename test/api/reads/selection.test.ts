import { expect, test } from 'vitest'
import type { Noun } from '../../../api/reads/noun.ts'
import { allColumns, columnsFor } from '../../../api/reads/selection.ts'

interface Row {
  id: number
  price: string
  [column: `c${number}`]: string
}

const COLUMNS = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`c${n}`, `c_${n}`]))

const noun = () =>
  ({
    table: 'thing',
    columns: { id: 'thing_id', price: 'price', ...COLUMNS },
    identity: [{ property: 'id', type: 'int4' }],
    orders: { PRICE: [{ property: 'price', type: 'numeric' }], ID: [] },
    tail: [{ property: 'id', type: 'int4' }],
    needs: { both: ['c1', 'c2'], related: [] },
    conditions: () => [],
  }) as unknown as Noun<Row, never, never>

test('a list reads the keys of its order, and what the fields need', () => {
  const things = noun()
  expect(columnsFor(things, new Set(['both']), 'ID')).toBe(
    'thing.thing_id as "id", thing.c_1 as "c1", thing.c_2 as "c2"',
  )
  expect(columnsFor(things, new Set(['related']), 'PRICE')).toBe('thing.thing_id as "id", thing.price as "price"')
})

test('a field that is not known reads all columns', () => {
  const things = noun()
  expect(columnsFor(things, new Set(['c1', 'other']), 'ID')).toBe(allColumns(things))
})

test('there is a bound to how many different selections are prepared', () => {
  const things = noun()
  const made = new Set(Array.from({ length: 100 }, (_, n) => columnsFor(things, new Set([`c${n}`]), 'ID')))
  expect(made.size).toBe(65)
  expect(made).toContain(allColumns(things))
})
