/** The API on a database of a test, asked through its front door; every statement it sends is written down. */
import pino from 'pino'
import { createApi } from '../../api/server.ts'
import type { TransactionsByMarket } from '../../api/transactions/transactions.ts'
import { openReaderSql } from '../../prisma/client.ts'
import type { TestDatabase } from './postgres.ts'

export interface Answer {
  // biome-ignore lint/suspicious/noExplicitAny: what a test asks for, it knows the shape of
  readonly data: any
  readonly errors?: { message: string; path?: (string | number)[]; extensions: { code: string } }[]
  readonly extensions?: { completeThrough: Record<string, { ledger: number; closedAt: string } | null> }
}

export interface TestApi {
  /** Asks without the network. */
  ask(query: string, variables?: Record<string, unknown>): Promise<Answer>
  fetch(path: string, init?: RequestInit): Promise<Response>
  /** The statements of the last `ask`, white space folded; the read of the markets is left out. */
  readonly statements: string[]
  /** What was logged as an error. */
  readonly logged: unknown[]
  close(): Promise<void>
}

/** Close it before the database. */
export const openApi = (
  database: Pick<TestDatabase, 'url'>,
  { transactions = new Map() as TransactionsByMarket, positionMaxAgeMs = 0, statementTimeoutMs = 10_000 } = {},
): TestApi => {
  const statements: string[] = []
  const logged: unknown[] = []
  const onStatement = (text: string) => {
    const folded = text
      .replace(/\s+/g, ' ')
      .trim()
      .replace(COLUMNS, (columns, table) => `${table}.{${columns.split(', ').length}}`)
    if (!isHousekeeping(folded)) statements.push(folded)
  }
  const sql = openReaderSql({
    url: database.url,
    connections: 2,
    applicationName: 'test api',
    onStatement,
    statementTimeoutMs,
  })
  const log = { ...pino({ level: 'silent' }), error: (...args: unknown[]) => void logged.push(...args) } as never
  const api = createApi({ sql, transactions, log, positionMaxAgeMs })
  const fetch = async (path: string, init?: RequestInit): Promise<Response> =>
    api.yoga.fetch(`http://api${path}`, init ?? {})
  return {
    ask: async (query, variables) => {
      statements.length = 0
      const headers = { 'content-type': 'application/json' }
      const answer = await fetch('/graphql', { method: 'POST', headers, body: JSON.stringify({ query, variables }) })
      return (await answer.json()) as Answer
    },
    fetch,
    statements,
    logged,
    close: async () => {
      await api.close()
      await sql.end()
    },
  }
}

export interface Subscription<Message> {
  /** The next message, which must have no error. */
  message(): Promise<Message>
  /** The next result as it is. */
  next(): Promise<{ data?: Record<string, Message>; errors?: { extensions: { code: string } }[] }>
  end(): Promise<void>
}

/** The messages of a feed, as server-sent events carry them. */
export const subscribe = async <Message>(
  api: TestApi,
  field: string,
  query: string,
  variables: Record<string, unknown>,
): Promise<Subscription<Message>> => {
  const controller = new AbortController()
  const response = await api.fetch('/graphql', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query, variables }),
    signal: controller.signal,
  })
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  const next: Subscription<Message>['next'] = async () => {
    for (;;) {
      const found = /event: next\ndata: (.*)\n\n/.exec(text)
      if (found) {
        text = text.slice(found.index + found[0].length)
        return JSON.parse(found[1]!)
      }
      const { value, done } = await reader.read()
      if (done) throw new Error(`The feed ended: ${text}`)
      text += value
    }
  }
  const message = async () => {
    const { data, errors } = await next()
    if (errors) throw new Error(`The message has errors: ${JSON.stringify(errors)}`)
    return data![field]!
  }
  const end = async () => {
    await reader.cancel()
    controller.abort()
  }
  return { message, next, end }
}

/** Columns of a table with their names for the row: shown as `table.{count}`. */
const COLUMNS = /(\w+)\.\w+ as "[\w.]+"(?:, \1\.\w+ as "[\w.]+")+/g

const isHousekeeping = (statement: string) => /\bfrom market m\b|pg_catalog\.pg_type/.test(statement)

/** The data of an answer that must have no errors. */
export const dataOf = ({ data, errors }: Answer) => {
  if (errors) throw new Error(`The answer has errors: ${JSON.stringify(errors, null, 2)}`)
  return data
}

/** Code and text of the first error. */
export const errorOf = ({ errors }: Answer) => {
  if (!errors?.[0]) throw new Error('The answer has no error')
  return { code: errors[0].extensions.code, message: errors[0].message }
}

/** Follows a list from its start to its end. @returns every node */
export const walk = async (
  page: (cursor: string | null) => Promise<{ nodes: unknown[]; pageInfo: { next: boolean; cursor: string | null } }>,
) => {
  const all: unknown[] = []
  for (let cursor: string | null = null; ; ) {
    const { nodes, pageInfo } = await page(cursor)
    all.push(...nodes)
    if (!pageInfo.next) return all
    cursor = pageInfo.cursor
  }
}
