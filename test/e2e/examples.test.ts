/** The example queries of GraphiQL, and the sums of the whole market, on the demo market. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { EXAMPLES, emptyPlaces } from '../support/examples.ts'
import { type DemoMarket, type Stack, startDemoMarket, startStack } from '../support/stack.ts'

let demo: DemoMarket
let stack: Stack

beforeAll(async () => {
  demo = await startDemoMarket(30)
  stack = await startStack(demo)
  await stack.caughtUp()
}, 500_000)

afterAll(async () => {
  await stack?.close()
  await demo?.close()
})

test.each(EXAMPLES.filter(({ kind }) => kind === 'query'))('the example $name answers with data', async ({ text }) => {
  const { data, errors } = await stack.ask(text)
  expect(errors).toBeUndefined()
  expect(emptyPlaces(data)).toEqual([])
})

test('everything reconciles', async () => {
  const { data } = await stack.ask('{ market { totals { streams { status count } units { status count } disputes { status count } payments { kind count } sums { asset reconciles } streamSums { asset reconciles } held { asset total { formatted symbol } credits { units } reconciles } } } }')
  console.log(JSON.stringify(data, null, 1))
  expect(JSON.stringify(data)).not.toContain('"reconciles":false')
})
