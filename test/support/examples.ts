/** The example queries of GraphiQL one by one, and what of an answer is empty. */
import { parse, print } from 'graphql'
import { EXAMPLE_QUERIES } from '../../api/graphql/examples.ts'

export interface Example {
  readonly name: string
  readonly kind: 'query' | 'mutation' | 'subscription'
  readonly text: string
}

export const EXAMPLES: readonly Example[] = parse(EXAMPLE_QUERIES).definitions.flatMap((definition) =>
  definition.kind === 'OperationDefinition'
    ? [{ name: definition.name?.value ?? '', kind: definition.operation, text: print(definition) }]
    : [],
)

/** Where an answer has a list without an entry, or nothing at all, at its outside: inside an entry a list may be empty. */
export const emptyPlaces = (value: unknown, path = ''): string[] => {
  if (value === null || value === undefined) return [path]
  if (Array.isArray(value)) return value.length === 0 ? [path] : []
  if (typeof value !== 'object') return []
  return Object.entries(value).flatMap(([name, part]) => emptyPlaces(part, `${path}.${name}`))
}
