/** Why tokens move. */
import { builder } from './builder.ts'

export const PaymentKind = builder.enumType('PaymentKind', {
  description: 'Why tokens moved, or should have: see `Payment.credited`.',
  values: {
    FUNDING: { value: 'funding', description: 'A consumer funds a deal or a stream.' },
    DEPOSIT: { value: 'deposit', description: 'A consumer adds to a funded deal.' },
    SETTLEMENT: { value: 'settlement', description: 'A provider is paid for usage, the fee taken off.' },
    FEE: { value: 'fee', description: 'The fee of a settlement or of a chunk, to the market.' },
    REFUND: { value: 'refund', description: 'What is left goes back to the consumer.' },
    COLLATERAL: { value: 'collateral', description: 'A provider locks collateral for a stream.' },
    CHUNK: { value: 'chunk', description: 'A provider is paid for a proof that chunks are stored, the fee taken off.' },
    TIP: { value: 'tip', description: 'Whoever brought the proof is paid for it.' },
    SLASH: { value: 'slash', description: 'The collateral goes to the consumer: chunks were missing at the deadline.' },
    COLLATERAL_RETURN: { value: 'collateral_return', description: 'The collateral goes back to the provider.' },
    SPLIT: { value: 'split', description: 'What the arbiter of a dispute gave one of the parties.' },
    CLAIM: { value: 'claim', description: 'A creditor takes what the market owed it since a transfer to it failed.' },
    SWEEP: { value: 'sweep', description: "The owner takes tokens that were sent to the contract and are nobody's." },
  } as const,
})
