/** The numbers of sandbox/host/README.md: `node test/sandbox/host/measure.ts`. */
import { readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { loadHost } from '../../../sandbox/host/host.ts'
import { compileHost, hostModulePath } from '../../../sandbox/host/module.ts'
import { alice } from './support/cast.ts'
import { deployDollar, transfer } from './support/scenarios.ts'
import { createWorld, simulated } from './support/world.ts'

const ROUNDS = 500

const milliseconds = (run: () => unknown): number => {
  const start = performance.now()
  run()
  return performance.now() - start
}

const report = (what: string, times: number[]): void => {
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]!.toFixed(2)
  console.log(`${what}: median ${at(0.5)} ms, p95 ${at(0.95)} ms (${sorted.length} runs)`)
}

const repeat = (rounds: number, run: () => unknown): number[] => Array.from({ length: rounds }, () => milliseconds(run))

const bytes = readFileSync(hostModulePath())
console.log(`module: ${bytes.length} bytes, ${gzipSync(bytes, { level: 9 }).length} with gzip -9`)
report('compile', [milliseconds(() => compileHost())])
report(
  'instantiate',
  repeat(20, () => loadHost({ snapshot: () => undefined })),
)

const world = createWorld()
deployDollar(world)
const given = simulated(world.simulate(transfer(1n), alice))
for (const round of ['first calls', 'warm']) {
  report(
    `simulate an asset transfer, ${round}`,
    repeat(ROUNDS, () => world.simulate(transfer(1n), alice)),
  )
  report(
    `apply an asset transfer, ${round}`,
    repeat(ROUNDS, () => world.apply(transfer(1n), alice, given)),
  )
}
report(
  'load the settings',
  repeat(100, () => world.host.loadConfig()),
)
console.log(`linear memory: ${(world.host.memoryBytes() / 2 ** 20).toFixed(1)} MiB`)
