/** One mutation for each writing function of the contract, made from its interface: a new function needs no code here. */
import { loadContractSpec, type SpecFunction } from '../../../contract/interface/spec.ts'
import { describeArgument, documentationOf } from '../../transactions/documentation.ts'
import { writingFunctions } from '../../transactions/functions.ts'
import { camelCase } from '../../transactions/names.ts'
import { builder } from '../builder.ts'
import { marketArgs } from '../connection.ts'
import { createArgumentTypes } from './argument-types.ts'
import { transactionsOf } from './market-transactions.ts'
import { UnsignedTransaction } from './unsigned-transaction.ts'

/** A simulation is work for a node of the network: a request may ask for a few, not for hundreds. */
const SIMULATION_COST = 2_000

const spec = loadContractSpec()
const argumentTypes = createArgumentTypes(spec)

const TransactionOptions = builder.inputType('TransactionOptions', {
  description: 'How a transaction is sent; all of it may be left out.',
  fields: (t) => ({
    source: t.field({
      type: 'Address',
      description: 'The account that sends and pays; where left out, the party whose signature the call needs.',
    }),
    validForSecs: t.int({ description: 'Seconds in which it must reach a ledger: 1 to 3600, 300 where left out.' }),
    inclusionFee: t.field({
      type: 'TokenAmount',
      description: 'Stroops for being taken into a ledger: at least 100, which is what is paid where left out.',
    }),
  }),
})

/** What every mutation takes beside the arguments of its function. */
const commonArgs = builder.args((t) => ({
  ...marketArgs,
  options: t.field({ type: TransactionOptions, description: 'How the transaction is sent.' }),
}))

const OWN_ARGS: readonly string[] = [...Object.keys(marketArgs), 'options']

/** The arguments of a function by their names here. */
const functionArgs = (definition: SpecFunction) => {
  const { name, inputs } = definition
  const args = inputs.map((field) => {
    const doc = describeArgument(spec, definition, field)
    return [camelCase(field.name), argumentTypes.of({ ...field, doc })] as const
  })
  const taken = args.find(([argument]) => OWN_ARGS.includes(argument))
  if (taken)
    throw new Error(`The argument "${taken[0]}" of ${name} collides with this API's own: rename it in mutations.ts`)
  return builder.args((t) =>
    Object.fromEntries(args.map(([argument, options]) => [argument, t.field({ ...options } as never)])),
  )
}

builder.mutationType({
  description:
    'Building and sending transactions. All but `submitTransaction` change nothing: they return a transaction to be signed elsewhere.',
  fields: (t) =>
    Object.fromEntries(
      writingFunctions(spec).map((definition) => [
        camelCase(definition.name),
        t.field({
          type: UnsignedTransaction,
          description:
            `${documentationOf(definition)} Builds the transaction; signing and sending are the client's.`.trim(),
          complexity: SIMULATION_COST,
          args: { ...functionArgs(definition), ...commonArgs },
          resolve: (_, { market, options, ...values }, context) => {
            const { source, validForSecs, inclusionFee } = options ?? {}
            return transactionsOf(context.transactions, market).transactions.build({
              function: camelCase(definition.name),
              arguments: values,
              source: source ?? undefined,
              validForSecs: validForSecs ?? undefined,
              inclusionFee: inclusionFee ?? undefined,
            })
          },
        }),
      ]),
    ),
})
