/** Puts the development EVM together and listens; for `main.ts`, and for tests that want one in their own process. */
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname } from 'node:path'
import { VERIFIER_ADDRESS } from './address.ts'
import { type Chain, type ChainState, createChain, newChain } from './chain.ts'
import { createMethods } from './methods.ts'
import { createEvmHandler } from './rpc.ts'
import { createVerifier, type Verifier } from './verifier.ts'

export interface EvmOptions {
  /** 0 takes a free one. */
  readonly port: number
  readonly blockMs: number
  /** Where the chain is kept; without one it ends with the process. */
  readonly stateFile?: string
}

/** An EVM that listens. */
export interface Evm {
  readonly url: string
  readonly chain: Chain
  readonly verifier: Verifier
  close(): Promise<void>
}

/** Blocks follow the wall clock; those missed while it stood are there at once. @throws Error of code EADDRINUSE */
export const startEvm = async ({ port, blockMs, stateFile }: EvmOptions): Promise<Evm> => {
  const chain = createChain(readState(stateFile, blockMs))
  const verifier = createVerifier(chain, VERIFIER_ADDRESS)
  const changed = () => (stateFile === undefined ? undefined : writeState(stateFile, chain.state))
  const tick = () => {
    const due = Math.floor((Date.now() - chain.state.genesis * 1000) / chain.state.blockMs)
    const published = chain.pending().length
    if (due > chain.head()) chain.mine(due - chain.head())
    if (published > chain.pending().length) changed()
  }
  tick()
  const answer = createMethods({ chain, verifier })
  const server = createServer(createEvmHandler({ chain, verifier, answer }))
  await listen(server, port)
  const clock = setInterval(tick, Math.min(blockMs, 1000))
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    chain,
    verifier,
    close: async () => {
      clearInterval(clock)
      await shut(server)
      if (chain.pending().length > 0) chain.mine()
      changed()
    },
  }
}

const readState = (file: string | undefined, blockMs: number): ChainState => {
  const fresh = newChain(Math.floor(Date.now() / 1000), blockMs)
  if (file === undefined) return fresh
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ChainState
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return fresh
    throw error
  }
}

/** Whole or not at all. */
const writeState = (file: string, state: ChainState) => {
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(`${file}.new`, JSON.stringify(state))
  renameSync(`${file}.new`, file)
}

const listen = (server: Server, port: number) =>
  new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, () => resolve())
  })

const shut = (server: Server) =>
  new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
