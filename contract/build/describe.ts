/**
 * From a built contract to `spec.json`: the spec section decoded into plain JSON. Rust's doc comments carry everything
 * people read; an argument is described by a line "* `name` - text" in its function's comment, or else by the comment on
 * a struct's field of the same name.
 */
import { createHash } from 'node:crypto'
import { contract, type xdr } from '@stellar/stellar-sdk'
import type { SpecEvent, SpecField, SpecFile, SpecFunction, SpecStruct, SpecUnion } from '../interface/spec.ts'
import { customContent } from './sections.ts'
import { describeOutputs, describeType } from './type-notation.ts'

const DATA_FORMATS = {
  scSpecEventDataFormatSingleValue: 'singleValue',
  scSpecEventDataFormatVec: 'vec',
  scSpecEventDataFormatMap: 'map',
} as const

const ARGUMENT = /^\* `(\w+)` - (.+)$/

/** The interface of `wasm`, sorted by name (errors by code), so that it does not depend on the compiler's order. */
export function describeContract(wasm: Uint8Array, sourceSha256: string): SpecFile {
  const { entries } = new contract.Spec(Buffer.from(customContent(wasm, 'contractspecv0')))
  const structs = entries.flatMap((entry) => (entry.type === 'scSpecEntryUdtStructV0' ? [struct(entry.value)] : []))
  const fieldDocs = describeFields(sorted(structs))
  return {
    wasmSha256: sha256(wasm),
    sourceSha256,
    functions: sorted(
      entries.flatMap((entry) => (entry.type === 'scSpecEntryFunctionV0' ? [func(entry.value, fieldDocs)] : [])),
    ),
    structs,
    unions: sorted(entries.flatMap((entry) => (entry.type === 'scSpecEntryUdtUnionV0' ? [union(entry.value)] : []))),
    enums: sorted(
      entries.flatMap((entry) =>
        entry.type === 'scSpecEntryUdtEnumV0'
          ? [{ ...named(entry.value), cases: entry.value.cases.map((item) => ({ ...named(item), value: item.value })) }]
          : [],
      ),
    ),
    errors: entries
      .flatMap((entry) => (entry.type === 'scSpecEntryUdtErrorEnumV0' ? entry.value.cases : []))
      .map((item) => ({ ...named(item), code: item.value }))
      .sort((a, b) => a.code - b.code),
    events: sorted(entries.flatMap((entry) => (entry.type === 'scSpecEntryEventV0' ? [event(entry.value)] : []))),
  }
}

/** As hexadecimal digits. */
export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

function func(value: xdr.ScSpecFunctionV0, fieldDocs: Map<string, string>): SpecFunction {
  const { name, doc: whole } = named(value)
  const lines = whole.split('\n')
  const described = new Map(lines.flatMap((line) => (ARGUMENT.test(line) ? [argument(line)] : [])))
  return {
    name,
    doc: lines
      .filter((line) => !ARGUMENT.test(line))
      .join('\n')
      .trim(),
    inputs: value.inputs.map((input) => ({
      name: text(input.name),
      doc: described.get(text(input.name)) ?? fieldDocs.get(text(input.name)) ?? '',
      type: describeType(input.type),
    })),
    outputs: describeOutputs(value.outputs),
    fallible: value.outputs.some((output) => output.type === 'scSpecTypeResult'),
  }
}

function argument(line: string): [name: string, doc: string] {
  const [, name, doc] = ARGUMENT.exec(line)!
  return [name!, doc!]
}

/** By name: an id is described by the struct it belongs to (deal_id by Deal), anything else by the first that has it. */
function describeFields(structs: SpecStruct[]): Map<string, string> {
  const docs = new Map<string, string>()
  for (const { name: struct, fields } of structs) {
    const id = `${struct.replace(/(?<!^)[A-Z]/g, '_$&').toLowerCase()}_id`
    for (const { name, doc } of fields) if (name === id || !docs.has(name)) docs.set(name, doc)
  }
  return docs
}

function struct(value: xdr.ScSpecUdtStructV0): SpecStruct {
  return { ...named(value), fields: value.fields.map(field) }
}

function union(value: xdr.ScSpecUdtUnionV0): SpecUnion {
  const cases = value.cases.map((item) => ({
    ...named(item.value),
    types: item.type === 'scSpecUdtUnionCaseTupleV0' ? item.value.type.map(describeType) : [],
  }))
  return { ...named(value), cases }
}

/** An event goes by its first topic, which is the Rust struct's name in snake case. */
function event(value: xdr.ScSpecEventV0): SpecEvent {
  const prefixTopics = value.prefixTopics.map(text)
  return {
    name: prefixTopics[0] ?? text(value.name),
    doc: text(value.doc),
    prefixTopics,
    params: value.params.map((item) => ({
      ...field(item),
      location: item.location.name === 'scSpecEventParamLocationTopicList' ? 'topic' : 'data',
    })),
    dataFormat: DATA_FORMATS[value.dataFormat.name],
  }
}

const field = (value: { name: unknown; doc: unknown; type: xdr.ScSpecTypeDef }): SpecField => ({
  ...named(value),
  type: describeType(value.type),
})

const named = (value: { name: unknown; doc: unknown }) => ({ name: text(value.name), doc: text(value.doc) })
const text = (value: unknown) => String(value)
const sorted = <T extends { name: string }>(items: T[]) => items.sort((a, b) => (a.name < b.name ? -1 : 1))
