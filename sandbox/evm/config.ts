/** The environment of the development EVM; all problems are told at once. */
import { join } from 'node:path'
import { z } from 'zod'
import { shown } from '../../program/echo.ts'

/** What the environment decides. */
export interface EvmConfig {
  readonly port: number
  /** Milliseconds between blocks. */
  readonly blockMs: number
  readonly stateFile: string
}

const number = (text: string, min: number, max: number) =>
  z
    .string()
    .default(text)
    .refine((value) => /^\d+$/.test(value) && Number(value) >= min && Number(value) <= max, {
      error: ({ input }) => `${shown(input)} is no whole number from ${min} to ${max}`,
    })
    .transform(Number)

const schema = z.object({
  EVM_PORT: number('8545', 0, 65_535),
  EVM_BLOCK_MS: number('2000', 100, 3_600_000),
  DATA_DIR: z.string().min(1).default('./data'),
})

/** @throws Error that lists every variable that cannot be used */
export const loadConfig = (env: Record<string, string | undefined> = process.env): EvmConfig => {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''))
  const { data, error } = schema.safeParse(set)
  if (!data) {
    const problems = error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`)
    throw new Error(
      `The development EVM cannot start:\n${problems.join('\n')}\nCorrect these variables (.env.example lists all).`,
    )
  }
  return {
    port: data.EVM_PORT,
    blockMs: data.EVM_BLOCK_MS,
    stateFile: join(data.DATA_DIR, 'evm', 'chain.json'),
  }
}
