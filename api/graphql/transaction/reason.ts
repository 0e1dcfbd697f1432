/** Why a transaction fails, named. */
import type { Reason } from '../../transactions/reason.ts'
import { builder } from '../builder.ts'

export const TransactionReason = builder.objectRef<Reason>('TransactionReason').implement({
  description: 'Why the network, or a contract on it, refused a transaction.',
  fields: (t) => ({
    code: t.exposeString('code', {
      description: 'CONTRACT_ERROR when a contract refused it, TRANSACTION_FAILED when the network did.',
    }),
    name: t.exposeString('name', {
      description: 'Name of the error: from the interface of the contract, or as the protocol spells it (txBAD_SEQ).',
    }),
    number: t.exposeInt('number', { nullable: true, description: "A contract's own number for the error." }),
    contractId: t.expose('contractId', {
      type: 'Address',
      nullable: true,
      description: 'The contract that raised it: the market, or the token that it called.',
    }),
    message: t.exposeString('message', { description: 'What it means and what to do, for people.' }),
  }),
})
