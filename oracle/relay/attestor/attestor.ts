/** Who vouches for a proof: signs what a chunk's release needs, with the key that the stream's terms name. */
import { bytesToHex, recoverPublicKey } from 'viem'

/** Half of the order of secp256k1, rounded down: the contract takes no larger s. */
const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n

/** Signs; nothing else is asked of a key. */
export interface Attestor {
  /** Uncompressed: 65 bytes, the first 04. */
  readonly publicKey: Uint8Array
  /**
   * The signature as r ‖ s ‖ v (65 bytes), v = 0 or 1.
   * @param digest keccak256 of the message, 32 bytes
   * @param message what is vouched for, so that a signer of its own can look before it signs
   * @throws AttestorSilent when it should be asked again later
   */
  sign(digest: Uint8Array, message: Uint8Array): Promise<Uint8Array>
}

/** The attestor did not answer, or not now. */
export class AttestorSilent extends Error {
  override name = 'AttestorSilent'
}

/** The attestor's answer is not a signature of the digest by its key; sending it would only cost. */
export class AttestorWrong extends Error {
  override name = 'AttestorWrong'
}

/** Signs, and believes no signature before it has recovered the key from it. @throws AttestorSilent | AttestorWrong */
export const signChecked = async (attestor: Attestor, digest: Uint8Array, message: Uint8Array): Promise<Uint8Array> => {
  const signature = await attestor.sign(digest, message)
  if (signature.length !== 65) throw new AttestorWrong(`The attestor's signature has ${signature.length} bytes, not 65`)
  const v = signature[64]!
  if (v > 1) throw new AttestorWrong(`The attestor's signature ends in v = ${v}; the contract takes 0 or 1`)
  if (BigInt(bytesToHex(signature.subarray(32, 64))) > HALF_ORDER)
    throw new AttestorWrong("The attestor's signature has a high s; the contract takes the low one only")
  const signer = await recover(digest, signature)
  const own = bytesToHex(attestor.publicKey)
  if (signer !== own) throw new AttestorWrong(`The attestor signed with the key ${signer}, not with ${own}`)
  return signature
}

const recover = async (digest: Uint8Array, signature: Uint8Array): Promise<string> => {
  const [r, s] = [bytesToHex(signature.subarray(0, 32)), bytesToHex(signature.subarray(32, 64))]
  try {
    return await recoverPublicKey({ hash: bytesToHex(digest), signature: { r, s, yParity: signature[64]! } })
  } catch (cause) {
    throw new AttestorWrong("The attestor's signature is no point of the curve", { cause })
  }
}
