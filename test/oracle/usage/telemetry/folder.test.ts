import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createFolderSource } from '../../../../oracle/usage/telemetry/folder.ts'
import {
  CHUNK,
  joinSources,
  type Line,
  type Source,
  SourceUnavailable,
} from '../../../../oracle/usage/telemetry/source.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'telemetry-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const linesOf = async (source: Source) => {
  const lines: Line[] = []
  for await (const line of source.read(new AbortController().signal)) lines.push(line)
  return lines
}

const texts = async (source: Source) => (await linesOf(source)).map(({ text }) => text)

test('files are read in the order of their names, each from where the last reading ended', async () => {
  const source = createFolderSource(folder)
  writeFileSync(join(folder, '02.ndjson'), 'three\n')
  writeFileSync(join(folder, '01.ndjson'), 'one\n\ntwo\r\n')
  writeFileSync(join(folder, 'notes.txt'), 'no telemetry\n')
  expect(await texts(source)).toEqual(['one', 'two', 'three'])
  expect(await texts(source)).toEqual([])
  appendFileSync(join(folder, '01.ndjson'), 'four\n')
  expect(await texts(source)).toEqual(['four'])
})

test('a line is read once it is whole, and its place is told', async () => {
  const source = createFolderSource(folder)
  writeFileSync(join(folder, 'a.ndjson'), 'whole\nha')
  expect(await texts(source)).toEqual(['whole'])
  appendFileSync(join(folder, 'a.ndjson'), 'lf\n')
  const lines = await linesOf(source)
  expect(lines).toEqual([{ text: 'half', source: 'a.ndjson', offset: 6 }])
})

test('a file that was begun anew is read anew', async () => {
  const source = createFolderSource(folder)
  writeFileSync(join(folder, 'a.ndjson'), 'a long first line\n')
  await texts(source)
  writeFileSync(join(folder, 'a.ndjson'), 'short\n')
  expect(await texts(source)).toEqual(['short'])
})

test('a file larger than a chunk is read whole, a line that fills a chunk is passed over as one', async () => {
  const source = createFolderSource(folder)
  const lines = Array.from({ length: 6_000 }, (_, index) => `line ${String(index).padStart(1_000, '0')}`)
  writeFileSync(join(folder, 'a.ndjson'), `${lines.join('\n')}\n`)
  expect(await texts(source)).toEqual(lines)
  appendFileSync(join(folder, 'a.ndjson'), `${'x'.repeat(CHUNK)}\nafter\n`)
  expect(await texts(source)).toEqual(['x'.repeat(200), 'after'])
})

test('a folder that is not there is said, and several sources are read one after the other', async () => {
  await expect(texts(createFolderSource(join(folder, 'none')))).rejects.toThrow(SourceUnavailable)
  writeFileSync(join(folder, 'a.ndjson'), 'a\n')
  expect(await texts(joinSources([createFolderSource(folder), createFolderSource(folder)]))).toEqual(['a', 'a'])
})

test('of a line that is too long for a sample only the start is kept', async () => {
  writeFileSync(join(folder, 'a.ndjson'), `${'x'.repeat(16 * 1024)}\n${'y'.repeat(16 * 1024 - 1)}\nshort\n`)
  const lines = await texts(createFolderSource(folder))
  expect(lines.map(({ length }) => length)).toEqual([200, 16 * 1024 - 1, 5])
})

test('a folder that may be a misplaced secret is not named', async () => {
  const failing = texts(createFolderSource('user:password@host'))
  await expect(failing).rejects.toThrow('the folder of telemetry 18 characters with an @ cannot be read: ENOENT')
})

test('a flood of lines leaves everything else in the process its turn', async () => {
  writeFileSync(join(folder, 'a.ndjson'), 'x\n'.repeat(50_000))
  let turns = 0
  const timer = setInterval(() => turns++, 0)
  expect(await texts(createFolderSource(folder))).toHaveLength(50_000)
  clearInterval(timer)
  expect(turns).toBeGreaterThan(5)
})
