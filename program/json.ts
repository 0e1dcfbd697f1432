/** JSON of a stranger: nested no deeper than the code behind it can follow. */

/** The text is not JSON, or nested too deep. */
export class UnreadableJson extends Error {
  override name = 'UnreadableJson'
}

/** Answers of nodes nest about ten levels; what prints or compares a value recurses, and fails at some thousands. */
const DEEPEST = 64

/** @throws UnreadableJson */
export const parseJson = (bytes: Buffer): unknown => {
  if (deeperThan(bytes, DEEPEST)) throw new UnreadableJson(`JSON nested deeper than ${DEEPEST} levels`)
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    // The parser's message quotes the text, which may be anything.
    throw new UnreadableJson(`cut off or not JSON (${bytes.length} bytes)`)
  }
}

const [QUOTE, BACKSLASH, OPEN_LIST, CLOSE_LIST, OPEN, CLOSE] = [...Buffer.from('"\\[]{}')] as [
  number,
  number,
  number,
  number,
  number,
  number,
]

/** One pass over the bytes: brackets count outside of strings only. */
const deeperThan = (bytes: Buffer, most: number): boolean => {
  let depth = 0
  let quoted = false
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]
    if (quoted) {
      if (byte === BACKSLASH) at++
      else if (byte === QUOTE) quoted = false
    } else if (byte === QUOTE) quoted = true
    else if (byte === OPEN || byte === OPEN_LIST) {
      if (++depth > most) return true
    } else if (byte === CLOSE || byte === CLOSE_LIST) depth--
  }
  return false
}
