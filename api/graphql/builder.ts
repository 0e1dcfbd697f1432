/**
 * The schema builder: plugins, scalars and the names of the types. It holds no types itself; `schema.ts` loads the files
 * that do. Fields are non-null unless they say `nullable: true`; every type, field, argument and value has a description.
 */
import SchemaBuilder from '@pothos/core'
import ComplexityPlugin from '@pothos/plugin-complexity'
import RelayPlugin from '@pothos/plugin-relay'
import type { Context } from './context.ts'
import { ERROR_CODES } from './errors.ts'
import { decodeGlobalId, encodeGlobalId } from './global-id.ts'
import { complexityError, FIELD_COST, LIMITS } from './limits.ts'
import type { Rows } from './rows.ts'

/** A scalar that is read as `In` from arguments and given as `Out` by resolvers. */
interface Scalar<In, Out> {
  Input: In
  Output: Out
}

export interface SchemaTypes {
  Context: Context
  DefaultFieldNullability: false
  DefaultEdgesNullability: { list: false; items: false }
  DefaultNodeNullability: false
  Objects: Rows
  Scalars: {
    ID: Scalar<string, string>
    Address: Scalar<string, string>
    TokenAmount: Scalar<bigint, bigint | string>
    UInt32: Scalar<number, number | bigint>
    UInt64: Scalar<bigint, bigint | string | number>
    Hash: Scalar<string, string>
    DateTime: Scalar<Date, Date>
    JSON: Scalar<never, unknown>
  }
}

export const builder = new SchemaBuilder<SchemaTypes>({
  plugins: [RelayPlugin, ComplexityPlugin],
  defaultFieldNullability: false,
  complexity: {
    defaultComplexity: FIELD_COST,
    limit: { complexity: LIMITS.cost, depth: LIMITS.depth },
    complexityError,
  },
  relay: {
    encodeGlobalID: encodeGlobalId,
    decodeGlobalID: decodeGlobalId,
    idFieldOptions: { description: 'Id of this object among all objects of this API, for `node` and for caches.' },
    nodeTypeOptions: { description: 'An object that can be fetched again by its id.' },
    nodeQueryOptions: {
      description: 'The object with this id, or null when there is none (any more).',
      args: { id: { description: 'An id that this API gave.' } },
    },
    nodesQueryOptions: {
      description: 'The objects with these ids, in their order; null for each that does not exist.',
      args: { ids: { description: 'Ids that this API gave; 100 at most.' } },
    },
    pageInfoTypeOptions: { description: 'Where a page stands in its list.' },
    hasNextPageFieldOptions: { description: 'Whether the list goes on after this page.' },
    hasPreviousPageFieldOptions: { description: 'Whether the list has items before this page.' },
    startCursorFieldOptions: { description: 'Cursor of the first item of the page; null on an empty page.' },
    endCursorFieldOptions: { description: 'Cursor of the last item of the page; null on an empty page.' },
    cursorFieldOptions: { description: 'Place of this item in the list; give it as `after` or `before`.' },
    nodeFieldOptions: { description: 'The item.', nullable: false },
    edgesFieldOptions: {
      description: 'The items of the page with their cursors.',
      nullable: { list: false, items: false },
      complexity: { field: 0, multiplier: 1 },
    },
    pageInfoFieldOptions: { description: 'Where this page stands in the list.' },
    nodesOnConnection: {
      description: 'The items of the page, without cursors.',
      complexity: { field: 0, multiplier: 1 },
    },
    clientMutationId: 'omit',
  },
})

/** All that Pothos knows of the schema's types. */
export type Types = typeof builder.$inferSchemaTypes

const codes = Object.entries(ERROR_CODES).map(([code, advice]) => `${code}: ${advice}`)

builder.queryType({
  description: `Reads. Each answer says in \`extensions.completeThrough\` through which ledger it is complete.

Errors have a code in \`extensions.code\`:
${codes.join('\n')}`,
})
