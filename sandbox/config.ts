/** The environment of the local network; all problems are told at once. */
import { join } from 'node:path'
import { z } from 'zod'
import { shown } from '../program/echo.ts'

/** What the environment decides. */
export interface SandboxConfig {
  port: number
  /** Milliseconds between ledgers; 0: a ledger closes as soon as a transaction waits. */
  ledgerMs: number
  clockRunning: boolean
  /** Unix seconds of the first ledger of a fresh state. */
  genesisCloseTime: bigint | undefined
  /** Ledgers a new persistent entry lives; undefined: as on the public test network. */
  minPersistentTtl: number | undefined
  /** Ledgers a new temporary entry lives. */
  minTemporaryTtl: number | undefined
  /** How deep an expired entry has sunk before it is evicted. */
  evictionLevel: number | undefined
  storeFile: string
}

const number = (text: string, min: number, max: number) =>
  z
    .string()
    .default(text)
    .refine((value) => /^\d+$/.test(value) && Number(value) >= min && Number(value) <= max, {
      error: ({ input }) => `${shown(input)} is no whole number from ${min} to ${max}`,
    })
    .transform(Number)

const MAX_TTL = 3_110_400

const lifetime = z
  .string()
  .refine((value) => /^\d+$/.test(value) && Number(value) >= 1 && Number(value) <= MAX_TTL, {
    error: ({ input }) => `${shown(input)} is no whole number of ledgers from 1 to ${MAX_TTL}`,
  })
  .transform(Number)
  .optional()

const schema = z.object({
  SANDBOX_PORT: number('8000', 0, 65_535),
  SANDBOX_LEDGER_MS: number('2000', 0, 3_600_000),
  SANDBOX_CLOCK: z
    .enum(['running', 'paused'], { error: ({ input }) => `${shown(input)} is neither running nor paused` })
    .default('running'),
  SANDBOX_GENESIS_TIME: z
    .string()
    .regex(/^\d{1,15}$/, { error: ({ input }) => `${shown(input)} is no time in unix seconds` })
    .transform(BigInt)
    .optional(),
  SANDBOX_MIN_PERSISTENT_TTL: lifetime,
  SANDBOX_MIN_TEMPORARY_TTL: lifetime,
  SANDBOX_EVICTION_LEVEL: z
    .string()
    .regex(/^([1-9]|10)$/, { error: ({ input }) => `${shown(input)} is no level from 1 to 10` })
    .transform(Number)
    .optional(),
  DATA_DIR: z.string().min(1).default('./data'),
})

/** @throws Error that lists every variable that cannot be used */
export const loadConfig = (env: Record<string, string | undefined> = process.env): SandboxConfig => {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const { data, error } = schema.safeParse(set)
  if (!data) {
    const problems = error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`)
    throw new Error(
      `The local network cannot start:\n${problems.join('\n')}\nCorrect these variables (.env.example lists all).`,
    )
  }
  return {
    port: data.SANDBOX_PORT,
    ledgerMs: data.SANDBOX_LEDGER_MS,
    clockRunning: data.SANDBOX_CLOCK === 'running',
    genesisCloseTime: data.SANDBOX_GENESIS_TIME,
    minPersistentTtl: data.SANDBOX_MIN_PERSISTENT_TTL,
    minTemporaryTtl: data.SANDBOX_MIN_TEMPORARY_TTL,
    evictionLevel: data.SANDBOX_EVICTION_LEVEL,
    storeFile: join(data.DATA_DIR, 'sandbox', 'network.sqlite'),
  }
}
