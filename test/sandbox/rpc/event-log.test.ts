import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { withEventLog } from '../../../sandbox/rpc/event-log.ts'

const FOLDER = '../shared/conformance/golden'
const missing = !existsSync(FOLDER)

interface Recorded {
  name: string
  kind: string
  answer: { result?: { error?: string; events?: string[]; latestLedger: number } }
}

/** Every simulation that a real node answered with an error of its host. */
const failedSimulations = () =>
  readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json') && file !== 'run.json')
    .flatMap((file) => {
      const recorded: Recorded[] = JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8'))
      return recorded.map((observation) => ({ title: `${file}: ${observation.name}`, ...observation }))
    })
    .filter(
      ({ kind, answer: { result } }) => kind === 'simulateTransaction' && result?.error && result.latestLedger > 0,
    )

const headOf = (error: string) => error.split('\n')[0]

/** The recorded text without the addresses in the node's own backtrace. */
const withoutBacktrace = (error: string) => error.replace(/\nBacktrace \(newest first\):[\s\S]*$/, '')

test.skipIf(missing)('the log is that of a real node for every failed simulation recorded', () => {
  const failed = failedSimulations()
  expect(failed.length).toBeGreaterThan(30)
  for (const { title, answer } of failed) {
    const { error = '', events = [] } = answer.result!
    const bare = `${headOf(error)}\nDebugInfo not available\n`
    const made = withEventLog(
      bare,
      events.map((event) => Buffer.from(event, 'base64')),
    )
    expect(made, title).toBe(withoutBacktrace(error))
  }
})

test('without events the text stays as the host wrote it', () => {
  const error = 'HostError: Error(Budget, ExceededLimit)\nDebugInfo not available\n'
  expect(withEventLog(error, [])).toBe(error)
})
