/** Why tokens move. */
import { builder } from './builder.ts'

export const PaymentKind = builder.enumType('PaymentKind', {
  description: 'Why tokens moved.',
  values: {
    FUNDING: { value: 'funding', description: 'A consumer funds a deal.' },
    DEPOSIT: { value: 'deposit', description: 'A consumer adds to a funded deal.' },
    SETTLEMENT: { value: 'settlement', description: 'A provider is paid for usage, the fee taken off.' },
    FEE: { value: 'fee', description: 'The fee of a settlement, to the market.' },
    REFUND: { value: 'refund', description: 'What is left goes back to the consumer.' },
  } as const,
})
