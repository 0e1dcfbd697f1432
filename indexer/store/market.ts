/** Rows of the networks and markets that are watched. */
import type { MarketAddress } from '../../contract/interface/market.ts'
import type { Sql } from '../../prisma/client.ts'

/** A market as the database knows it. */
export interface MarketRow {
  readonly id: number
  readonly networkId: number
  readonly startLedger: number
}

/** The configuration contradicts what the database holds; the message says what to change. */
export class MarketConflict extends Error {
  override name = 'MarketConflict'
}

/**
 * Finds or creates the rows of a market: its network's newest incarnation, itself, its watermark.
 * A start ledger is taken at creation only; a changed name renames the market.
 * @throws MarketConflict where the name already stands for another contract
 */
export const ensureMarket = (sql: Sql, address: MarketAddress): Promise<MarketRow> =>
  sql.begin(async (transaction) => {
    const { name, networkPassphrase, contractId, startLedger } = address
    await transaction`insert into network (passphrase) values (${networkPassphrase}) on conflict do nothing`
    const [network] = await transaction<{ id: number }[]>`
      select id from network where passphrase = ${networkPassphrase} order by incarnation desc limit 1`
    const [taken] = await transaction<{ contractId: string }[]>`
      select contract_id as "contractId" from market
      where name = ${name} and (network_id <> ${network!.id} or contract_id <> ${contractId})`
    if (taken)
      throw new MarketConflict(
        `the market name "${name}" already stands for contract ${taken.contractId} in this database: ` +
          `give ${contractId} another name`,
      )
    const [market] = await transaction<MarketRow[]>`
      insert into market (network_id, contract_id, name, start_ledger)
      values (${network!.id}, ${contractId}, ${name}, ${startLedger})
      on conflict (network_id, contract_id) do update set name = excluded.name
      returning id, network_id as "networkId", start_ledger as "startLedger"`
    await transaction`
      insert into watermark (market_id, ledger, tip_ledger)
      values (${market!.id}, ${market!.startLedger - 1}, ${market!.startLedger - 1}) on conflict do nothing`
    return market!
  })

/**
 * Opens a new incarnation of a network that was reset. Its markets keep their rows under a name with the number of the
 * old incarnation, so that both stay readable and the next start finds the old names free.
 * @returns the new names of the old markets
 * @throws MarketConflict where the database knows no such network
 */
export const openIncarnation = (sql: Sql, passphrase: string): Promise<string[]> =>
  sql.begin(async (transaction) => {
    const [old] = await transaction<{ id: number; incarnation: number }[]>`
      select id, incarnation from network where passphrase = ${passphrase} order by incarnation desc limit 1`
    if (!old) throw new MarketConflict(`this database holds no network "${passphrase}"`)
    await transaction`insert into network (passphrase, incarnation) values (${passphrase}, ${old.incarnation + 1})`
    const renamed = await transaction<{ name: string }[]>`
      update market set name = name || '-' || ${old.incarnation}::int where network_id = ${old.id} returning name`
    return renamed.map(({ name }) => name)
  })
