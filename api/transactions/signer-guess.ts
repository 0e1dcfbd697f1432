/**
 * Who will probably have to sign a call, so that one simulation suffices. A guess only decides with which source the first
 * simulation runs; the authorisation that it records decides who signs.
 */
import { Address, type xdr } from '@stellar/stellar-sdk'
import { canBeSource } from './signers.ts'
import { entries, items } from './values.ts'

/** A source that nobody holds the key of: simulation does not ask whether it exists. */
const NOBODY = 'GAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAWHF'

/** Where the signer of a function was found the last time. */
type Habit = { readonly argument: number } | { readonly address: string }

export interface SignerGuess {
  /** The account to simulate with: as the last time, else the first account among the arguments, else nobody's. */
  guess(functionName: string, args: readonly xdr.ScVal[]): string
  /** Remembers who really signs. */
  learn(functionName: string, args: readonly xdr.ScVal[], signer: string): void
}

/** Remembers one habit a function; wrong habits correct themselves at the cost of one more simulation. */
export const createSignerGuess = (): SignerGuess => {
  const habits = new Map<string, Habit>()
  return {
    guess: (functionName, args) => {
      const accounts = accountsIn(args)
      const habit = habits.get(functionName)
      const remembered = habit && ('address' in habit ? habit.address : accounts[habit.argument])
      return remembered ?? accounts[0] ?? NOBODY
    },
    learn: (functionName, args, signer) => {
      const argument = accountsIn(args).indexOf(signer)
      habits.set(functionName, argument < 0 ? { address: signer } : { argument })
    },
  }
}

/** The accounts among the arguments, in order, those inside structs and lists too. */
const accountsIn = (values: readonly xdr.ScVal[]): string[] => values.flatMap(addressesIn).filter(canBeSource)

const addressesIn = (value: xdr.ScVal): string[] => {
  if (value.type === 'scvAddress') return [Address.fromScVal(value).toString()]
  if (value.type === 'scvMap') return entries(value).flatMap(([, entry]) => addressesIn(entry))
  return items(value).flatMap(addressesIn)
}
