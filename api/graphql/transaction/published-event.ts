/** Events that a transaction publishes, and the token movements among them. */
import type { PublishedEvent as Event } from '../../transactions/events.ts'
import { toDecimal } from '../../transactions/fees.ts'
import type { TokenTransfer as Transfer } from '../../transactions/transfers.ts'
import { builder } from '../builder.ts'

export const PublishedEvent = builder.objectRef<Event>('PublishedEvent').implement({
  description: 'An event that a call would publish, or has published.',
  fields: (t) => ({
    contractId: t.expose('contractId', { type: 'Address', description: 'The contract that publishes it.' }),
    name: t.exposeString('name', { description: 'Its name: the first topic. Empty where it is no text.' }),
    values: t.expose('values', {
      type: 'JSON',
      nullable: true,
      description: 'Its values by name, read by the interface of the market; null for events of other contracts.',
    }),
    topicsXdr: t.exposeStringList('topics', { description: 'The topics, each an ScVal as base64 XDR.' }),
    dataXdr: t.exposeString('data', { description: 'The data, an ScVal as base64 XDR.' }),
  }),
})

export const TokenTransfer = builder.objectRef<Transfer>('TokenTransfer').implement({
  description: 'A movement of a token, as the event of its contract tells it.',
  fields: (t) => ({
    asset: t.expose('asset', { type: 'Address', description: 'Contract of the token.' }),
    symbol: t.exposeString('symbol', {
      nullable: true,
      description: "Asset code, where the contract is provably the network's own for that asset; null otherwise.",
    }),
    decimals: t.exposeInt('decimals', { nullable: true, description: 'Decimals, known where `symbol` is.' }),
    from: t.expose('from', { type: 'Address', nullable: true, description: 'Who pays; null where tokens are made.' }),
    to: t.expose('to', { type: 'Address', nullable: true, description: 'Who gets them; null where they are burnt.' }),
    amount: t.expose('amount', { type: 'TokenAmount', description: "In the token's smallest unit." }),
    formatted: t.string({
      nullable: true,
      description: 'In whole tokens as a decimal text, not rounded; null where the decimals are not known.',
      resolve: ({ amount, decimals }) => (decimals === null ? null : toDecimal(amount, decimals)),
    }),
  }),
})
