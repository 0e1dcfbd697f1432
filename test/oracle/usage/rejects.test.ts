import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import pino from 'pino'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createRejects, type Reject } from '../../../oracle/usage/rejects.ts'

let folder: string
let said: { msg: string }[]
const log = () =>
  pino(
    new Writable({
      write: (line: Buffer, _, done) => {
        said.push(JSON.parse(line.toString()))
        done()
      },
    }),
  )

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rejects-'))
  said = []
})
afterEach(() => rmSync(folder, { recursive: true }))

const reject = (text: string): Reject => ({ reason: 'malformed', problem: 'is no JSON', source: 'a', offset: 0, text })

test('rejects are appended to a file, one a line, their text cut', async () => {
  const file = join(folder, 'rejects.ndjson')
  const rejects = createRejects(file, log())
  rejects.add(reject('one'))
  await rejects.flush()
  rejects.add(reject('x'.repeat(2_000)))
  await rejects.flush()
  const lines = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Reject)
  expect(lines.map(({ text }) => text.length)).toEqual([3, 1_000])
  expect(lines[0]).toEqual(reject('one'))
  expect(said).toEqual([])
})

test('what cannot be written is kept, and told', async () => {
  const file = join(folder, 'none', 'rejects.ndjson')
  const rejects = createRejects(file, log())
  rejects.add(reject('one'))
  await rejects.flush()
  expect(said).toMatchObject([{ msg: `rejects cannot be written to ${file}: they are kept`, waiting: 1 }])
  rejects.add(reject('two'))
  await rejects.flush()
  expect(said[1]).toMatchObject({ waiting: 2 })
})

test('without a file the log shows the first, and counts the rest', async () => {
  const rejects = createRejects(undefined, log())
  for (let number = 0; number < 25; number++) rejects.add(reject(`line ${number}`))
  await rejects.flush()
  await rejects.flush()
  expect(said).toHaveLength(21)
  expect(said[0]).toMatchObject({ msg: 'sample rejected', reason: 'malformed', text: 'line 0' })
  expect(said[20]).toMatchObject({ more: 5 })
})

test('a flood of rejects is written as it comes, and bounded where it cannot be', async () => {
  const due = createRejects(join(folder, 'rejects.ndjson'), log())
  const calls = Array.from({ length: 2_000 }, (_, number) => due.add(reject(`line ${number}`)))
  expect(calls.flatMap((now, index) => (now ? [index + 1] : []))).toEqual([1_000, 2_000])

  const file = join(folder, 'late', 'rejects.ndjson')
  const stuck = createRejects(file, log())
  for (let number = 0; number < 25_000; number++) stuck.add(reject(`line ${number}`))
  await stuck.flush()
  expect(said.at(-1)).toMatchObject({ waiting: 20_000 })
  mkdirSync(join(folder, 'late'))
  await stuck.flush()
  expect(readFileSync(file, 'utf8').trim().split('\n')).toHaveLength(20_000)
  expect(said.at(-1)).toMatchObject({ dropped: 5_000 })
})

test('without a file a flood is counted, not kept', async () => {
  const rejects = createRejects(undefined, log())
  for (let number = 0; number < 50_000; number++) rejects.add(reject('x'))
  await rejects.flush()
  expect(said).toHaveLength(21)
  expect(said[20]).toMatchObject({ more: 49_980 })
})
