import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { telemetrySchema } from '../../../../oracle/usage/print-schema.ts'
import { readSample } from '../../../../oracle/usage/telemetry/sample.ts'
import { CONSUMER, PROVIDER, said } from './said.ts'

const LIMITS = { maxStorageMb: 1_000n, maxEgressMb: 100n }
const read = (change: object) => readSample(JSON.stringify({ ...said, ...change }), LIMITS)

test('a sample is read with quantities as bigint', () => {
  expect(read({})).toEqual({
    sample: {
      dealId: 7,
      consumer: CONSUMER,
      provider: PROVIDER,
      at: 1_790_000_000,
      storageMb: 512n,
      egressMb: 3n,
      latencyMs: 42,
      up: true,
    },
  })
})

test('latency may be missing, fields that are not known are passed over', () => {
  expect(read({ latency_ms: null, up: false, meter: 'm1' })).toMatchObject({ sample: { latencyMs: null, up: false } })
  expect(read({ latency_ms: undefined })).toMatchObject({ sample: { latencyMs: null } })
})

test('what is no sample is malformed, and all problems are named', () => {
  expect(readSample('{"deal_id":', LIMITS)).toEqual({ reject: 'malformed', problem: 'is no JSON' })
  expect(read({ deal_id: 0, consumer: 'GABC', storage_mb: 1.5, up: 'yes' })).toMatchInlineSnapshot(`
    {
      "problem": "deal_id: Too small: expected number to be >=1; consumer: is no Stellar address (G… or C…); storage_mb: Invalid input: expected int, received number; up: Invalid input: expected boolean, received string",
      "reject": "malformed",
    }
  `)
  expect(readSample('null', LIMITS)).toMatchObject({ reject: 'malformed' })
  expect(read({ storage_mb: -1 })).toMatchObject({ reject: 'malformed' })
})

test('what no meter can have seen is absurd', () => {
  expect(read({ storage_mb: 1_001 })).toEqual({ reject: 'absurd', problem: 'storage_mb: 1001 is above 1000' })
  expect(read({ egress_mb: 101 })).toMatchObject({ reject: 'absurd' })
  expect(read({ latency_ms: 600_001 })).toMatchObject({ reject: 'absurd' })
})

test('telemetry.schema.json is the schema that samples are read with', () => {
  const file = new URL('../../../../oracle/usage/telemetry.schema.json', import.meta.url)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(telemetrySchema()))
})
