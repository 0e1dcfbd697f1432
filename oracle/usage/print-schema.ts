/** `node oracle/usage/print-schema.ts`: writes telemetry.schema.json, for senders in other languages. */
import { writeFileSync } from 'node:fs'
import { z } from 'zod'
import { sampleSchema } from './telemetry/sample.ts'

export const telemetrySchema = (): string =>
  `${JSON.stringify(z.toJSONSchema(sampleSchema, { io: 'input' }), null, 2)}\n`

if (import.meta.main) writeFileSync(new URL('./telemetry.schema.json', import.meta.url), telemetrySchema())
