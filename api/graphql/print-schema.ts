/** Writes `api/schema.graphql`: the public schema as text, so that a change of the API shows in a review. */
import { writeFileSync } from 'node:fs'
import { lexicographicSortSchema, printSchema } from 'graphql'
import { createSchema } from './schema.ts'

/** The text of `api/schema.graphql`. */
export const printedSchema = () => `${printSchema(lexicographicSortSchema(createSchema()))}\n`

if (import.meta.main) writeFileSync(new URL('../schema.graphql', import.meta.url), printedSchema())
