/**
 * Which columns a list reads: those that the query's fields need, plus the keys. Decoding columns that nobody asked for
 * is a good part of the cost of a page. A row then has only these properties; resolvers of other fields never see it.
 */
import type { Noun } from './noun.ts'

/** Each selection is a prepared statement of its own on every connection: beyond these, lists read all columns. */
const MAX_SELECTIONS = 64

type AnyNoun = Noun<never, never, never>

/** `column as "property", …` for all columns of a noun. */
export const allColumns = (noun: AnyNoun): string => {
  const known = whole.get(noun)
  if (known !== undefined) return known
  const made = columnsText(noun, Object.keys(noun.columns))
  whole.set(noun, made)
  return made
}

const whole = new WeakMap<AnyNoun, string>()
const chosen = new WeakMap<AnyNoun, Set<string>>()
/** The fields of a place in a kept document are one object, so that this is worked out once for each. */
const worked = new WeakMap<ReadonlySet<string>, Map<string, string>>()

/** The columns for these fields in this order; all columns where a field is not known. */
export const columnsFor = (noun: AnyNoun, fields: ReadonlySet<string>, order: string): string => {
  const orders = worked.get(fields) ?? new Map<string, string>()
  worked.set(fields, orders)
  const known = orders.get(order)
  if (known !== undefined) return known
  const made = bounded(noun, propertiesOf(noun, fields, order))
  orders.set(order, made)
  return made
}

const bounded = (noun: AnyNoun, properties: readonly string[] | undefined): string => {
  if (!properties) return allColumns(noun)
  const made = columnsText(noun, properties)
  const selections = chosen.get(noun) ?? new Set<string>()
  chosen.set(noun, selections)
  if (selections.size >= MAX_SELECTIONS && !selections.has(made)) return allColumns(noun)
  selections.add(made)
  return made
}

/** In the order of the noun's columns; undefined where a field is not known. */
const propertiesOf = (noun: AnyNoun, fields: ReadonlySet<string>, order: string): string[] | undefined => {
  const keys = [...noun.identity, ...noun.tail, ...((noun.orders as Record<string, AnyNoun['tail']>)[order] ?? [])]
  const needed = new Set<string>(keys.map((key) => key.property))
  for (const field of fields) {
    const properties = noun.needs?.[field] ?? (field in noun.columns ? [field] : undefined)
    if (!properties) return undefined
    for (const property of properties) needed.add(property)
  }
  return Object.keys(noun.columns).filter((property) => needed.has(property))
}

const columnsText = (noun: AnyNoun, properties: readonly string[]): string =>
  properties
    .map((property) => `${noun.table}.${(noun.columns as Record<string, string>)[property]} as "${property}"`)
    .join(', ')
