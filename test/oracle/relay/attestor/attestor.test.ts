import { bytesToHex, hexToBytes, keccak256, recoverPublicKey, toBytes } from 'viem'
import { describe, expect, test } from 'vitest'
import { type Attestor, AttestorWrong, signChecked } from '../../../../oracle/relay/attestor/attestor.ts'
import { createLocalKey, LocalKeyRefused } from '../../../../oracle/relay/attestor/local-key.ts'
import { demoSecret } from '../../../../stellar/demo-key.ts'

const LOCAL = 'Standalone Network ; February 2017'
const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n
const keyOf = (name: string) =>
  createLocalKey({ privateKey: keccak256(toBytes(name)), networkPassphrase: LOCAL, allowed: false })
const message = toBytes('message')
const digest = keccak256(message, 'bytes')
const own = keyOf('attestor')

/** Signs with `own` and then does something to the signature. */
const spoiling = (spoil: (signature: Uint8Array) => Uint8Array): Attestor => ({
  ...own,
  sign: async (...asked) => spoil(await own.sign(...asked)),
})

describe('a key in the process', () => {
  test('signs so that its key is recovered, with v of 0 or 1 and the low s', async () => {
    for (let i = 0; i < 32; i++) {
      const other = keccak256(toBytes(`digest ${i}`), 'bytes')
      const signature = await signChecked(own, other, message)
      expect(signature).toHaveLength(65)
      const [r, s] = [bytesToHex(signature.subarray(0, 32)), bytesToHex(signature.subarray(32, 64))]
      expect(BigInt(s)).toBeLessThanOrEqual(ORDER / 2n)
      const recovered = await recoverPublicKey({
        hash: bytesToHex(other),
        signature: { r, s, yParity: signature[64]! },
      })
      expect(recovered).toBe(bytesToHex(own.publicKey))
    }
  })

  test('signs the same digest with the same bytes: a relay that was killed says the same again', async () => {
    expect(await own.sign(digest, message)).toEqual(await keyOf('attestor').sign(digest, message))
  })

  test('is refused on any network but the local one, unless it is allowed', () => {
    const options = { privateKey: keccak256(message), networkPassphrase: 'Test SDF Network ; September 2015' }
    expect(() => createLocalKey(options)).toThrow(LocalKeyRefused)
    expect(() => createLocalKey(options)).toThrow(/RELAY_ATTESTOR_URL.*RELAY_ALLOW_LOCAL_KEY=true/)
    expect(createLocalKey({ ...options, allowed: true }).publicKey).toHaveLength(65)
  })

  test("is refused there even where it is allowed, if it is one of the demo's", () => {
    const options = { privateKey: bytesToHex(demoSecret('any seed', 'attestor')), allowed: true }
    expect(() => createLocalKey({ ...options, networkPassphrase: 'Test SDF Network ; September 2015' })).toThrow(
      'RELAY_ATTESTOR_KEY: is a key of the demo market',
    )
    expect(createLocalKey({ ...options, networkPassphrase: LOCAL }).publicKey).toHaveLength(65)
  })
})

describe('a signature that the contract would not take is refused by name', () => {
  test.each([
    ['too short', (s: Uint8Array) => s.subarray(1), 'has 64 bytes'],
    ['v = 27', (s: Uint8Array) => s.with(64, s[64]! + 27), /ends in v = 2[78]/],
    ['the high s', (s: Uint8Array) => highS(s), 'has a high s'],
    ['the other v', (s: Uint8Array) => s.with(64, 1 - s[64]!), 'signed with the key'],
    ['no point', (s: Uint8Array) => s.fill(0, 0, 64), 'no point of the curve'],
  ] as const)('%s', async (_name, spoil, told) => {
    const signing = signChecked(spoiling(spoil), digest, message)
    await expect(signing).rejects.toThrow(AttestorWrong)
    await expect(signing).rejects.toThrow(told)
  })

  test('of another key', async () => {
    const wrong: Attestor = { publicKey: own.publicKey, sign: keyOf('other').sign }
    await expect(signChecked(wrong, digest, message)).rejects.toThrow(`not with ${bytesToHex(own.publicKey)}`)
  })
})

/** The other form of a signature: as good for ECDSA, and refused by the contract. */
const highS = (signature: Uint8Array) => {
  const s = ORDER - BigInt(bytesToHex(signature.subarray(32, 64)))
  const high = Uint8Array.from(signature)
  high.set(hexToBytes(`0x${s.toString(16).padStart(64, '0')}`), 32)
  return high.with(64, 1 - signature[64]!)
}
