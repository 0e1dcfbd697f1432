/** Events as the network publishes them, built with the SDK from the contract's interface and plain values. */
import { Address, nativeToScVal, xdr } from '@stellar/stellar-sdk'
import type { ContractSpec, SpecEventParam, SpecField, SpecType } from '../../contract/interface/spec.ts'
import type { RawEvent } from '../../indexer/chain/event.ts'
import type { Position, Statement } from '../../indexer/decode/fact.ts'

type Values = Record<string, unknown>

/** A place: transaction `tx` (from 1) of `ledger`, which closed 5 s after the one before. */
export const positionAt = (ledger: number, tx = 1, eventIndex = 0): Position => ({
  toid: (BigInt(ledger) << 32n) | (BigInt(tx) << 12n),
  eventIndex,
  ledger,
  closedAt: new Date((1_700_000_000 + 5 * ledger) * 1000),
  txHash: ledger.toString(16).padStart(58, '0') + tx.toString(16).padStart(6, '0'),
})

/** The event that decodes to a statement. */
export const rawEvent = (spec: ContractSpec, statement: Statement, position: Position): RawEvent => {
  const event = spec.file.events.find(({ prefixTopics }) => prefixTopics[0] === statement.event)
  if (event === undefined) throw new Error(`The interface has no event ${statement.event}`)
  const values = statement as unknown as Values
  const at = (location: SpecEventParam['location']) => event.params.filter((param) => param.location === location)
  const topics = at('topic').map((param) => scVal(spec, param.type, values[camelCase(param.name)]))
  return {
    ...position,
    type: 'contract',
    topics: [...event.prefixTopics.map((name) => xdr.ScVal.scvSymbol(name)), ...topics].map(base64),
    data: base64(
      fields(
        spec,
        at('data').filter(({ type, name }) => !isAbsent(type, values[camelCase(name)])),
        values,
      ),
    ),
  }
}

/** A contract leaves a field without a value out of its event. */
const isAbsent = (type: SpecType, value: unknown) => value === null && typeof type === 'object' && 'option' in type

/** The host's event about new code. */
export const codeChange = (wasmHash: string, position: Position): RawEvent => {
  const executable = (hash: string) =>
    xdr.ScVal.scvVec([xdr.ScVal.scvSymbol('Wasm'), xdr.ScVal.scvBytes(Buffer.from(hash, 'hex'))])
  const topics = [xdr.ScVal.scvSymbol('executable_update'), executable('00'.repeat(32)), executable(wasmHash)]
  return { ...position, type: 'system', topics: topics.map(base64), data: base64(xdr.ScVal.scvVec([])) }
}

export const base64 = (value: xdr.ScVal): string => value.toXdr('base64')

/** A value as the type says. */
export const scVal = (spec: ContractSpec, type: SpecType, value: unknown): xdr.ScVal => {
  if (type === 'address') return new Address(value as string).toScVal()
  if (type === 'bytes') return xdr.ScVal.scvBytes(Buffer.from(value as string, 'hex'))
  if (type === 'bool') return xdr.ScVal.scvBool(value as boolean)
  if (typeof type === 'string') return nativeToScVal(value, { type: type as 'u32' })
  if ('option' in type) return value === null ? xdr.ScVal.scvVoid() : scVal(spec, type.option, value)
  if ('vec' in type) return xdr.ScVal.scvVec((value as unknown[]).map((item) => scVal(spec, type.vec, item)))
  if ('bytesN' in type) return xdr.ScVal.scvBytes(Buffer.from(value as string, 'hex'))
  if ('udt' in type) return named(spec, type.udt, value)
  throw new Error(`test/support/event-xdr.ts writes no ${JSON.stringify(type)} yet`)
}

const named = (spec: ContractSpec, name: string, value: unknown): xdr.ScVal => {
  const struct = spec.findStruct(name)
  if (struct !== undefined) return fields(spec, struct.fields, value as Values)
  const number = spec.findEnum(name)?.cases.find((one) => one.name === value)?.value
  return number === undefined ? xdr.ScVal.scvVec([xdr.ScVal.scvSymbol(value as string)]) : xdr.ScVal.scvU32(number)
}

const fields = (spec: ContractSpec, list: readonly SpecField[], values: Values): xdr.ScVal =>
  xdr.ScVal.scvMap(
    [...list]
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(({ name, type }) => {
        const value = values[camelCase(name)]
        if (value === undefined) throw new Error(`The value has no ${camelCase(name)}`)
        return new xdr.ScMapEntry({ key: xdr.ScVal.scvSymbol(name), val: scVal(spec, type, value) })
      }),
  )

const camelCase = (name: string) => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
