/**
 * Types of the contract's interface made into readers, once: decoding an event then follows no type tree.
 * Values become: u32/i32 → number, other integers → bigint, address → strkey, bytes → hex, option → value or null,
 * vec → array, map → Map, struct → object with camelCase fields, union without values and integer enum → name of the case.
 */
import type { ContractSpec, SpecField, SpecType } from '../../contract/interface/spec.ts'
import { fieldLimit, type Limit, structLimit } from './limits.ts'
import { Malformed } from './malformed.ts'
import { type ScValReader, symbolWords } from './scval.ts'

/** Reads one value. @throws Malformed */
export type Read = (reader: ScValReader) => unknown

const SIMPLE: Partial<Record<string, Read>> = {
  bool: (reader) => reader.bool(),
  u32: (reader) => reader.u32(),
  u64: (reader) => reader.u64(),
  u128: (reader) => reader.u128(),
  i128: (reader) => reader.i128(),
  bytes: (reader) => reader.bytes(),
  string: (reader) => reader.string(),
  symbol: (reader) => reader.symbol(),
  address: (reader) => reader.address(),
}

/** Fields that the contract got after its first markets began, and what an event from before means by not having them. */
const ADDED: Readonly<Record<string, unknown>> = {
  'DealState.dispute_id': 0,
  'DealState.period_end': 0n,
  'reputation_changed.stream_id': 0,
}

/** The reader of a type. @throws Error for a type that no event has had yet: give it a reader here */
export const compile = (spec: ContractSpec, type: SpecType): Read => {
  if (typeof type === 'string') return SIMPLE[type] ?? unsupported(type)
  if ('option' in type) return optional(compile(spec, type.option))
  if ('vec' in type) return list(compile(spec, type.vec))
  if ('bytesN' in type) return (reader) => reader.bytes(type.bytesN)
  if ('udt' in type) return named(spec, type.udt)
  return unsupported(JSON.stringify(type))
}

/**
 * A map with exactly these symbol keys, in the order of the wire: sorted by name.
 * @param sparse whether a field without a value may be left out (as events do) instead of being void (as structs do)
 */
export const compileFields = (
  spec: ContractSpec,
  owner: string,
  fields: readonly SpecField[],
  sparse: boolean,
): Read => {
  const parts = fields
    .map((field) => ({
      ...compileField(spec, owner, field),
      name: field.name,
      words: symbolWords(field.name),
      mayLack:
        (sparse && typeof field.type === 'object' && 'option' in field.type) || `${owner}.${field.name}` in ADDED,
      absent: ADDED[`${owner}.${field.name}`] ?? null,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const names = parts.map(({ name }) => name)
  return (reader) => {
    let left = reader.map()
    const values: Record<string, unknown> = {}
    for (const part of parts) {
      const found = left > 0 && reader.passSymbol(part.words)
      if (found) left -= 1
      else if (!part.mayLack) throw left > 0 ? unexpected(reader.symbol(), part.name, names) : lacks(part.name)
      values[part.key] = found ? part.read(reader) : part.absent
    }
    if (left > 0) throw unexpected(reader.symbol(), '', names)
    return values
  }
}

const lacks = (name: string) => new Malformed(`lacks the field "${name}"`)

/** Another key than the next expected one: either this one is too much, or that one is missing. */
const unexpected = (found: string, expected: string, names: readonly string[]): Malformed =>
  names.includes(found) ? lacks(expected) : new Malformed(`has the field "${found}", which is not in the interface`)

/** A field's reader with its limit, and the name that facts call it by. */
export const compileField = (spec: ContractSpec, owner: string, field: SpecField): { key: string; read: Read } => {
  const read = limited(compile(spec, field.type), fieldLimit(owner, field.name, field.type))
  return {
    key: camelCase(field.name),
    read: (reader) => {
      try {
        return read(reader)
      } catch (error) {
        throw error instanceof Malformed ? error.within(field.name) : error
      }
    },
  }
}

const camelCase = (name: string) => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())

const limited = (read: Read, limit: Limit | undefined): Read => {
  if (limit === undefined) return read
  return (reader) => {
    const value = read(reader)
    const wrong = limit(value)
    if (wrong !== undefined) throw new Malformed(wrong)
    return value
  }
}

const unsupported = (type: string): never => {
  throw new Error(`indexer/decode has no reader for the type ${type}: add one to compile.ts`)
}

const optional =
  (read: Read): Read =>
  (reader) =>
    reader.void() ? null : read(reader)

const list =
  (read: Read): Read =>
  (reader) =>
    Array.from({ length: reader.vec() }, () => read(reader))

const named = (spec: ContractSpec, name: string): Read => {
  const struct = spec.findStruct(name)
  if (struct !== undefined) return limited(compileFields(spec, name, struct.fields, false), structLimit(name))
  const union = spec.findUnion(name)
  if (union?.cases.every(({ types }) => types.length === 0)) return caseOf(union.cases.map((one) => one.name))
  const numbers = spec.findEnum(name)
  if (numbers !== undefined) return numbered(new Map(numbers.cases.map((one) => [one.value, one.name])))
  return unsupported(name)
}

/** A vector of one symbol. */
const caseOf = (names: readonly string[]): Read => {
  const cases = names.map((name) => ({ name, words: symbolWords(name) }))
  return (reader) => {
    const count = reader.vec()
    if (count !== 1) throw new Malformed(`is a vec of ${count}, not the name of a case`)
    for (const { name, words } of cases) if (reader.passSymbol(words)) return name
    throw new Malformed(`is "${reader.symbol()}", which is none of ${names.join(', ')}`)
  }
}

const numbered =
  (names: ReadonlyMap<number, string>): Read =>
  (reader) => {
    const value = reader.u32()
    const name = names.get(value)
    if (name === undefined) throw new Malformed(`is ${value}, which is none of ${[...names.values()].join(', ')}`)
    return name
  }
