/**
 * What the contract says of itself, in sentences: its functions, and their arguments where it lists them. Names in them are
 * written as clients of this API write them: `create_from_bucket` as `createFromBucket`.
 */
import type { ContractSpec, SpecField, SpecFunction } from '../../contract/interface/spec.ts'
import { camelCase, words } from './names.ts'

/** Where the list of arguments starts in a function's documentation: `* \`amount_usd\` - token units …`. */
const ARGUMENT_LINE = /^\s*\* `(\w+)` - (.+)$/

/** The documentation of a function without its list of arguments. */
export const documentationOf = ({ doc }: SpecFunction): string => {
  const lines = doc.split('\n')
  const list = lines.findIndex((line) => ARGUMENT_LINE.test(line))
  return oneLine(lines.slice(0, list < 0 ? lines.length : list).join(' '))
}

/** Its first sentence; empty where it is not documented. */
export const firstSentence = (definition: SpecFunction): string =>
  /^.*?[.!?](?=\s|$)/.exec(documentationOf(definition))?.[0] ?? ''

/** What an argument means: as listed with the function, else as the field of the same name and type is documented. */
export const describeArgument = (spec: ContractSpec, { doc }: SpecFunction, argument: SpecField): string => {
  const listed = doc.split('\n').flatMap((line) => {
    const [, name, text] = ARGUMENT_LINE.exec(line) ?? []
    return name === argument.name && text ? [text] : []
  })
  return asSentence(argument.doc || listed[0] || documentedField(spec, argument)?.doc || words(argument.name))
}

const documentedField = ({ file }: ContractSpec, argument: SpecField) => {
  const type = JSON.stringify(plain(argument.type))
  return file.structs
    .flatMap(({ fields }) => fields)
    .find((field) => field.name === argument.name && field.doc && JSON.stringify(field.type) === type)
}

const plain = (type: SpecField['type']) => (typeof type === 'object' && 'option' in type ? type.option : type)

/** One line, with a capital and a full stop. */
export const asSentence = (text: string): string => {
  const line = oneLine(text)
  const capital = line.charAt(0).toUpperCase() + line.slice(1)
  return /[.!?]$/.test(capital) ? capital : `${capital}.`
}

const oneLine = (text: string) =>
  text
    .replace(/\s+/g, ' ')
    .replace(/\b[a-z]+(_[a-z0-9]+)+\b/g, camelCase)
    .trim()
