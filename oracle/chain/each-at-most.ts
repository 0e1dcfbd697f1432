/**
 * Does something for each item, at most `count` at once; answers the results in the order of the items. After a failure no
 * further item is begun, and it is thrown once those under way have ended: nothing goes on behind the caller's back.
 */
export const eachAtMost = async <T, R>(
  count: number,
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<R[]> => {
  const results: R[] = []
  const failures: unknown[] = []
  const queue = items.entries()
  const worker = async () => {
    for (const [index, item] of queue) {
      if (failures.length > 0) return
      try {
        results[index] = await work(item)
      } catch (error) {
        failures.push(error)
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(count, items.length) }, worker))
  if (failures.length > 0) throw failures[0]
  return results
}
