/** What a transaction would do, in a sentence or two and in warnings. Pure; every word comes from the simulation. */
import type { SpecFunction } from '../../contract/interface/spec.ts'
import { bytesOfText, holdsHidden } from '../../contract/interface/text.ts'
import type { Resources } from './assemble.ts'
import { firstSentence } from './documentation.ts'
import { type Fees, toDecimal, toXlm } from './fees.ts'
import type { Json } from './json.ts'
import { words } from './names.ts'
import type { TokenTransfer } from './transfers.ts'

/** Items of a list that are shown. */
const LIST_SHOWN = 3

/** Everything that a preview speaks of. */
export interface PreviewSubject {
  readonly definition: SpecFunction
  readonly arguments: { readonly [name: string]: Json }
  /** The market's contract, called so in the sentence. */
  readonly contractId: string
  readonly source: string
  /** The others that must sign. */
  readonly others: readonly string[]
  readonly transfers: readonly TokenTransfer[]
  readonly events: readonly string[]
  readonly returnValue: Json
  readonly fees: Fees
  readonly resources: Resources
  /** Of the source, in stroops. */
  readonly balance: bigint
}

/** `Deposit to deal (dealId 7, …): moves 4 USDC from GA…WX to the market. Adds to … GA…WX signs and pays at most 0.0123 XLM.` */
export const previewSentence = (subject: PreviewSubject): string => {
  const { definition, contractId, transfers, events, source, others, fees } = subject
  const name = words(definition.name)
  const effects = [
    ...transfers.map((transfer) => describeTransfer(transfer, contractId)),
    events.length > 0 ? `publishes ${events.join(', ')}` : 'publishes no event',
  ]
  const signers = others.length > 0 ? ` ${others.map(shorten).join(' and ')} must authorise it too.` : ''
  const title = name.charAt(0).toUpperCase() + name.slice(1)
  const meaning = firstSentence(definition)
  return `${title}${describeArguments(subject)}: ${effects.join('; ')}. ${meaning && `${meaning} `}${shorten(source)} signs and pays at most ${toXlm(fees.total)} XLM.${signers}`
}

/** What the signer should know before signing; most transactions have none. */
export const warningsOf = (subject: PreviewSubject): string[] => [
  ...warningsOfCost(subject),
  ...hiddenIn('', subject.arguments).map(
    (place) =>
      `${place} holds characters that are not shown as they are, but as \\xNN: everybody will see it as in the preview.`,
  ),
]

/** The arguments whose text holds hidden characters, by path. */
const hiddenIn = (path: string, value: Json): string[] => {
  if (typeof value === 'string') return holdsHidden(Buffer.from(bytesOfText(value)).toString('utf8')) ? [path] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, part]) => hiddenIn(path === '' ? name : `${path}.${name}`, part as Json))
}

const warningsOfCost = ({ others, returnValue, resources, fees, balance, source }: PreviewSubject): string[] => [
  ...(others.length > 0
    ? [
        'The hash changes when the signatures of the others are put in (`authorizeTransaction`): sign the transaction after that.',
      ]
    : []),
  ...(returnValue === false ? ['The contract answers false: the transaction would succeed and change nothing.'] : []),
  ...(resources.restoredEntries > 0
    ? [`${resources.restoredEntries} archived entries are restored; the fee includes that.`]
    : []),
  ...(balance < fees.total
    ? [
        `${shorten(source)} holds ${toXlm(balance)} XLM, less than the fee of at most ${toXlm(fees.total)} XLM: fund it.`,
      ]
    : []),
]

const describeArguments = ({ arguments: values }: PreviewSubject) => {
  const parts = Object.entries(values)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => `${name} ${describeValue(value)}`)
  return parts.length > 0 ? ` (${parts.join(', ')})` : ''
}

const describeValue = (value: Json): string => {
  if (typeof value === 'string') return describeText(value)
  if (Array.isArray(value)) return describeList(value)
  if (typeof value !== 'object' || value === null) return String(value)
  const fields = Object.entries(value).map(([name, field]) => `${name} ${describeValue(field)}`)
  return `{${fields.join(', ')}}`
}

/** The first of a long list, and how many there are. */
const describeList = (list: readonly Json[]) => {
  const shown = list.slice(0, LIST_SHOWN).map(describeValue)
  return `[${[...shown, ...(list.length > LIST_SHOWN ? [`… ${list.length} in all`] : [])].join(', ')}]`
}

const describeText = (text: string) => {
  if (/^[GC][A-Z2-7]{55}$/.test(text) || /^[0-9a-f]{64,}$/.test(text)) return shorten(text)
  if (/^-?\d+$/.test(text)) return text
  // Escapes of hidden bytes read as they do in the index, not escaped once more.
  return JSON.stringify(text).replace(/\\\\(?=x[0-9a-f]{2})/g, '\\')
}

const describeTransfer = ({ asset, symbol, decimals, from, to, amount }: TokenTransfer, contractId: string) => {
  const quantity =
    symbol === null || decimals === null
      ? `${amount} units of ${shorten(asset)}`
      : `${toDecimal(amount, decimals)} ${symbol}`
  const who = (address: string) => (address === contractId ? 'the market' : shorten(address))
  if (from === null) return `makes ${quantity} for ${to === null ? 'nobody' : who(to)}`
  return to === null ? `burns ${quantity} of ${who(from)}` : `moves ${quantity} from ${who(from)} to ${who(to)}`
}

/** Enough of an address, a hash or a key to be compared with what the wallet shows. */
const shorten = (address: string) => `${address.slice(0, 4)}…${address.slice(-4)}`
