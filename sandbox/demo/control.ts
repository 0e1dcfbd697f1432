/** The development controls of the local network: its clock, and closing ledgers on demand. */
import { postJson } from './post.ts'

export interface Control {
  /** Starts or stops the clock that closes ledgers. */
  setClock(running: boolean): Promise<void>
  /** Closes a ledger at once. @param closeTime unix seconds, later than the one before; absent: the network's own next */
  close(closeTime?: bigint): Promise<{ sequence: number; closeTime: bigint }>
}

/** @param origin address of the local network, e.g. `http://localhost:8000` */
export const connectControl = (origin: string): Control => ({
  setClock: async (running) => void (await postJson(`${origin}/control/clock`, { running })),
  close: async (closeTime) => {
    const body = closeTime === undefined ? { ledgers: 1 } : { ledgers: 1, closeTime: String(closeTime) }
    const answer = (await postJson(`${origin}/control/close`, body)) as { sequence: number; closeTime: string }
    return { sequence: answer.sequence, closeTime: BigInt(answer.closeTime) }
  },
})
