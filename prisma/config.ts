/** What the migration command reads from its environment. */
import { z } from 'zod'

const schema = z.object({
  DATABASE_URL: z.url({
    protocol: /^postgres(ql)?$/,
    error: 'set DATABASE_URL to postgres://user:password@host:port/name',
  }),
})

/** The database to migrate. @throws Error that names the variable */
export const readConfig = (env: NodeJS.ProcessEnv = process.env): { databaseUrl: string } => {
  const result = schema.safeParse(env)
  if (!result.success) throw new Error(result.error.issues.map((issue) => issue.message).join('\n'))
  return { databaseUrl: result.data.DATABASE_URL }
}
