/** What the migration command reads from its environment. */
import { z } from 'zod'
import { InvalidConfig } from '../program/invalid-config.ts'
import { resolveSecretFiles } from '../program/secret-file.ts'

const schema = z.object({
  DATABASE_URL: z.url({
    protocol: /^postgres(ql)?$/,
    error: 'set DATABASE_URL to postgres://user:password@host:port/name',
  }),
})

/** May also be given as files, by `NAME_FILE`. */
const SECRETS = ['DATABASE_URL']

/** The database to migrate. @throws InvalidConfig that names the variable */
export const readConfig = (env: NodeJS.ProcessEnv = process.env): { databaseUrl: string } => {
  const { env: resolved, problems } = resolveSecretFiles(env, SECRETS)
  if (problems.length > 0) throw new InvalidConfig(problems.join('\n'))
  const result = schema.safeParse(resolved)
  if (!result.success) throw new InvalidConfig(result.error.issues.map((issue) => issue.message).join('\n'))
  return { databaseUrl: result.data.DATABASE_URL }
}
