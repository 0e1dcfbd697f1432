/** Has the API build transactions, as a wallet would: the API answers them unsigned, the demo signs and sends them back. */
import type { Call } from './call.ts'
import { postJson } from './post.ts'

/** An unsigned transaction of a call. @throws Error where the API is not there or refuses the call */
export type Build = (call: Call) => Promise<string>

/** The API refused the call, with its words; asking again would not help. */
export class Refused extends Error {
  override name = 'Refused'
}

/** @param url of the GraphQL API */
export const buildThroughApi = (url: string): Build => {
  return async (call) => {
    const field = camelCase(call.function)
    const query = `mutation { ${field}(${argumentsOf(call)}) { xdr } }`
    const answer = (await postJson(url, { query })) as Answer
    if (answer.errors?.[0] !== undefined) throw new Refused(answer.errors[0].message)
    return answer.data![field]!.xdr
  }
}

interface Answer {
  readonly data?: Record<string, { readonly xdr: string }>
  readonly errors?: readonly { readonly message: string }[]
}

/** The arguments as GraphQL literals; options that are absent are left out. The signer also sends, which what anybody may call has to say. */
export const argumentsOf = ({ signer, args }: Call): string =>
  fieldsOf({ ...args, options: { source: signer.publicKey() } })

const fieldsOf = (fields: Record<string, unknown>): string =>
  Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${camelCase(name)}: ${literal(value)}`)
    .join(', ')

/** 64-bit numbers and amounts as strings, bytes as hex digits, cases of an enum by their name in capitals. */
const literal = (value: unknown): string => {
  if (typeof value === 'bigint') return `"${value}"`
  if (value instanceof Uint8Array) return `"${Buffer.from(value).toString('hex')}"`
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if ('tag' in value) return upperCase(String(value.tag))
  return `{ ${fieldsOf(value as Record<string, unknown>)} }`
}

const camelCase = (name: string) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
const upperCase = (name: string) => name.replace(/(?<=[a-z])([A-Z])/g, '_$1').toUpperCase()
