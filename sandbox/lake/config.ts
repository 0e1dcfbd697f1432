/** The command line of the exporter; all problems are told at once. */
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { shown } from '../../program/echo.ts'
import type { Layout } from './layout.ts'

/** What the command line decides. */
export interface LakeExportConfig extends Layout {
  rpcUrl: string
  folder: string
  /** Goes on until it is told to stop. */
  follow: boolean
}

const MAX_LEDGERS = 1_000_000

const count = (usual: string) =>
  z
    .string()
    .default(usual)
    .refine((text) => /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= MAX_LEDGERS, {
      error: ({ input }) => `${shown(input)} is no whole number from 1 to ${MAX_LEDGERS}`,
    })
    .transform(Number)

const schema = z.object({
  rpc: z.url({ protocol: /^https?$/, error: 'needs the address of a Stellar RPC node' }),
  out: z.string({ error: 'needs a folder' }).min(1, { error: 'needs a folder' }),
  'ledgers-per-batch': count('1'),
  'batches-per-partition': count('64000'),
  follow: z.boolean().default(false),
})

const OPTIONS = {
  rpc: { type: 'string' },
  out: { type: 'string' },
  'ledgers-per-batch': { type: 'string' },
  'batches-per-partition': { type: 'string' },
  follow: { type: 'boolean' },
} as const

/** The parser's own messages repeat what they do not know, which may be an address with a key. */
const parse = (args: readonly string[]) => {
  try {
    return parseArgs({ args: [...args], options: OPTIONS }).values
  } catch {
    const known = Object.entries(OPTIONS).map(([name, { type }]) => `--${name}${type === 'string' ? ' …' : ''}`)
    throw new Error(`The export cannot start: it takes ${known.join(', ')} and nothing else`)
  }
}

/** @throws Error that lists every option that cannot be used */
export const loadLakeConfig = (args: readonly string[]): LakeExportConfig => {
  const values = parse(args)
  const { data, error } = schema.safeParse(values)
  if (!data) {
    const problems = error.issues.map(({ path, message }) => `  --${path.join('.')}: ${message}`)
    throw new Error(`The export cannot start:\n${problems.join('\n')}`)
  }
  return {
    rpcUrl: data.rpc,
    folder: data.out,
    ledgersPerBatch: data['ledgers-per-batch'],
    batchesPerPartition: data['batches-per-partition'],
    follow: data.follow,
  }
}
