/** Arguments of a contract call: what a client wrote → the contract's values, checked against the interface. Pure. */
import { Address, nativeToScVal, StrKey, xdr } from '@stellar/stellar-sdk'
import type { ContractSpec, SpecField, SpecFunction, SpecType } from '../../contract/interface/spec.ts'
import { isIntegerType, parseInteger } from './integers.ts'
import { camelCase } from './names.ts'
import { TransactionRefused } from './refusal.ts'

/** No transaction can carry more than this; the contract's own limits are lower. */
const MAX_TEXT_BYTES = 16_384

/** What the client sent, by the camelCase names of the arguments. */
export type ArgumentValues = Readonly<Record<string, unknown>>

/**
 * The arguments in the contract's order.
 * @throws TransactionRefused INVALID_ARGUMENT naming the argument, the value and what to write instead
 */
export const convertArguments = (spec: ContractSpec, definition: SpecFunction, values: ArgumentValues): xdr.ScVal[] =>
  convertFields({ spec, path: [] }, definition.inputs, values).map(({ value }) => value)

interface Place {
  readonly spec: ContractSpec
  /** Where in the arguments, as the client names it: `['bucket', 'pricePerGbStorage']`. */
  readonly path: readonly string[]
}

const convertFields = (place: Place, fields: readonly SpecField[], values: ArgumentValues) => {
  refuseUnknown(place, fields, values)
  return fields.map(({ name, type }) => {
    const client = camelCase(name)
    return { name, value: convert({ ...place, path: [...place.path, client] }, type, values[client]) }
  })
}

const refuseUnknown = (place: Place, fields: readonly SpecField[], values: ArgumentValues) => {
  const known = fields.map(({ name }) => camelCase(name))
  const unknown = Object.keys(values).find((name) => !known.includes(name))
  if (unknown === undefined) return
  const there = known.length > 0 ? `there are ${known.join(', ')}` : 'there are none'
  throw refuse({ ...place, path: [...place.path, unknown] }, values[unknown], `is no argument here: ${there}`)
}

const convert = (place: Place, type: SpecType, value: unknown): xdr.ScVal => {
  if (typeof type === 'object' && 'option' in type)
    return value === undefined || value === null ? xdr.ScVal.scvVoid() : convert(place, type.option, value)
  if (value === undefined || value === null) throw refuse(place, value, `is missing: give ${describe(type)}`)
  if (isIntegerType(type)) return convertInteger(place, type, value)
  if (typeof type === 'string') return convertPrimitive(place, type, value)
  if ('vec' in type) return convertList(place, type.vec, value)
  if ('bytesN' in type) return convertBytes(place, value, type.bytesN)
  if ('udt' in type) return convertNamed(place, type.udt, value)
  throw refuse(place, value, `has a type that cannot be given here: ${describe(type)}`)
}

const convertInteger = (place: Place, type: Parameters<typeof parseInteger>[0], value: unknown) => {
  const parsed = parseInteger(type, value)
  if ('problem' in parsed) throw refuse(place, value, parsed.problem)
  return nativeToScVal(parsed.integer, { type })
}

const convertPrimitive = (place: Place, type: SpecType, value: unknown): xdr.ScVal => {
  switch (type) {
    case 'bool':
      if (typeof value !== 'boolean') throw refuse(place, value, 'is no boolean: write true or false')
      return xdr.ScVal.scvBool(value)
    case 'address':
      return convertAddress(place, value)
    case 'string':
      return nativeToScVal(checkText(place, value), { type: 'string' })
    case 'symbol':
      if (typeof value !== 'string' || !/^\w{0,32}$/.test(value))
        throw refuse(place, value, 'is no symbol: at most 32 letters, digits and underscores')
      return nativeToScVal(value, { type: 'symbol' })
    case 'bytes':
      return convertBytes(place, value)
    default:
      throw refuse(place, value, `has a type that cannot be given here: ${describe(type)}`)
  }
}

const convertAddress = (place: Place, value: unknown) => {
  if (typeof value === 'string' && StrKey.isValidMed25519PublicKey(value))
    throw refuse(
      place,
      value,
      'is a muxed address (M…): the contract knows accounts only, give the G… address under it',
    )
  if (typeof value !== 'string' || !(StrKey.isValidEd25519PublicKey(value) || StrKey.isValidContract(value)))
    throw refuse(place, value, 'is no address: give an account (G…, 56 characters) or a contract (C…, 56 characters)')
  return Address.fromString(value).toScVal()
}

const checkText = (place: Place, value: unknown): string => {
  if (typeof value !== 'string') throw refuse(place, value, 'is no text')
  if (!value.isWellFormed()) throw refuse(place, value, 'holds half of a surrogate pair: send well-formed Unicode')
  if (Buffer.byteLength(value) > MAX_TEXT_BYTES)
    throw refuse(place, `${value.slice(0, 40)}…`, `is longer than ${MAX_TEXT_BYTES} bytes: shorten it`)
  return value
}

const convertBytes = (place: Place, value: unknown, size?: number) => {
  const digits = size === undefined ? 'an even number of' : `${size * 2}`
  if (
    typeof value !== 'string' ||
    !/^([0-9a-f]{2})*$/i.test(value) ||
    (size !== undefined && value.length !== size * 2)
  )
    throw refuse(place, value, `is no hex string: write ${digits} hexadecimal digits, without 0x`)
  return xdr.ScVal.scvBytes(Buffer.from(value, 'hex'))
}

const convertList = (place: Place, item: SpecType, value: unknown) => {
  if (!Array.isArray(value)) throw refuse(place, value, `is no list: give ${describe({ vec: item })}`)
  const items = value.map((entry: unknown, index) =>
    convert({ ...place, path: [...place.path, String(index)] }, item, entry),
  )
  return xdr.ScVal.scvVec(items)
}

/** Structs are maps sorted by field name (as the interface lists them); unions without values are a vector of one symbol. */
const convertNamed = (place: Place, name: string, value: unknown): xdr.ScVal => {
  const struct = place.spec.findStruct(name)
  if (struct) {
    if (typeof value !== 'object' || Array.isArray(value)) throw refuse(place, value, `is no ${name}: give its fields`)
    return toStruct(convertFields(place, struct.fields, value as ArgumentValues))
  }
  const cases = place.spec.findUnion(name)?.cases.filter(({ types }) => types.length === 0) ?? []
  if (cases.some((one) => one.name === value)) return xdr.ScVal.scvVec([nativeToScVal(value, { type: 'symbol' })])
  throw refuse(place, value, `is no ${name}: choose one of ${cases.map((one) => one.name).join(', ')}`)
}

const toStruct = (fields: readonly { name: string; value: xdr.ScVal }[]) =>
  xdr.ScVal.scvMap(
    fields
      .toSorted((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ name, value }) => new xdr.ScMapEntry({ key: nativeToScVal(name, { type: 'symbol' }), val: value })),
  )

const describe = (type: SpecType): string => {
  if (typeof type === 'string') return `a value of type ${type}`
  if ('vec' in type) return `a list, each entry ${describe(type.vec)}`
  if ('bytesN' in type) return `${type.bytesN * 2} hexadecimal digits`
  if ('udt' in type) return `a ${type.udt}`
  return 'a value'
}

const refuse = ({ path }: Place, value: unknown, problem: string) => {
  const argument = path.join('.')
  const shown = value === undefined || value === null ? '' : ` ${show(value)}`
  return new TransactionRefused('INVALID_ARGUMENT', `${argument}:${shown} ${problem}.`, { argument })
}

const show = (value: unknown) => {
  const digits = (_: string, part: unknown) => (typeof part === 'bigint' ? `${part}` : part)
  const text = typeof value === 'bigint' ? `${value}` : (JSON.stringify(value, digits) ?? String(value))
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}
