/** Sending a transaction that somebody else signed. */
import type { SubmissionStatus as Status, Submission as SubmissionRow } from '../../transactions/submit.ts'
import { builder } from '../builder.ts'
import { marketArgs } from '../connection.ts'
import { STATEMENT_COST } from '../limits.ts'
import { transactionsOf } from './market-transactions.ts'
import { TransactionReason } from './reason.ts'

const SubmissionStatus = builder.enumType('SubmissionStatus', {
  description: 'What the network said when it was handed a transaction. None of them is success.',
  values: {
    PENDING: { description: 'It has it and will decide: ask `transaction(hash)`.' },
    DUPLICATE: { description: 'It had it already: ask `transaction(hash)`.' },
    TRY_AGAIN_LATER: { description: 'It did not take it now: send the same envelope again in some seconds.' },
    ERROR: { description: 'It refused it, for the reason given: this envelope will not succeed.' },
  } satisfies Record<Status, { description: string }>,
})

const Submission = builder.objectRef<SubmissionRow>('Submission').implement({
  description: "A transaction's way to the network.",
  fields: (t) => ({
    hash: t.expose('hash', {
      type: 'Hash',
      description: 'Of the transaction: ask `transaction(hash)` what became of it.',
    }),
    status: t.expose('status', { type: SubmissionStatus, description: 'What the network said.' }),
    reason: t.expose('reason', {
      type: TransactionReason,
      nullable: true,
      description: 'Why it was not taken; null for PENDING and DUPLICATE.',
    }),
    latestLedger: t.exposeInt('latestLedger', { description: 'The newest ledger when it was handed over.' }),
    validUntil: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'Ledgers that close after this do not take it in; null when it has no limit.',
      resolve: ({ validUntil }) => (validUntil === null ? null : new Date(validUntil * 1_000)),
    }),
  }),
})

builder.mutationField('submitTransaction', (t) =>
  t.field({
    type: Submission,
    description: 'Relays a signed transaction to the network of the market, unchanged.',
    complexity: STATEMENT_COST,
    args: {
      ...marketArgs,
      xdr: t.arg.string({ required: true, description: 'The signed TransactionEnvelope as base64 XDR.' }),
    },
    resolve: (_, { market, xdr }, context) => transactionsOf(context.transactions, market).transactions.submit(xdr),
  }),
)
