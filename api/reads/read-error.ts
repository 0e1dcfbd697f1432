/** A question that cannot be answered, in words for the one who asked. */
export class ReadError extends Error {
  override name = 'ReadError'
  readonly code: 'BAD_CURSOR' | 'BAD_INPUT' | 'UNKNOWN_MARKET' | 'NO_MARKET' | 'PAGE_TOO_LARGE' | 'TOO_SLOW'

  constructor(code: ReadError['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
