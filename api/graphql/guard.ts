/** Refuses queries that are too long or name the same thing too often, before anything is executed. */
import { maxAliasesPlugin } from '@escape.tech/graphql-armor-max-aliases'
import { maxTokensPlugin } from '@escape.tech/graphql-armor-max-tokens'
import type { Plugin } from 'graphql-yoga'
import { clientError } from './errors.ts'
import { LIMITS } from './limits.ts'

/** Throws the error that has a code, in place of the plugin's own. */
const refuse = (code: 'TOO_MANY_ALIASES' | 'TOO_MANY_TOKENS', message: string) => () => {
  throw clientError(code, message)
}

/** Depth and cost are checked by the complexity plugin of the builder, because they depend on variables. */
export const useGuard = (): Plugin[] => [
  maxTokensPlugin({
    n: LIMITS.tokens,
    onReject: [refuse('TOO_MANY_TOKENS', `The query is longer than ${LIMITS.tokens} tokens.`)],
  }) as Plugin,
  maxAliasesPlugin({
    n: LIMITS.aliases,
    allowList: [],
    onReject: [refuse('TOO_MANY_ALIASES', `The query has more than ${LIMITS.aliases} aliases.`)],
  }) as Plugin,
]
