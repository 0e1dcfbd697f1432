/**
 * One representation for every text of a contract. A Soroban string is bytes: it may hold NUL (which PostgreSQL cannot
 * keep), bytes that are not UTF-8 (half of a surrogate pair among them), or controls that make a text read as another
 * one. Those bytes are written as `\xNN`; everything else stays as it is. A backslash is escaped only where it would be
 * read as an escape, so nothing is lost: `bytesOfText` gives the bytes back.
 */
import { isUtf8 } from 'node:buffer'

/**
 * C0 and C1 controls but tab and line breaks, and the embeddings, overrides and isolates of bidirectional text
 * (Unicode TR36 §2.10). Marks that right-to-left scripts need (U+200E, U+200F, U+061C) stay.
 */
const CONTROLS = '\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\u202a-\\u202e\\u2066-\\u2069'
const CONTROL = new RegExp(`[${CONTROLS}]`)
const HIDDEN = new RegExp(`[${CONTROLS}]|\\\\(?=x[0-9a-f]{2})`, 'g')
const ODD = new RegExp(`[${CONTROLS}\\ufffd]|\\\\x[0-9a-f]{2}`)
const ESCAPE = /\\x([0-9a-f]{2})/g

/** The text of a contract's string. */
export const textOfBytes = (bytes: Uint8Array): string => {
  const buffer = Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const text = buffer.toString('utf8')
  // Nearly every text: nothing to look at twice.
  if (!ODD.test(text)) return text
  return isUtf8(buffer) ? escapeHidden(text) : escapeInvalid(buffer)
}

/** The bytes of a text that `textOfBytes` made. */
export const bytesOfText = (text: string): Uint8Array => {
  const parts = text.split(ESCAPE)
  // split() puts what the group matched at the odd places.
  return Buffer.concat(parts.map((part, index) => Buffer.from(part, index % 2 === 1 ? 'hex' : 'utf8')))
}

/** Whether a text that somebody wrote holds characters that are shown as escapes. */
export const holdsHidden = (text: string): boolean => CONTROL.test(text)

/** A text of well-formed Unicode as `textOfBytes` would show it. */
export const escapeHidden = (text: string): string => text.replace(HIDDEN, (hidden) => escaped(Buffer.from(hidden)))

const escaped = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => `\\x${byte.toString(16).padStart(2, '0')}`).join('')

/** Well-formed runs stay characters; every byte between them is escaped. */
const escapeInvalid = (bytes: Buffer): string => {
  const parts: string[] = []
  let run = 0
  for (let at = 0; at < bytes.length; ) {
    const size = characterAt(bytes, at)
    if (size === 0) parts.push(escapeHidden(bytes.toString('utf8', run, at)), escaped(bytes.subarray(at, at + 1)))
    at += Math.max(size, 1)
    if (size === 0) run = at
  }
  return [...parts, escapeHidden(bytes.toString('utf8', run))].join('')
}

/** Bytes of the character at a place; 0 where there is none. */
const characterAt = (bytes: Buffer, at: number): number =>
  [1, 2, 3, 4].find((size) => at + size <= bytes.length && isUtf8(bytes.subarray(at, at + size))) ?? 0
