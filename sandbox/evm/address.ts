/** Where the development EVM has its verifier. */
export const VERIFIER_ADDRESS = '0x5ce1000000000000000000000000000000000a11'
