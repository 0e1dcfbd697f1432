/** `npm run bench [-- NAME…]`: runs the benches one after the other, each as a process of its own. */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

const NOT_A_BENCH = ['main.ts', 'report.ts']
const folder = import.meta.dirname
const known = readdirSync(folder)
  .filter((file) => file.endsWith('.ts') && !NOT_A_BENCH.includes(file))
  .map((file) => file.slice(0, -'.ts'.length))

const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !existsSync(join(folder, `${name}.ts`)))
if (unknown.length > 0) {
  console.error(`No bench is called ${unknown.join(', ')}. There are: ${known.join(', ')}.`)
  process.exit(2)
}

const names = wanted.length > 0 ? wanted : known
const failed = names.filter((name, i) => {
  console.error(`bench ${i + 1} of ${names.length}: ${name}`)
  const file = join(folder, `${name}.ts`)
  return spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', file], { stdio: 'inherit' }).status !== 0
})
if (failed.length > 0) console.error(`failed: ${failed.join(', ')}`)
process.exitCode = failed.length > 0 ? 1 : 0
