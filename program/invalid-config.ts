/** The environment or the command line cannot be used; the message lists every problem, and no secret. */
export class InvalidConfig extends Error {
  override name = 'InvalidConfig'
}
