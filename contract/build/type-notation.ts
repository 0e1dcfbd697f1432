/** XDR type definitions as the JSON trees of `spec.json`. */
import type { xdr } from '@stellar/stellar-sdk'
import type { PrimitiveType, SpecType } from '../interface/spec.ts'

const PRIMITIVES: Record<string, PrimitiveType> = {
  scSpecTypeVal: 'val',
  scSpecTypeBool: 'bool',
  scSpecTypeError: 'error',
  scSpecTypeU32: 'u32',
  scSpecTypeI32: 'i32',
  scSpecTypeU64: 'u64',
  scSpecTypeI64: 'i64',
  scSpecTypeTimepoint: 'timepoint',
  scSpecTypeDuration: 'duration',
  scSpecTypeU128: 'u128',
  scSpecTypeI128: 'i128',
  scSpecTypeU256: 'u256',
  scSpecTypeI256: 'i256',
  scSpecTypeBytes: 'bytes',
  scSpecTypeString: 'string',
  scSpecTypeSymbol: 'symbol',
  scSpecTypeAddress: 'address',
  scSpecTypeMuxedAddress: 'muxedAddress',
}

/** The type as JSON; a `Result` is described by what it answers when it succeeds. */
export function describeType(type: xdr.ScSpecTypeDef): SpecType {
  switch (type.type) {
    case 'scSpecTypeOption':
      return { option: describeType(type.option.valueType) }
    case 'scSpecTypeVec':
      return { vec: describeType(type.vec.elementType) }
    case 'scSpecTypeMap':
      return { map: [describeType(type.map.keyType), describeType(type.map.valueType)] }
    case 'scSpecTypeTuple':
      return { tuple: type.tuple.valueTypes.map(describeType) }
    case 'scSpecTypeBytesN':
      return { bytesN: type.bytesN.n }
    case 'scSpecTypeUdt':
      return { udt: String(type.udt.name) }
    case 'scSpecTypeResult':
      return describeType(type.result.okType)
    default:
      return primitive(type.type)
  }
}

/** What a function answers: nothing for void, plain or as the success of a `Result`. */
export function describeOutputs(types: readonly xdr.ScSpecTypeDef[]): SpecType[] {
  return types.filter((type) => !isVoid(type)).map(describeType)
}

function isVoid(type: xdr.ScSpecTypeDef): boolean {
  return type.type === 'scSpecTypeVoid' || (type.type === 'scSpecTypeResult' && isVoid(type.result.okType))
}

function primitive(name: string): PrimitiveType {
  const type = PRIMITIVES[name]
  if (!type) throw new Error(`The spec uses the type ${name}, which spec.json has no notation for: add it to types.ts`)
  return type
}
