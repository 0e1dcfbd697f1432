/** Contract values → JSON, read by the interface where it knows the type. Pure. */
import { Address, scValToNative, type xdr } from '@stellar/stellar-sdk'
import type { ContractSpec, SpecStruct, SpecType } from '../../contract/interface/spec.ts'
import { textOfBytes } from '../../contract/interface/text.ts'
import type { Json } from './json.ts'
import { camelCase } from './names.ts'

/**
 * A value of a known type: structs as objects with camelCase fields, unions without values as their case's name, options as
 * the value or null, integers above 32 bits as decimal strings, bytes as hex.
 */
export const decodeValue = (spec: ContractSpec, type: SpecType, value: xdr.ScVal): Json => {
  if (typeof type === 'string') return decodeAny(value)
  if ('option' in type) return value.type === 'scvVoid' ? null : decodeValue(spec, type.option, value)
  if ('vec' in type && value.type === 'scvVec') return items(value).map((item) => decodeValue(spec, type.vec, item))
  if ('udt' in type) return decodeNamed(spec, type.udt, value)
  return decodeAny(value)
}

const decodeNamed = (spec: ContractSpec, name: string, value: xdr.ScVal): Json => {
  const struct = spec.findStruct(name)
  if (struct && value.type === 'scvMap') return decodeStruct(spec, struct, value)
  const [first, ...rest] = items(value)
  if (spec.findUnion(name) && first?.type === 'scvSymbol' && rest.length === 0) return first.value.toString()
  return decodeAny(value)
}

const decodeStruct = (spec: ContractSpec, struct: SpecStruct, value: xdr.ScVal): Json => {
  const types = new Map(struct.fields.map(({ name, type }) => [name, type]))
  return Object.fromEntries(
    entries(value).map(([name, entry]) => {
      const type = types.get(name)
      return [camelCase(name), type ? decodeValue(spec, type, entry) : decodeAny(entry)]
    }),
  )
}

/** A value of any type, by what it says of itself. Maps become objects with their keys as text. */
export const decodeAny = (value: xdr.ScVal): Json => {
  switch (value.type) {
    case 'scvVec':
      return items(value).map(decodeAny)
    case 'scvMap':
      return Object.fromEntries(entries(value).map(([key, entry]) => [key, decodeAny(entry)]))
    case 'scvString':
      return textOfBytes(value.str.bytes)
    case 'scvAddress':
      return Address.fromScVal(value).toString()
    default:
      return toJson(scValToNative(value))
  }
}

/** The entries of a map with their keys as text; none for another value. */
export const entries = (value: xdr.ScVal): [string, xdr.ScVal][] =>
  value.type === 'scvMap' ? (value.value ?? []).map(({ key, val }) => [String(decodeAny(key)), val]) : []

/** The items of a vector; none for another value. */
export const items = (value: xdr.ScVal): readonly xdr.ScVal[] => (value.type === 'scvVec' ? (value.value ?? []) : [])

const toJson = (native: unknown): Json => {
  if (native === null || native === undefined) return null
  if (typeof native === 'bigint') return native.toString()
  if (native instanceof Uint8Array) return Buffer.from(native).toString('hex')
  if (typeof native === 'string' || typeof native === 'number' || typeof native === 'boolean') return native
  return String(native)
}
