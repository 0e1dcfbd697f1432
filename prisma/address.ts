/** Addresses of databases (`postgres://user:password@host:port/name?options`). */

/** The role of everything that must not write; a migration creates it. */
export const READER_ROLE = 'flashindex_reader'

/** The same server, another database. */
export const withDatabase = (url: string, database: string): string => {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  return changed.href
}

/** The name of the database in an address. */
export const databaseOf = (url: string): string => decodeURIComponent(new URL(url).pathname.slice(1))

/** The same database, with server settings that hold for each connection from its first statement on. */
export const withSettings = (url: string, settings: Record<string, string | number>): string => {
  const changed = new URL(url)
  const added = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`)
  changed.searchParams.set('options', [changed.searchParams.get('options'), ...added].filter(Boolean).join(' '))
  // Drivers read a + in an address as a plus sign, not as a space.
  return changed.href.replaceAll('+', '%20')
}

/** The same database, as the role that can only read. */
export const asReader = (url: string): string => withSettings(url, { role: READER_ROLE })
