/** Secrets from files: a variable `NAME` may be given as `NAME_FILE`, the path of a file that holds its value. */
import { readFileSync } from 'node:fs'

type Environment = Record<string, string | undefined>

/** The environment with its secrets filled in. A problem names variable and file, never what the file holds. */
export interface ResolvedSecrets {
  readonly env: Environment
  readonly problems: readonly string[]
}

/**
 * Fills in the variables `names` from their files, without the white space around the value. An empty variable, an
 * empty path and an empty file all count as not set, so that a deployment can mount a file for a secret it does not use.
 */
export const resolveSecretFiles = (env: Environment, names: readonly string[]): ResolvedSecrets => {
  const resolved = { ...env }
  const problems: string[] = []
  for (const name of names) {
    const variable = `${name}_FILE`
    const path = env[variable]
    delete resolved[variable]
    if (!path) continue
    if (env[name]) problems.push(`${name} and ${variable} are both set: keep one of them`)
    else {
      const read = readValue(path)
      if ('reason' in read) problems.push(`${variable}: cannot read ${named(path)} (${read.reason})`)
      else resolved[name] = read.value
    }
  }
  return { env: resolved, problems }
}

const readValue = (path: string): { readonly value: string } | { readonly reason: string } => {
  try {
    return { value: readFileSync(path, 'utf8').trim() }
  } catch (error) {
    return { reason: (error as NodeJS.ErrnoException).code ?? 'unknown error' }
  }
}

/** Somebody may have put the secret itself where its path belongs: only what looks like a path is repeated. */
const named = (path: string) => (/^\.{0,2}\//.test(path) ? path : 'the file that it names')
