/** Runs a task on each item, so many at once; results in the order of the items. The first failure ends the rest. */
export const inParallel = async <T, R>(
  items: readonly T[],
  width: number,
  task: (item: T) => Promise<R>,
): Promise<R[]> => {
  const results: R[] = []
  let next = 0
  let failed = false
  const work = async () => {
    while (!failed && next < items.length) {
      const at = next++
      try {
        results[at] = await task(items[at]!)
      } catch (error) {
        failed = true
        throw error
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, work))
  return results
}
