/** Gathering the signatures of others before the source signs. */
import type { AuthorizedTransaction as AuthorizedRow } from '../../transactions/authorize.ts'
import { builder } from '../builder.ts'
import { marketArgs } from '../connection.ts'
import { STATEMENT_COST } from '../limits.ts'
import { transactionsOf } from './market-transactions.ts'

const AuthorizationSignature = builder.inputType('AuthorizationSignature', {
  description: 'What somebody signed of the `authorizations` of a transaction.',
  fields: (t) => ({
    address: t.field({ type: 'Address', required: true, description: 'The address that must authorise.' }),
    signature: t.string({
      required: true,
      description: 'Ed25519 signature of the `hash`, 64 bytes as base64: what `signAuthEntry` of a wallet answers.',
    }),
    signer: t.field({
      type: 'Address',
      description: 'The account whose key signed; where left out, the address itself.',
    }),
  }),
})

const AuthorizedTransaction = builder.objectRef<AuthorizedRow>('AuthorizedTransaction').implement({
  description: 'A transaction with the signatures of others in it, for its source to sign.',
  fields: (t) => ({
    xdr: t.exposeString('xdr', { description: 'The TransactionEnvelope without the signature of the source, base64.' }),
    hash: t.expose('hash', { type: 'Hash', description: 'What the source signs, once nobody is missing.' }),
    source: t.expose('source', { type: 'Address', description: 'Who signs it and sends it.' }),
    missing: t.expose('missing', { type: ['Address'], description: 'Whose signature is still to come.' }),
  }),
})

builder.mutationField('authorizeTransaction', (t) =>
  t.field({
    type: AuthorizedTransaction,
    description: 'Puts what others signed into a transaction that was built here; each signature is checked first.',
    complexity: STATEMENT_COST,
    args: {
      ...marketArgs,
      xdr: t.arg.string({ required: true, description: 'The unsigned TransactionEnvelope as base64 XDR.' }),
      signatures: t.arg({
        type: [AuthorizationSignature],
        required: true,
        description: 'What was signed so far, one for each address.',
      }),
    },
    resolve: (_, { market, xdr, signatures }, context) =>
      transactionsOf(context.transactions, market).transactions.authorize(
        xdr,
        signatures.map(({ address, signature, signer }) => ({ address, signature, signer: signer ?? undefined })),
      ),
  }),
)
