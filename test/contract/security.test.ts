import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const rows = readFileSync('contract/SECURITY.md', 'utf8')
  .split('\n')
  .filter((line) => /^\| [STRIDE] \|/.test(line))
  .map((line) => line.split(' | '))

/** `file` name, `file` name … A name may hold commas, but no backtick. */
const testsOf = (cell: string) =>
  [...cell.matchAll(/`([^`]+)` ([^`]+?)(?=, `|\s*\|?$)/g)].map(([, file, name]) => ({ file: file!, name: name! }))

const sourceOf = (file: string) => (file.includes('/') ? file : `contract/src/test/${file}`)

const isThere = ({ file, name }: { file: string; name: string }) => {
  if (!existsSync(sourceOf(file))) return false
  const source = readFileSync(sourceOf(file), 'utf8')
  return file.endsWith('.rs') ? source.includes(`#[test]\nfn ${name}()`) : source.includes(`test('${name}'`)
}

test('every letter of STRIDE has its rows', () => {
  expect(new Set(rows.map(([letter]) => letter!.replace('| ', '')))).toEqual(new Set('STRIDE'))
})

test('every row says threat, place and remedy, and names a test', () => {
  for (const row of rows) {
    expect(row, row.join(' | ')).toHaveLength(5)
    expect(testsOf(row[4]!).length, row[1]).toBeGreaterThan(0)
  }
})

test('every test that is named is there', () => {
  const named = rows.flatMap((row) => testsOf(row[4]!))
  expect(named.filter((one) => !isThere(one))).toEqual([])
})
