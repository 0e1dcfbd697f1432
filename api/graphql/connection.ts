/** Lists as Relay connections: arguments, cursors, totals; the same for every noun. */
import type { InputShapeFromFields, ObjectRef } from '@pothos/core'
import type { ListRequest } from '../reads/noun.ts'
import { COUNT_LIMIT, DEFAULT_PAGE, MAX_PAGE, type Page, type PageRequest } from '../reads/page.ts'
import { builder, type Types } from './builder.ts'
import { STATEMENT_COST } from './limits.ts'
import type { Rows } from './rows.ts'
import { SortDirection } from './sort-direction.ts'

/** An item with its cursor, which is made when it is asked for. */
class Edge<Row> {
  readonly node: Row
  readonly #page: Page<Row>

  constructor(node: Row, page: Page<Row>) {
    this.node = node
    this.#page = page
  }

  get cursor() {
    return this.#page.cursorOf(this.node)
  }
}

/** What resolvers of a connection get as parent. */
export class Connection<Row> {
  readonly page: Page<Row>

  constructor(page: Page<Row>) {
    this.page = page
  }

  get edges() {
    return this.page.rows.map((row) => new Edge(row, this.page))
  }

  get pageInfo() {
    const { rows, hasNextPage, hasPreviousPage, cursorOf } = this.page
    const [first, last] = [rows[0], rows.at(-1)]
    return {
      hasNextPage,
      hasPreviousPage,
      startCursor: first === undefined ? null : cursorOf(first),
      endCursor: last === undefined ? null : cursorOf(last),
    }
  }
}

/** The connection type of a noun, with its edge type. */
export const connectionType = <Type extends keyof Rows & string>(
  type: Type,
  items: string,
): ObjectRef<Types, Connection<Rows[Type]>> =>
  builder.connectionObject(
    {
      type: type as 'Bucket',
      name: `${type}Connection`,
      description: `A page of ${items}.`,
      fields: (t) => ({
        totalCount: t.int({
          description: `How many ${items} match the filter; ${COUNT_LIMIT + 1} means more than ${COUNT_LIMIT}. Counted only when it is asked for.`,
          complexity: STATEMENT_COST,
          resolve: (connection) => (connection as unknown as Connection<unknown>).page.count(),
        }),
      }),
    },
    { name: `${type}Edge`, description: `One of the ${items}, with its cursor.` },
  ) as unknown as ObjectRef<Types, Connection<Rows[Type]>>

/** The arguments of every connection. */
export const pageArgs = builder.args((t) => ({
  first: t.int({
    description: `Items from the start, or after \`after\`: ${MAX_PAGE} at most, ${DEFAULT_PAGE} where no size is given.`,
  }),
  after: t.string({ description: 'Cursor: only what comes after it.' }),
  last: t.int({ description: `Items from the end, or before \`before\`: ${MAX_PAGE} at most.` }),
  before: t.string({ description: 'Cursor: only what comes before it.' }),
}))

/** For lists of records, which have one order. */
export const recordArgs = builder.args((t) => ({
  direction: t.field({
    type: SortDirection,
    defaultValue: 'DESC' as const,
    required: true,
    description: 'Order on the chain; newest first where none is given.',
  }),
}))

/** For what belongs to a market. */
export const marketArgs = builder.args((t) => ({
  market: t.string({ description: 'Name of the market; may be left out where there is only one.' }),
}))

/** Cost of a connection: its statement, and its selection once per item. */
export const connectionCost = ({ first, last }: PageRequest) => ({
  field: STATEMENT_COST,
  multiplier: Math.min(Math.max(first ?? last ?? DEFAULT_PAGE, 1), MAX_PAGE),
})

/** The arguments of a list as they were given. */
type Given<Filter> = PageRequest & { readonly filter?: Filter | null | undefined }

/** A request for records in the order of the chain. */
export const recordRequest = <Filter>(
  args: Given<Filter> & InputShapeFromFields<typeof recordArgs>,
): ListRequest<Filter, 'POSITION'> => ({
  filter: args.filter ?? ({} as Filter),
  order: 'POSITION',
  descending: args.direction === 'DESC',
  page: pageOf(args),
})

/** A request in an order that the client chose. */
export const orderedRequest = <Filter, Order extends string>(
  args: Given<Filter> & { orderBy: { field: Order; direction: 'ASC' | 'DESC' } },
): ListRequest<Filter, Order> => ({
  filter: args.filter ?? ({} as Filter),
  order: args.orderBy.field,
  descending: args.orderBy.direction === 'DESC',
  page: pageOf(args),
})

const pageOf = ({ first, after, last, before }: PageRequest): PageRequest => ({ first, after, last, before })
