/** Names as a client writes them: the contract's snake_case in camelCase. */

/** `price_per_gb_storage` → `pricePerGbStorage`. */
export const camelCase = (name: string): string =>
  name.replace(/^_+/, '').replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())

/** `set_deal_funded` → `set deal funded`. */
export const words = (name: string): string => name.replaceAll('_', ' ').trim()

/** `txBadSeq` → `txBAD_SEQ`, `opNoAccount` → `opNO_ACCOUNT`, `invokeHostFunctionTrapped` → `INVOKE_HOST_FUNCTION_TRAPPED`: the protocol's own spelling. */
export const protocolName = (name: string): string => {
  const [, prefix = '', rest = name] = /^(tx|op)?(.*)$/.exec(name) ?? []
  return prefix + rest.replace(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toUpperCase()
}
