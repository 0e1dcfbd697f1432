/**
 * Stellar's text form of addresses ("strkey"): base32 of a version byte, 32 bytes and a CRC-16/XMODEM checksum,
 * little-endian. Source: stellar-protocol, SEP-23. Written out here because the mouth of the API knows no SDK.
 */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const VERSION: Record<string, number> = { G: 6 << 3, C: 2 << 3 }
const SHAPE = /^[GC][A-Z2-7]{55}$/

/** Whether the text is an account (G…) or a contract (C…) with a right checksum. */
export const isAddress = (text: string): boolean => {
  if (!SHAPE.test(text)) return false
  const bytes = decodeBase32(text)
  const checksum = bytes[33]! | (bytes[34]! << 8)
  return bytes[0] === VERSION[text[0]!] && crc16(bytes.subarray(0, 33)) === checksum
}

const decodeBase32 = (text: string): Uint8Array => {
  const bytes = new Uint8Array(Math.floor((text.length * 5) / 8))
  let bits = 0
  let buffer = 0
  let at = 0
  for (const letter of text) {
    buffer = ((buffer << 5) | ALPHABET.indexOf(letter)) & 0xfff
    bits += 5
    if (bits >= 8) {
      bits -= 8
      bytes[at++] = (buffer >> bits) & 0xff
    }
  }
  return bytes
}

const crc16 = (bytes: Uint8Array): number => {
  let crc = 0
  for (const byte of bytes) {
    crc ^= byte << 8
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff
  }
  return crc
}
