/**
 * Where the network is kept: a SQLite file, or memory. A closed ledger is written in one transaction, so that a crash
 * loses at most the ledger that was being closed.
 */
import { DatabaseSync } from 'node:sqlite'
import type { Closing } from './close-ledger.ts'
import type { AppliedTransaction, ClosedLedger, EventQuery, PublishedEvent } from './network.ts'
import type { Layer, StateEntry } from './state.ts'
import { entryRow, readEntry } from './store-entries.ts'
import { eventRow, readEvent } from './store-events.ts'
import { ledgerRow, readLedger } from './store-ledgers.ts'
import { prepareTables } from './store-schema.ts'
import { readTransaction, transactionRow } from './store-transactions.ts'

export interface Store {
  /** The latest ledger; undefined in a new store. */
  latest(): ClosedLedger | undefined
  ledger(sequence: number): ClosedLedger | undefined
  entries(): Iterable<StateEntry>
  /** Writes all of a closed ledger, or nothing. */
  save(closing: Pick<Closing, 'ledger' | 'layer'> & Partial<Closing>): void
  /** By its hash or its inner hash. */
  transaction(hash: string): AppliedTransaction | undefined
  transactions(ledger: number, position: number, limit: number): AppliedTransaction[]
  /** All of one ledger. */
  transactionsOf(ledger: number): AppliedTransaction[]
  events(query: EventQuery): PublishedEvent[]
  /** Forgets everything but whose network it is. */
  clear(): void
  close(): void
}

/** @throws Error naming the file when it is another network's, of another format, or open elsewhere */
export const openStore = (file: string, passphrase: string): Store => {
  const db = openDatabase(file, passphrase)
  const write = createWriter(db)
  const [latest, ledger, entries] = [
    db.prepare('select * from ledgers order by sequence desc limit 1'),
    db.prepare('select * from ledgers where sequence = ?'),
    db.prepare('select * from entries'),
  ]
  const transaction = db.prepare(
    'select * from transactions where hash = ?1 union all select * from transactions where inner_hash = ?1 limit 1',
  )
  const transactions = db.prepare(
    'select * from transactions where (ledger, position) >= (?, ?) order by ledger, position limit ?',
  )
  const transactionsOf = db.prepare('select * from transactions where ledger = ? order by position')
  return {
    latest: () => readLedger(latest.get()),
    ledger: (sequence) => readLedger(ledger.get(sequence)),
    *entries() {
      for (const row of entries.iterate()) yield readEntry(row)
    },
    save: write,
    transaction: (hash) => readTransaction(transaction.get(hash)),
    transactions: (from, position, limit) =>
      transactions.all(from, position, limit).map((row) => readTransaction(row)!),
    transactionsOf: (sequence) => transactionsOf.all(sequence).map((row) => readTransaction(row)!),
    events: (query) => selectEvents(db, query),
    clear: () => whole(db, () => db.exec(TABLES_OF_A_NETWORK.map((table) => `delete from ${table};`).join(' '))),
    close: () => db.close(),
  }
}

const TABLES_OF_A_NETWORK = ['entries', 'ledgers', 'transactions', 'events']

const openDatabase = (file: string, passphrase: string): DatabaseSync => {
  const db = new DatabaseSync(file)
  try {
    prepareTables(db, file, passphrase)
    return db
  } catch (cause) {
    db.close()
    const isLocked = cause instanceof Error && cause.message.includes('locked')
    throw isLocked ? new Error(`${file} is open in another process: stop that one first`, { cause }) : cause
  }
}

const createWriter = (db: DatabaseSync): Store['save'] => {
  const put = db.prepare(
    'insert or replace into entries (key, entry, live_until, ttl_modified, evicted) values (?, ?, ?, ?, ?)',
  )
  const remove = db.prepare('delete from entries where key = ?')
  const addLedger = db.prepare(
    `insert into ledgers (sequence, hash, close_time, header, transaction_set, upgrades, evicted_keys, state_size)
       values (?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const addTransaction = db.prepare(
    `insert into transactions (ledger, position, hash, inner_hash, close_time, successful, envelope, result, meta,
       fee_changes, post_fee_changes) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const addEvent = db.prepare(
    `insert into events (id, ledger, close_time, transaction_index, operation_index, tx_hash, type, contract_id,
       successful, topics, data) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  )
  const writeEntries = (layer: Layer): void => {
    for (const { before, after } of layer.changes()) {
      if (after === null) remove.run(before!.key)
      else put.run(...entryRow(after))
    }
  }
  return ({ ledger, layer, transactions = [], events = [] }) => {
    whole(db, () => {
      addLedger.run(...ledgerRow(ledger))
      writeEntries(layer)
      for (const transaction of transactions) addTransaction.run(...transactionRow(transaction))
      for (const event of events) addEvent.run(...eventRow(event))
    })
  }
}

/** All of it, or nothing. */
const whole = (db: DatabaseSync, write: () => void): void => {
  db.exec('begin immediate')
  try {
    write()
    db.exec('commit')
  } catch (error) {
    db.exec('rollback')
    throw error
  }
}

const PAGE = 1000

/** Pages through the events until enough of them match. */
const selectEvents = (db: DatabaseSync, query: EventQuery): PublishedEvent[] => {
  const { throughLedger, limit, contractIds = [], matches = () => true } = query
  const marks = contractIds.map(() => '?').join(', ')
  const ofContracts = contractIds.length === 0 ? '' : `and contract_id in (${marks})`
  // An id compares as text, and '~' sorts behind every digit: everything up to the end of the ledger.
  const last = `${String((BigInt(throughLedger) << 32n) | 0xffffffffn).padStart(19, '0')}~`
  const select = db.prepare(`select * from events where id >= ? and id <= ? ${ofContracts} order by id limit ?`)
  const found: PublishedEvent[] = []
  for (let from = query.from; found.length < limit; ) {
    const rows = select.all(from, last, ...contractIds, PAGE).map(readEvent)
    found.push(...rows.filter(matches).slice(0, limit - found.length))
    if (rows.length < PAGE) break
    from = `${rows.at(-1)!.id}~`
  }
  return found
}
