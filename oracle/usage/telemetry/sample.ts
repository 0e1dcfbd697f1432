/**
 * One measurement of a deal, as telemetry carries it: a line of NDJSON. `oracle/usage/telemetry.schema.json` is this schema
 * for senders in other languages (`node oracle/usage/print-schema.ts`).
 */
import { z } from 'zod'

const address = z.string().regex(/^[GC][A-Z2-7]{55}$/, 'is no Stellar address (G… or C…)')
const YEAR_9999 = 253_402_300_799

/** What a sender says. Of two samples of a deal with the same `at` the first counts. */
export const sampleSchema = z
  .object({
    deal_id: z.int().min(1).max(0xffff_ffff).describe("The deal's number on the market."),
    consumer: address.describe("The consumer's address."),
    provider: address.describe("The provider's address."),
    at: z.int().min(1).max(YEAR_9999).describe('When it was measured, unix seconds. One sample a deal and second.'),
    storage_mb: z.int().min(0).describe('What lay stored at that moment, in MB (1 GB is 1024 MB).'),
    egress_mb: z
      .int()
      .min(0)
      .describe('What was sent out since the sample before, in whole MB; the sender carries fractions on to the next.'),
    latency_ms: z
      .int()
      .min(0)
      .nullable()
      .optional()
      .describe('Mean time to the first byte, in milliseconds; null or absent where nothing answered.'),
    up: z.boolean().describe('Whether the storage answered.'),
  })
  .meta({
    title: 'Telemetry sample',
    description:
      'A measurement of a deal of the FlashOnStellar market. Files hold one sample a line (NDJSON), are only ever appended to, and may hold late, repeated and unordered samples.',
  })

/** A sample that is well-formed; quantities in MB, times in unix seconds. */
export interface Sample {
  readonly dealId: number
  readonly consumer: string
  readonly provider: string
  readonly at: number
  readonly storageMb: bigint
  readonly egressMb: bigint
  /** null where nothing answered. */
  readonly latencyMs: number | null
  readonly up: boolean
}

/** The most that is believed; more is a broken meter. */
export interface SampleLimits {
  readonly maxStorageMb: bigint
  /** In one sample. */
  readonly maxEgressMb: bigint
}

const MAX_LATENCY_MS = 600_000

/** What a line turned out to be. */
export type Reading =
  | { readonly sample: Sample }
  | { readonly reject: 'malformed' | 'absurd'; readonly problem: string }

/** Reads a line. Pure. */
export const readSample = (line: string, limits: SampleLimits): Reading => {
  const json = parseJson(line)
  if (json === undefined) return { reject: 'malformed', problem: 'is no JSON' }
  const result = sampleSchema.safeParse(json)
  if (!result.success) return { reject: 'malformed', problem: problemsOf(result.error) }
  const sample = toSample(result.data)
  const absurd = absurdity(sample, limits)
  return absurd === undefined ? { sample } : { reject: 'absurd', problem: absurd }
}

const parseJson = (line: string): unknown => {
  try {
    return JSON.parse(line)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

const problemsOf = ({ issues }: z.ZodError) =>
  issues.map(({ path, message }) => `${path.join('.') || 'the whole'}: ${message}`).join('; ')

const toSample = (said: z.infer<typeof sampleSchema>): Sample => ({
  dealId: said.deal_id,
  consumer: said.consumer,
  provider: said.provider,
  at: said.at,
  storageMb: BigInt(said.storage_mb),
  egressMb: BigInt(said.egress_mb),
  latencyMs: said.latency_ms ?? null,
  up: said.up,
})

const absurdity = ({ storageMb, egressMb, latencyMs }: Sample, { maxStorageMb, maxEgressMb }: SampleLimits) => {
  if (storageMb > maxStorageMb) return `storage_mb: ${storageMb} is above ${maxStorageMb}`
  if (egressMb > maxEgressMb) return `egress_mb: ${egressMb} is above ${maxEgressMb}`
  if ((latencyMs ?? 0) > MAX_LATENCY_MS) return `latency_ms: ${latencyMs} is above ${MAX_LATENCY_MS}`
  return undefined
}
