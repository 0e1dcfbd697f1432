/**
 * Readers of request parameters. stellar-rpc is written in Go: an absent or null field has the zero value of its type,
 * unknown fields are ignored, and a wrong type is refused in the words of Go's JSON decoder. So it is here.
 */
import { unreadable } from './request-error.ts'

/** Where a value stands: the innermost structure, and the path of fields from the request down. */
interface Place {
  struct: string
  path: string
}

/** How one field of a request is read, and what it is when it is left out. */
export interface Field<T> {
  read(value: unknown, place: Place): T
  zero: T
  /** Its name in Go. */
  type: string
}

type Fields = Record<string, Field<unknown>>
type Values<S extends Fields> = { [K in keyof S]: S[K] extends Field<infer T> ? T : never }

const MAX_UINT32 = 2 ** 32 - 1

const kindOf = (value: unknown) => {
  if (Array.isArray(value)) return 'array'
  return value !== null && typeof value === 'object' ? 'object' : typeof value === 'boolean' ? 'bool' : typeof value
}

const refuse = (what: string, type: string, { struct, path }: Place) =>
  unreadable(`json: cannot unmarshal ${what} into Go struct field ${struct}.${path} of type ${type}`)

const scalar = <T extends string | boolean>(name: 'string' | 'boolean', type: string, zero: T): Field<T> => ({
  zero,
  type,
  read(value, place) {
    if (typeof value !== name) throw refuse(kindOf(value), type, place)
    return value as T
  },
})

const unsigned = (type: string, max: number): Field<number> => ({
  zero: 0,
  type,
  read(value, place) {
    if (typeof value !== 'number') throw refuse(kindOf(value), type, place)
    if (!Number.isInteger(value) || value < 0 || value > max) throw refuse(`number ${value}`, type, place)
    return value
  },
})

/** A string; empty when left out. */
export const text: Field<string> = scalar<string>('string', 'string', '')
/** A boolean; false when left out. */
export const flag: Field<boolean> = scalar<boolean>('boolean', 'bool', false)
/** A whole number below 2^32; 0 when left out. */
export const uint32 = unsigned('uint32', MAX_UINT32)
/** 64 bits in Go; here as far as a number is exact. */
export const uint = unsigned('uint', Number.MAX_SAFE_INTEGER)
/** As `uint`, under the name that Go tells. */
export const uint64 = unsigned('uint64', Number.MAX_SAFE_INTEGER)

/** A list; empty when left out. A null in it has the zero value of its type. */
export const list = <T>(item: Field<T>): Field<T[]> => ({
  zero: [],
  type: `[]${item.type}`,
  read(value, place) {
    if (!Array.isArray(value)) throw refuse(kindOf(value), `[]${item.type}`, place)
    return value.map((element) => (element === null ? item.zero : item.read(element, place)))
  },
})

/** What is absent stays absent, for fields whose zero value means something else. */
export const optional = <T>(field: Field<T>): Field<T | undefined> => ({ ...field, zero: undefined })

/** A reader with a further step, which may throw. */
export const mapped = <T, U>(field: Field<T>, zero: U, step: (value: T) => U): Field<U> => ({
  zero,
  type: field.type,
  read: (value, place) => step(field.read(value, place)),
})

const readFields = <S extends Fields>(fields: S, value: Record<string, unknown>, struct: string, prefix: string) =>
  Object.fromEntries(
    Object.entries(fields).map(([key, field]) => {
      const given = value[key]
      const absent = given === undefined || given === null
      return [key, absent ? field.zero : field.read(given, { struct, path: prefix + key })]
    }),
  ) as Values<S>

/** A structure inside a request. @param struct its name in Go, which the refusals tell */
export const structure = <S extends Fields>(struct: string, fields: S): Field<Values<S>> => ({
  zero: readFields(fields, {}, struct, ''),
  type: `protocol.${struct}`,
  read(value, place) {
    if (kindOf(value) !== 'object') throw refuse(kindOf(value), `protocol.${struct}`, place)
    return readFields(fields, value as Record<string, unknown>, struct, `${place.path}.`)
  },
})

/** The parameters of a method: an object or nothing, never a list. */
export const request =
  <S extends Fields>(struct: string, fields: S) =>
  (params: unknown): Values<S> => {
    if (Array.isArray(params)) throw unreadable(`json: cannot unmarshal array into Go value of type protocol.${struct}`)
    return readFields(fields, (params ?? {}) as Record<string, unknown>, struct, '')
  }
