/** A data lake in a folder. A file is there whole or not at all: it is written under another name first. */
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { decodeBatch, encodeBatch } from './batch.ts'
import { type BatchRange, fileOf, isBatchFile, isPartition, type Layout, partitionOf } from './layout.ts'

const CONFIG = '.config.json'
const VERSION = '1.0'

/** What a lake says about itself. */
export interface LakeConfig extends Layout {
  networkPassphrase: string
}

/** The ledger a lake ends with. */
export interface LakeEnd {
  sequence: number
  /** Hex. */
  hash: string
}

/** A lake that can be written to. */
export interface Lake {
  layout: Layout
  /** Undefined while it is empty. */
  end(): LakeEnd | undefined
  /** @param metas LedgerCloseMeta each */
  write(range: BatchRange, metas: readonly Uint8Array[]): void
}

const schema = z.looseObject({
  networkPassphrase: z.string(),
  compression: z.literal('zstd'),
  ledgersPerBatch: z.int().min(1),
  batchesPerPartition: z.int().min(1),
})

/** Opens a lake, or begins one. @throws Error naming what differs when the folder holds another lake */
export const openLake = (folder: string, config: LakeConfig): Lake => {
  mkdirSync(folder, { recursive: true })
  const written = readConfig(folder)
  if (written === undefined) writeWhole(join(folder, CONFIG), describe(config))
  else checkSame(folder, written, config)
  return {
    layout: config,
    end: () => endOf(folder),
    write(range, metas) {
      const path = join(folder, partitionOf(range.start, config), fileOf(range.start, config))
      mkdirSync(dirname(path), { recursive: true })
      writeWhole(path, encodeBatch(range, metas))
    },
  }
}

const describe = ({ networkPassphrase, ledgersPerBatch, batchesPerPartition }: LakeConfig): string =>
  JSON.stringify({ networkPassphrase, version: VERSION, compression: 'zstd', ledgersPerBatch, batchesPerPartition })

const readConfig = (folder: string): LakeConfig | undefined => {
  if (!readdirSync(folder).includes(CONFIG)) return undefined
  try {
    return schema.parse(JSON.parse(readFileSync(join(folder, CONFIG), 'utf8')))
  } catch (cause) {
    throw new Error(`${join(folder, CONFIG)} does not describe a lake: choose another folder`, { cause })
  }
}

const checkSame = (folder: string, written: LakeConfig, asked: LakeConfig): void => {
  for (const name of ['networkPassphrase', 'ledgersPerBatch', 'batchesPerPartition'] as const) {
    if (written[name] === asked[name]) continue
    throw new Error(
      `${folder} is a lake with ${name} "${written[name]}" and not "${asked[name]}": choose another folder`,
    )
  }
}

/** Readers pass over names that begin with a dot. */
const writeWhole = (path: string, content: string | Uint8Array): void => {
  const unfinished = join(dirname(path), `.unfinished-${path.slice(dirname(path).length + 1)}`)
  writeFileSync(unfinished, content)
  renameSync(unfinished, path)
}

const endOf = (folder: string): LakeEnd | undefined => {
  const newest = newestBatch(folder)
  if (newest === undefined) return undefined
  const { endSequence, ledgerCloseMetas } = decodeBatch(readFileSync(newest))
  const last = ledgerCloseMetas.at(-1)
  if (last?.type !== 'v2') throw new Error(`${newest} ends with a ledger of version ${last?.type}; needed: v2`)
  return { sequence: endSequence, hash: Buffer.from(last.v2.ledgerHeader.hash.toBytes()).toString('hex') }
}

/** The first name is the newest. A partition may still be empty: its folder is made before its first file. */
const newestBatch = (folder: string): string | undefined => {
  const names = readdirSync(folder).sort()
  for (const inside of [...names.filter(isPartition), '']) {
    const newest = readdirSync(join(folder, inside)).sort().find(isBatchFile)
    if (newest !== undefined) return join(folder, inside, newest)
  }
  return undefined
}
