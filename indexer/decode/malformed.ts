/** A value that is not what the contract's interface says; `path` grows outwards while the reader unwinds. */
export class Malformed extends Error {
  override name = 'Malformed'
  #path = ''

  /** Names the field that the value was read for. */
  within(field: string): this {
    this.#path = this.#path === '' ? field : `${field}.${this.#path}`
    return this
  }

  /** The whole story in one line: `state.balance: is of the type string, not u128`. */
  get reason(): string {
    return this.#path === '' ? this.message : `${this.#path}: ${this.message}`
  }
}
