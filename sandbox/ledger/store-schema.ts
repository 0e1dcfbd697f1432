/** The tables of the network's store, and what makes a file one of them. */
import type { DatabaseSync } from 'node:sqlite'

/** Raised when the tables or the meaning of their content change: older files are refused. */
export const FORMAT = '2'

const TABLES = `
  create table about (name text primary key, value text not null) without rowid;
  create table entries (key blob primary key, entry blob not null, live_until integer not null, ttl_modified integer not null, evicted integer not null) without rowid;
  create table ledgers (
    sequence integer primary key, hash blob not null, close_time integer not null, header blob not null, transaction_set blob not null,
    upgrades blob not null, evicted_keys blob not null, state_size integer not null
  );
  create table transactions (
    ledger integer not null, position integer not null, hash text not null, inner_hash text, close_time integer not null, successful integer not null,
    envelope blob not null, result blob not null, meta blob not null, fee_changes blob not null, post_fee_changes blob not null,
    primary key (ledger, position)
  ) without rowid;
  create index transactions_hash on transactions (hash);
  create index transactions_inner_hash on transactions (inner_hash) where inner_hash is not null;
  create table events (
    id text primary key, ledger integer not null, close_time integer not null, transaction_index integer not null, operation_index integer not null,
    tx_hash text not null, type text not null, contract_id text not null, successful integer not null, topics blob not null, data blob not null
  ) without rowid;
  create index events_contract on events (contract_id, id);
  create index events_ledger on events (ledger);
`

/** Makes the tables in an empty file; in another, checks that it is this network's. @throws Error naming the file */
export const prepareTables = (db: DatabaseSync, file: string, passphrase: string): void => {
  db.exec('pragma journal_mode = wal; pragma synchronous = normal; pragma locking_mode = exclusive')
  const isEmpty = db.prepare('select count(*) as n from sqlite_master').get()!.n === 0
  if (isEmpty) createTables(db, passphrase)
  else checkAbout(db, file, passphrase)
}

const checkAbout = (db: DatabaseSync, file: string, passphrase: string): void => {
  const about = readAbout(db, file)
  if (about.get('format') !== FORMAT) {
    const found = about.get('format') ?? 'none'
    throw new Error(`${file} is a network store of format ${found}, this program needs ${FORMAT}: run "npm run reset"`)
  }
  if (about.get('passphrase') !== passphrase) {
    const found = about.get('passphrase')
    throw new Error(
      `${file} holds the network "${found}" and not "${passphrase}": run "npm run reset" or use another file`,
    )
  }
}

const createTables = (db: DatabaseSync, passphrase: string): void => {
  db.exec('begin immediate')
  db.exec(TABLES)
  const insert = db.prepare('insert into about (name, value) values (?, ?)')
  insert.run('format', FORMAT)
  insert.run('passphrase', passphrase)
  db.exec('commit')
}

const readAbout = (db: DatabaseSync, file: string): Map<string, string> => {
  try {
    const rows = db.prepare('select name, value from about').all()
    return new Map(rows.map((row) => [String(row.name), String(row.value)]))
  } catch (cause) {
    throw new Error(`${file} is no network store: run "npm run reset" or use another file`, { cause })
  }
}
