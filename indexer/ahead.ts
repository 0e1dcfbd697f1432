/** Reading and writing at the same time. */

/**
 * Gives what the source gives, while already producing the item after it: the next page comes over the network while
 * the one before is written.
 */
export async function* ahead<T>(source: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = watched(source.next())
  for (;;) {
    const { done, value } = await next
    if (done) return
    next = watched(source.next())
    yield value
  }
}

/** A failure is thrown where the item is awaited; until then it is not yet an unhandled one. */
const watched = <T>(promise: Promise<T>): Promise<T> => {
  promise.catch((error: unknown) => error)
  return promise
}
