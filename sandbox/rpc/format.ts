/** The two forms in which a client can ask for XDR: base64 (the default), or JSON as of SEP-51. */
type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** A class of the Stellar SDK's XDR. */
interface XdrClass {
  fromXdr(bytes: Uint8Array): { toJson(): unknown }
}

/** One of the two forms: shows XDR under the names it has there. */
export interface Form {
  /** One value under the name that its form has. */
  field(names: Names, type: XdrClass, bytes: Uint8Array): Record<string, Json>
  /** A list under the name that its form has; empty lists are left out. */
  fields(names: Names, type: XdrClass, list: readonly Uint8Array[]): Record<string, Json>
  /** A list of lists, left out when the outer one is empty. */
  nested(names: Names, type: XdrClass, lists: readonly (readonly Uint8Array[])[]): Record<string, Json>
  readonly isJson: boolean
}

/** Names of a field: in base64 form and in JSON form. */
export type Names = readonly [base64: string, json: string]

/** Without copying the bytes. */
export const toBase64 = (bytes: Uint8Array) =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')

const formOf = (isJson: boolean): Form => {
  const show = (type: XdrClass, bytes: Uint8Array): Json =>
    isJson ? (type.fromXdr(bytes).toJson() as Json) : toBase64(bytes)
  const nameOf = (names: Names) => names[isJson ? 1 : 0]
  return {
    isJson,
    field: (names, type, bytes) => ({ [nameOf(names)]: show(type, bytes) }),
    fields: (names, type, list) =>
      list.length === 0 ? {} : { [nameOf(names)]: list.map((bytes) => show(type, bytes)) },
    nested: (names, type, lists) =>
      lists.length === 0 ? {} : { [nameOf(names)]: lists.map((list) => list.map((bytes) => show(type, bytes))) },
  }
}

const FORMS: ReadonlyMap<string, Form> = new Map([
  ['', formOf(false)],
  ['base64', formOf(false)],
  ['json', formOf(true)],
])

/** @param refuse makes the method's own error of the text. */
export const readForm = (format: string, refuse: (message: string) => Error): Form => {
  const form = FORMS.get(format)
  if (!form) throw refuse(`got '${format}': expected base64, json for optional 'xdrFormat'`)
  return form
}
