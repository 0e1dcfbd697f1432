/** How a message shows a value of the configuration: a secret, meant or pasted by mistake, is described and not repeated. */

const LONGEST = 120
/** A longer run of letters and digits is a key or a token; a name of several words has dashes, as a UUID has. */
const LONGEST_WORD = 16
const LONGEST_NAME_WITH_DIGITS = 24
/** Recovery phrases have 12 words or more. */
const MOST_WORDS = 11

/** What a secret never looks like: few short words, plain punctuation. An @ or :/ belongs to an address with a password. */
const isHarmless = (value: string): boolean =>
  value.length <= LONGEST &&
  !/@|:\/|[^\p{L}\p{N}\p{P}\p{S} ]/u.test(value) &&
  !value.match(/[A-Za-z0-9_-]+/g)?.some(isKeyLike) &&
  value.trim().split(/\s+/).length <= MOST_WORDS

const isKeyLike = (run: string): boolean =>
  run.split(/[_-]/).some((word) => word.length > LONGEST_WORD) ||
  (run.length > LONGEST_NAME_WITH_DIGITS && /\d/.test(run))

/** Accounts and contracts of Stellar are public; a secret key begins with S. */
const isPublicAddress = (value: string): boolean => /^[GCM][A-Z2-7]{1,68}$/.test(value)

/** The value of a variable that holds no secret, in quotes, unless it looks like one: then what it is. */
export const shown = (value: unknown): string => {
  if (typeof value !== 'string') return described(value)
  return isPublicAddress(value) || isHarmless(value) ? `"${value}"` : described(value)
}

/** What a value is, never the value: for variables that may hold a secret. */
export const described = (value: unknown): string => {
  if (typeof value !== 'string') return value === null ? 'null' : `a value of type ${typeof value}`
  if (/S[A-Z2-7]{55}/.test(value)) return 'a secret key (S…)'
  if (/[0-9a-f]{64}/i.test(value)) return 'a key in hexadecimal digits'
  const [, scheme] = /^([a-z][a-z0-9+.-]{0,15}):\/\//i.exec(value) ?? []
  if (scheme !== undefined) return `an address that begins with ${scheme}://`
  if (value.includes('@')) return `${value.length} characters with an @`
  return `${value.length} characters`
}
