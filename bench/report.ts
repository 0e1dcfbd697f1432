/** How a bench reports: one JSON object with its figures, the commit and the machine, printed and kept in bench/results. */
import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'

/** Figures by name; the name says the unit, e.g. `eventsPerSecond`, `p99Ms`. */
export type Figures = Record<string, number | string | boolean>

/** Prints the figures and writes them to bench/results/<name>.json. */
export const report = (name: string, figures: Figures): void => {
  const result = { name, ...figures, commit: commit(), machine: machine() }
  const folder = join(import.meta.dirname, 'results')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, `${name}.json`), `${JSON.stringify(result, null, 2)}\n`)
  console.log(JSON.stringify(result))
}

/** The value below which `part` (0 to 1) of the values lie; NaN of none. */
export const quantile = (values: readonly number[], part: number): number => {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? Number.NaN
}

/** Rounded to `digits` decimals, for figures that people read. */
export const rounded = (value: number, digits = 1): number => Number(value.toFixed(digits))

const git = (...args: string[]) => execFileSync('git', args, { encoding: 'utf8' }).trim()

/** With `+` where the work tree differs from the commit. */
const commit = () =>
  `${git('rev-parse', '--short=12', 'HEAD')}${git('status', '--porcelain', '--untracked-files=no') ? '+' : ''}`

const machine = () => ({
  cpu: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  memoryGiB: rounded(totalmem() / 2 ** 30),
  node: process.version,
})
