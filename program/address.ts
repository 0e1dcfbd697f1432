/** Addresses (URLs): what of them may be shown, and who can read what is sent there. */

/** Host and port: user, path and query may hold a key. */
export const hostOf = (url: string): string => new URL(url).host

/** Enough to find a file again: origin and file name, without folders and query, which may hold a key. */
export const fileOf = (url: string): string => {
  const { origin, pathname } = new URL(url)
  const folders = pathname.slice(0, pathname.lastIndexOf('/') + 1)
  const name = pathname.slice(folders.length)
  return `${origin}${folders === '/' ? '/' : '/…/'}${/^[\w-]{1,40}\.[a-z]{2,8}$/.test(name) ? name : '…'}`
}

const LOOPBACK = /^(localhost|[a-z0-9-]+\.localhost|127(\.\d{1,3}){3}|\[::1\])$/

/** Whether nobody on the way can read or change what is sent there: https, or this machine. */
export const isConfidential = (url: string): boolean => {
  const { protocol, hostname } = new URL(url)
  return protocol === 'https:' || LOOPBACK.test(hostname)
}

/** Whether this is an address of the web. */
export const isHttp = (text: string): boolean => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)

/** Whether this is an address of a PostgreSQL database. */
export const isPostgres = (text: string): boolean => /^postgres(ql)?:\/\//.test(text) && URL.canParse(text)

/** Warns of nodes that are asked over plain http through a network. */
export const warnExposed = (log: { warn(fields: object, message: string): void }, urls: readonly string[]): void => {
  const nodes = urls.filter((url) => !isConfidential(url)).map(hostOf)
  if (nodes.length > 0)
    log.warn({ nodes }, 'asked over plain http: anybody on the way can read and change the answers; prefer https')
}
