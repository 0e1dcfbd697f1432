/** Telemetry from a folder: its .ndjson files in the order of their names, each from where the last reading ended. */
import { open, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { shown } from '../../../program/echo.ts'
import { CHUNK, type Chunk, readGrowing, type Source, SourceUnavailable } from './source.ts'

/** Nothing is read before the first question. */
export const createFolderSource = (folder: string): Source => {
  const places = new Map<string, { offset: number }>()
  return {
    read: async function* (signal) {
      for (const name of await filesOf(folder)) {
        signal.throwIfAborted()
        const place = places.get(name) ?? { offset: 0 }
        places.set(name, place)
        yield* readGrowing(name, place, (offset) => chunkOf(join(folder, name), offset))
      }
    },
  }
}

const filesOf = async (folder: string): Promise<string[]> => {
  try {
    return (await readdir(folder)).filter((name) => name.endsWith('.ndjson')).sort()
  } catch (cause) {
    throw new SourceUnavailable(`the folder of telemetry ${shown(folder)} cannot be read: ${codeOf(cause)}`, { cause })
  }
}

/** The system's message repeats the path, which is shown as it may be shown already. */
const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? 'unknown error'

const chunkOf = async (path: string, offset: number): Promise<Chunk | null> => {
  try {
    await using file = await open(path)
    const { size } = await file.stat()
    if (size < offset) return null
    const bytes = Buffer.alloc(Math.min(CHUNK, size - offset))
    const { bytesRead } = await file.read(bytes, 0, bytes.length, offset)
    return { bytes: bytes.subarray(0, bytesRead), more: offset + bytesRead < size }
  } catch (cause) {
    throw new SourceUnavailable(`telemetry cannot be read: ${codeOf(cause)}`, { cause })
  }
}
