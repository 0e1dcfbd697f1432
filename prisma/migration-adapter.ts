/** What Prisma's schema engine needs of a database, with four repairs of its PostgreSQL adapter. */
import { randomUUID } from 'node:crypto'
import { PrismaPg } from '@prisma/adapter-pg'
import { ColumnTypeEnum } from '@prisma/driver-adapter-utils'
import pg from 'pg'
import { withDatabase } from './address.ts'

type Adapter = Awaited<ReturnType<PrismaPg['connect']>>

const CHAR = 18
const TEXT = 25

/** Every pool it opened must be ended by `end()`: freeing the engine leaves them open. */
export class MigrationAdapter extends PrismaPg {
  readonly #url: string
  readonly #pools: pg.Pool[] = []

  constructor(url: string) {
    super({ connectionString: url })
    this.#url = url
  }

  override async connect(): Promise<Adapter> {
    return this.#adapt(this.#open(this.#url))
  }

  // The adapter's own shadow database would be the real one (the address beats the name), and is dropped while connected.
  override async connectToShadowDb(): Promise<Adapter> {
    const shadow = `shadow_${randomUUID().replaceAll('-', '')}`
    const main = this.#open(this.#url)
    await main.query(`create database ${shadow}`)
    const pool = this.#open(withDatabase(this.#url, shadow))
    const adapter = await this.#adapt(pool)
    adapter.dispose = async () => {
      await this.#end(pool)
      await main.query(`drop database ${shadow}`)
    }
    return adapter
  }

  /** Closes every connection that is still open. */
  async end() {
    for (const pool of [...this.#pools]) await this.#end(pool)
  }

  #open(connectionString: string): pg.Pool {
    const pool = new pg.Pool({ connectionString, max: 2 })
    // An idle connection that the server closes: whoever queries next is told, and at the end nobody has to be.
    pool.on('error', () => undefined)
    this.#pools.push(pool)
    return pool
  }

  async #end(pool: pg.Pool) {
    const index = this.#pools.indexOf(pool)
    if (index < 0) return
    this.#pools.splice(index, 1)
    await pool.end()
  }

  async #adapt(pool: pg.Pool): Promise<Adapter> {
    // The adapter cannot read the type "char" of the system tables: it is told text, and the engine "char" again.
    let chars: number[] = []
    const query = pool.query.bind(pool) as (config: pg.QueryConfig) => Promise<pg.QueryResult>
    const disguised = async (config: pg.QueryConfig) => {
      const result = await query(config)
      chars = (result.fields ?? []).flatMap((field, index) => (field.dataTypeID === CHAR ? [index] : []))
      for (const index of chars) result.fields[index]!.dataTypeID = TEXT
      return result
    }
    const adapter = await new PrismaPg(Object.assign(pool, { query: disguised })).connect()
    // The adapter splits at every semicolon, also inside $$ … $$: a script is sent whole.
    adapter.executeScript = async (script) => void (await query({ text: script }))
    const queryRaw = adapter.queryRaw.bind(adapter)
    adapter.queryRaw = async (statement) => {
      const result = await queryRaw(statement)
      for (const index of chars) result.columnTypes[index] = ColumnTypeEnum.Character
      return result
    }
    return adapter
  }
}
