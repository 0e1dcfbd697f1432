/** Types of the contract's interface as GraphQL takes them: derived, so that a new function or struct needs no code. */
import type { InputRef } from '@pothos/core'
import type { ContractSpec, SpecField, SpecType } from '../../../contract/interface/spec.ts'
import { asSentence } from '../../transactions/documentation.ts'
import { camelCase, words } from '../../transactions/names.ts'
import { builder } from '../builder.ts'

/** A named input type of this API: a scalar, an enum or an input object. */
type NamedType = 'Address' | 'Boolean' | 'Hash' | 'String' | 'TokenAmount' | 'UInt32' | 'UInt64' | InputRef<unknown>

/** What an argument takes: its type, whether as a list, whether it must be given. */
export interface ArgumentType {
  readonly type: NamedType | readonly [NamedType]
  readonly required: boolean
  readonly description: string
}

/** Scalars by the contract's type; what is not here is taken as text and checked when the call is built. */
const SCALARS: Readonly<Record<string, NamedType>> = {
  address: 'Address',
  bool: 'Boolean',
  u32: 'UInt32',
  u64: 'UInt64',
  u128: 'TokenAmount',
}

export interface ArgumentTypes {
  /** The argument or input field for a field of the interface. */
  of(field: SpecField): ArgumentType
}

/** Makes each input object and enum once, when it is first needed. */
export const createArgumentTypes = (spec: ContractSpec): ArgumentTypes => {
  const named = new Map<string, InputRef<unknown>>()
  const toNamed = (name: string): InputRef<unknown> => {
    const known = named.get(name)
    if (known) return known
    const made = spec.findStruct(name) ? makeInput(name) : makeEnum(spec, name)
    named.set(name, made)
    return made
  }
  const makeInput = (name: string): InputRef<unknown> => {
    const { doc, fields } = spec.struct(name)
    return builder.inputType(`${name}Input`, {
      description: asSentence(doc || `A ${name}`),
      fields: (t) =>
        Object.fromEntries(fields.map((field) => [camelCase(field.name), t.field(toOptions(of(field)) as never)])),
    }) as unknown as InputRef<unknown>
  }
  const toType = (type: SpecType): NamedType => {
    if (typeof type === 'string') return SCALARS[type] ?? 'String'
    if ('bytesN' in type) return type.bytesN === 32 ? 'Hash' : 'String'
    if ('udt' in type) return toNamed(type.udt)
    throw new Error(`No GraphQL type for ${JSON.stringify(type)} as an argument: add one in argument-types.ts`)
  }
  const of = ({ name, doc, type }: SpecField): ArgumentType => {
    const given = typeof type === 'object' && 'option' in type ? type.option : type
    const required = given === type
    const isList = typeof given === 'object' && 'vec' in given
    return {
      type: isList ? [toType(given.vec)] : toType(given),
      required,
      description: asSentence(doc || words(name)),
    }
  }
  return { of }
}

/** A fresh, mutable object, as Pothos wants it. */
const toOptions = ({ type, ...rest }: ArgumentType) => ({ ...rest, type: Array.isArray(type) ? [...type] : type })

const makeEnum = (spec: ContractSpec, name: string): InputRef<unknown> => {
  const { doc, cases } = spec.union(name)
  const values = cases.map((one) => [
    upperSnake(one.name),
    { value: one.name, description: asSentence(one.doc || one.name) },
  ])
  return builder.enumType(`${name}Input`, {
    description: asSentence(doc || `A ${name}`),
    values: Object.fromEntries(values) as Record<string, { value: string; description: string }>,
  }) as unknown as InputRef<unknown>
}

/** `BreachedConsumer` → `BREACHED_CONSUMER`. */
const upperSnake = (name: string) => name.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toUpperCase()
