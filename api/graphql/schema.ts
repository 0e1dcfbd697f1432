/** Puts the schema together: loads every file that defines types, defines nothing itself. */
import { builder } from './builder.ts'
import './scalars.ts'

/** The schema, validated when it is made. */
export const createSchema = () => builder.toSchema({ sortSchema: false })
