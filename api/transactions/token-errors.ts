/**
 * Errors of the network's built-in token contract (the Stellar Asset Contract), which has no interface file to read them from.
 * Source: soroban-env-host 29.0.2, src/builtin_contracts/contract_error.rs (1 is reserved).
 */

interface TokenError {
  readonly name: string
  readonly doc: string
}

const TOKEN_ERRORS: Readonly<Record<number, TokenError>> = {
  2: { name: 'OperationNotSupportedError', doc: 'The token does not support this operation for this account.' },
  3: { name: 'AlreadyInitializedError', doc: 'The token contract is already there.' },
  4: { name: 'UnauthorizedError', doc: 'The caller may not do this with the token.' },
  5: {
    name: 'AuthenticationError',
    doc: 'The signatures do not suffice for this account: sign again with enough weight.',
  },
  6: { name: 'AccountMissingError', doc: 'The account does not exist on the network: fund it first.' },
  7: { name: 'AccountIsNotClassic', doc: 'The address is no ordinary account.' },
  8: { name: 'NegativeAmountError', doc: 'The amount is negative.' },
  9: { name: 'AllowanceError', doc: 'The allowance does not cover the amount.' },
  10: {
    name: 'BalanceError',
    doc: 'The balance of the token does not cover the amount, or the receiver may not hold more.',
  },
  11: {
    name: 'BalanceDeauthorizedError',
    doc: "The token's issuer has not authorised this account to hold it, or has withdrawn that.",
  },
  12: { name: 'OverflowError', doc: 'The amount is too large.' },
  13: {
    name: 'TrustlineMissingError',
    doc: 'The account has no trustline for the token: add it (change trust) first.',
  },
  14: {
    name: 'InsufficientAccountReserve',
    doc: 'The account holds too little XLM for the reserve of one more entry: fund it.',
  },
  15: {
    name: 'TooManyAccountSubentries',
    doc: 'The account has as many trustlines, offers and signers as an account may have.',
  },
}

/** What `Error(Contract, #number)` means when the built-in token contract raised it. */
export const tokenError = (number: number): TokenError | undefined => TOKEN_ERRORS[number]
