/** The parts of a stream: the terms that were frozen, and the money. All read from the stream's own row. */
import type { StreamRow } from '../reads/stream.ts'
import { amountOf } from './amount.ts'
import { builder } from './builder.ts'

type AmountColumn =
  | 'chunkAmount'
  | 'chunkTip'
  | 'termCollateral'
  | 'balance'
  | 'paidIn'
  | 'paidOut'
  | 'fees'
  | 'tips'
  | 'refunded'
  | 'collateral'
  | 'collateralPaid'
  | 'collateralReturned'
  | 'collateralSlashed'

type Fields = PothosSchemaTypes.ObjectFieldBuilder<import('./builder.ts').Types, StreamRow>

const amount = (t: Fields, column: AmountColumn, description: string) =>
  t.field({
    type: 'Amount',
    description,
    resolve: (row, _, { reads }) => amountOf(reads, row.marketId, row[column], row.asset),
  })

export const StreamTerms = builder.objectRef<StreamRow>('StreamTerms').implement({
  description: 'What was offered when the stream was opened; it never changes.',
  fields: (t) => ({
    asset: t.expose('asset', { type: 'Address', description: 'Contract of the asset it is paid in.' }),
    feeBps: t.exposeInt('feeBps', {
      description: 'Part of each chunk that goes to the market, in basis points: 100 is 1 %.',
    }),
    attestor: t.exposeString('attestor', {
      description: 'Whose signatures release chunks: an uncompressed secp256k1 public key, 65 bytes as hex.',
    }),
    proofSetId: t.expose('proofSetId', { type: 'UInt64', description: 'The set of proofs that the attestor watches.' }),
    chunks: t.exposeInt('chunks', { description: 'How many chunks there are, numbered from 0.' }),
    chunkAmount: amount(t, 'chunkAmount', 'What each chunk pays, fee included.'),
    chunkTip: amount(t, 'chunkTip', 'What whoever brings the proof of a chunk gets, on top.'),
    collateral: amount(t, 'termCollateral', 'What the provider locks when it accepts.'),
    deadlineAt: t.expose('termDeadlineAt', {
      type: 'DateTime',
      description: 'When all chunks must be released; `Stream.deadlineAt` adds what lapsed disputes took.',
    }),
  }),
})

export const StreamMoney = builder.objectRef<StreamRow>('StreamMoney').implement({
  description:
    'The money of a stream. At every moment paidIn = paidOut + fees + tips + refunded + held, and collateralPaid = collateralHeld + collateralReturned + collateralSlashed.',
  fields: (t) => ({
    paidIn: amount(t, 'paidIn', 'All that the consumer paid in.'),
    paidOut: amount(t, 'paidOut', 'All that the provider received for chunks, fees taken off.'),
    fees: amount(t, 'fees', 'All that the market received.'),
    tips: amount(t, 'tips', 'All that those who brought proofs received.'),
    refunded: amount(t, 'refunded', 'All that went back to the consumer.'),
    held: amount(t, 'balance', 'What the contract holds for it now, collateral apart.'),
    collateralPaid: amount(t, 'collateralPaid', 'Collateral that the provider locked.'),
    collateralReturned: amount(t, 'collateralReturned', 'Collateral that went back to the provider.'),
    collateralSlashed: amount(t, 'collateralSlashed', 'Collateral that went to the consumer.'),
    collateralHeld: amount(t, 'collateral', 'Collateral that the contract holds now.'),
  }),
})
