/**
 * The marketplace contract's interface as TypeScript reads it: the shape of `spec.json` and a loader with typed accessors.
 * `spec.json` is generated from the built Wasm (`contract/build.sh`); nothing about the contract is typed a second time.
 */
import { readFileSync } from 'node:fs'

/** Types without parts. `void` never appears: a function that returns nothing has no outputs. */
export type PrimitiveType =
  | 'bool'
  | 'u32'
  | 'i32'
  | 'u64'
  | 'i64'
  | 'u128'
  | 'i128'
  | 'u256'
  | 'i256'
  | 'timepoint'
  | 'duration'
  | 'bytes'
  | 'string'
  | 'symbol'
  | 'address'
  | 'muxedAddress'
  | 'val'
  | 'error'

/** A type as a JSON tree; `udt` names a struct, union or enum of the same file. */
export type SpecType =
  | PrimitiveType
  | { option: SpecType }
  | { vec: SpecType }
  | { map: [key: SpecType, value: SpecType] }
  | { tuple: SpecType[] }
  | { bytesN: number }
  | { udt: string }

/** An argument of a function or a field of a struct. */
export interface SpecField {
  name: string
  doc: string
  type: SpecType
}

/** A function; `outputs` has at most one type. `fallible`: a refusal fails with one of `errors`. */
export interface SpecFunction {
  name: string
  doc: string
  inputs: SpecField[]
  outputs: SpecType[]
  fallible: boolean
}

/** A struct: on the wire a map with symbol keys, sorted by name as here. */
export interface SpecStruct {
  name: string
  doc: string
  fields: SpecField[]
}

/** A union: on the wire a vector of the case's symbol and its values. */
export interface SpecUnion {
  name: string
  doc: string
  cases: { name: string; doc: string; types: SpecType[] }[]
}

/** An integer enum: on the wire a u32. */
export interface SpecEnum {
  name: string
  doc: string
  cases: { name: string; doc: string; value: number }[]
}

/** A named error: what `Error(Contract, #code)` means. `doc` is the sentence for people, with the next step. */
export interface SpecError {
  name: string
  doc: string
  code: number
}

/** One value of an event, and whether it is a topic or an entry of the data map. */
export interface SpecEventParam extends SpecField {
  location: 'topic' | 'data'
}

/** An event: topics = `prefixTopics` as symbols, then the params with location topic, in order. */
export interface SpecEvent {
  name: string
  doc: string
  prefixTopics: string[]
  params: SpecEventParam[]
  dataFormat: 'singleValue' | 'vec' | 'map'
}

/** The whole of `spec.json`. `wasmSha256` is the hash of the .wasm beside it, `sourceSha256` that of the Rust sources it was built from. */
export interface SpecFile {
  wasmSha256: string
  sourceSha256: string
  functions: SpecFunction[]
  structs: SpecStruct[]
  unions: SpecUnion[]
  enums: SpecEnum[]
  errors: SpecError[]
  events: SpecEvent[]
}

/** `spec.json` with look-ups. `find…` answers undefined for an unknown name; the others throw and say which names exist. */
export interface ContractSpec {
  readonly file: SpecFile
  function(name: string): SpecFunction
  event(name: string): SpecEvent
  struct(name: string): SpecStruct
  union(name: string): SpecUnion
  findFunction(name: string): SpecFunction | undefined
  findEvent(name: string): SpecEvent | undefined
  findStruct(name: string): SpecStruct | undefined
  findUnion(name: string): SpecUnion | undefined
  findEnum(name: string): SpecEnum | undefined
  findErrorByCode(code: number): SpecError | undefined
  findErrorByName(name: string): SpecError | undefined
}

/** Look-ups over an already parsed file; pure. */
export function createContractSpec(file: SpecFile): ContractSpec {
  const functions = byName(file.functions)
  const events = byName(file.events)
  const structs = byName(file.structs)
  const unions = byName(file.unions)
  const enums = byName(file.enums)
  const errorsByName = byName(file.errors)
  const errorsByCode = new Map(file.errors.map((error) => [error.code, error]))
  return {
    file,
    function: (name) => must(functions, 'function', name),
    event: (name) => must(events, 'event', name),
    struct: (name) => must(structs, 'struct', name),
    union: (name) => must(unions, 'union', name),
    findFunction: (name) => functions.get(name),
    findEvent: (name) => events.get(name),
    findStruct: (name) => structs.get(name),
    findUnion: (name) => unions.get(name),
    findEnum: (name) => enums.get(name),
    findErrorByCode: (code) => errorsByCode.get(code),
    findErrorByName: (name) => errorsByName.get(name),
  }
}

/** Reads the `spec.json` beside this file (or another one of the same shape) from disk. */
export function loadContractSpec(path: URL | string = new URL('./spec.json', import.meta.url)): ContractSpec {
  return createContractSpec(JSON.parse(readFileSync(path, 'utf8')) as SpecFile)
}

const byName = <T extends { name: string }>(items: T[]) => new Map(items.map((item) => [item.name, item]))

function must<T>(items: Map<string, T>, kind: string, name: string): T {
  const item = items.get(name)
  if (item) return item
  throw new Error(`The contract has no ${kind} "${name}"; it has: ${[...items.keys()].join(', ')}`)
}
