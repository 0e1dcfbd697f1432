/** Configuration of the demo market, from the environment. */
import { join } from 'node:path'
import { z } from 'zod'

const schema = z.object({
  /** Address of the local network; absent: this machine, at SANDBOX_PORT. */
  SANDBOX_URL: z.url().optional(),
  SANDBOX_PORT: z.coerce.number().int().min(1).max(65535).default(8000),
  DATA_DIR: z.string().min(1).default('./data'),
  /** Address of the GraphQL API; absent: this machine, at API_PORT. */
  API_URL: z.url().optional(),
  API_PORT: z.coerce.number().int().min(1).max(65535).default(4000),
  /** Another seed, another market. */
  DEMO_SEED: z.string().min(1).default('flashindex'),
  /** Rounds of the market per ledger: 0.25 acts every fourth ledger, 0 plays the history and stops. */
  DEMO_SPEED: z.coerce.number().min(0).max(10).default(1),
  /** Folder for the telemetry of running deals, which a usage oracle reads; absent: the demo reports usage itself. */
  DEMO_TELEMETRY: z.string().min(1).optional(),
  /** Development EVM on which providers prove their data, for a relay; absent: the demo releases chunks itself. */
  DEMO_EVM_URL: z.url().optional(),
  /** Days of history that a new market is given. */
  DEMO_DAYS: z.coerce.number().int().min(0).max(365).default(30),
})

export interface DemoConfig {
  /** Address of the local network. */
  readonly origin: string
  readonly rpcUrl: string
  readonly apiUrl: string
  readonly marketsFile: string
  readonly seed: string
  readonly speed: number
  readonly days: number
  /** Folder; undefined: no usage oracle runs beside the demo. */
  readonly telemetry: string | undefined
  /** Undefined: no relay runs beside the demo. */
  readonly evmUrl: string | undefined
}

/** @throws Error with all problems in one message */
export const readConfig = (env: NodeJS.ProcessEnv = process.env): DemoConfig => {
  const result = schema.safeParse(env)
  if (!result.success)
    throw new Error(
      `The demo can't start:\n${result.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`).join('\n')}`,
    )
  const config = result.data
  const origin = config.SANDBOX_URL ?? `http://localhost:${config.SANDBOX_PORT}`
  return {
    origin,
    rpcUrl: `${origin}/rpc`,
    apiUrl: config.API_URL ?? `http://localhost:${config.API_PORT}/graphql`,
    marketsFile: join(config.DATA_DIR, 'markets.json'),
    seed: config.DEMO_SEED,
    speed: config.DEMO_SPEED,
    days: config.DEMO_DAYS,
    telemetry: config.DEMO_TELEMETRY,
    evmUrl: config.DEMO_EVM_URL,
  }
}
