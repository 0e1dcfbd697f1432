/** An attestor that is a key in this process: for development, where nothing of value hangs on it. */
import { bytesToHex, concatBytes, type Hex, hexToBytes } from 'viem'
import { privateKeyToAccount, sign } from 'viem/accounts'
import { demoKeyProblem, LOCAL_PASSPHRASE } from '../../../stellar/demo-key.ts'
import type { Attestor } from './attestor.ts'

export interface LocalKeyOptions {
  /** 32 bytes. */
  readonly privateKey: Hex
  readonly networkPassphrase: string
  /** The operator takes the risk on another network. @default false */
  readonly allowed?: boolean
}

/** The key may not be used here. */
export class LocalKeyRefused extends Error {
  override name = 'LocalKeyRefused'
}

/**
 * Signatures are deterministic (RFC 6979): two relays with one key send the same bytes.
 * @throws LocalKeyRefused on any network but the local one, unless it is allowed; a key of the demo is refused even then
 */
export const createLocalKey = ({ privateKey, networkPassphrase, allowed = false }: LocalKeyOptions): Attestor => {
  if (networkPassphrase !== LOCAL_PASSPHRASE && !allowed)
    throw new LocalKeyRefused(
      `A key in the relay's environment vouches for payments on "${networkPassphrase}": run a signer (RELAY_ATTESTOR_URL), or set RELAY_ALLOW_LOCAL_KEY=true`,
    )
  const problem = demoKeyProblem(hexToBytes(privateKey), networkPassphrase)
  if (problem !== null) throw new LocalKeyRefused(`RELAY_ATTESTOR_KEY: ${problem}`)
  return {
    publicKey: hexToBytes(privateKeyToAccount(privateKey).publicKey),
    sign: async (digest) => {
      const { r, s, yParity } = await sign({ hash: bytesToHex(digest), privateKey })
      return concatBytes([hexToBytes(r, { size: 32 }), hexToBytes(s, { size: 32 }), Uint8Array.of(yParity!)])
    },
  }
}
