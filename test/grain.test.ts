/** The grain of the code: small files with one subject, short functions. Figures are checked, so that drift shows. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import ts from 'typescript5'
import { expect, test } from 'vitest'

const FOLDERS = ['contract', 'program', 'stellar', 'prisma', 'indexer', 'api', 'sandbox', 'oracle', 'start.ts']

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', ...FOLDERS], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file.endsWith('.ts'))

const sources = files.map((file) => ({ file, text: readFileSync(file, 'utf8') }))

const quantile = (sorted: readonly number[], part: number) => sorted[Math.floor(part * (sorted.length - 1))] ?? 0

const functionsOf = ({ file, text }: { file: string; text: string }) => {
  const found: { name: string; lines: number }[] = []
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const line = (position: number) => source.getLineAndCharacterOfPosition(position).line
  const visit = (node: ts.Node) => {
    if (ts.isFunctionLike(node) && 'body' in node && node.body && ts.isBlock(node.body as ts.Node)) {
      const body = node.body as ts.Block
      const name = node.name?.getText() ?? (node.parent as { name?: ts.Node }).name?.getText() ?? 'anonymous'
      found.push({ name: `${file} ${name}`, lines: line(body.end) - line(body.getStart()) + 1 })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

test('files: median at most 80 lines, nine of ten at most 200, none above 400', () => {
  const sizes = sources.map(({ file, text }) => ({ file, lines: text.split('\n').length - 1 }))
  const sorted = sizes.map(({ lines }) => lines).sort((a, b) => a - b)
  expect(sizes.filter(({ lines }) => lines > 400)).toEqual([])
  expect(quantile(sorted, 0.5)).toBeLessThanOrEqual(80)
  expect(quantile(sorted, 0.9)).toBeLessThanOrEqual(200)
})

test('functions: median at most 12 lines, nine of ten at most 40, none above 80', () => {
  const functions = sources.flatMap(functionsOf)
  const sorted = functions.map(({ lines }) => lines).sort((a, b) => a - b)
  expect(functions.filter(({ lines }) => lines > 80)).toEqual([])
  expect(quantile(sorted, 0.5)).toBeLessThanOrEqual(12)
  expect(quantile(sorted, 0.9)).toBeLessThanOrEqual(40)
})

test('no any, no empty catch, no thrown value that is no Error', () => {
  const loose = /(:\s*any\b|\bas any\b|catch\s*(\([^)]*\))?\s*\{\s*\}|@ts-ignore|\bthrow\s+['"`{])/
  expect(sources.filter(({ text }) => loose.test(text)).map(({ file }) => file)).toEqual([])
})
