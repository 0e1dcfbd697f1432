/** The usage oracle as a process of its own. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'

export interface OracleProcess {
  readonly ended: Promise<number | null>
  output(): string
  errors(): string
  /** Resolves once the output holds the text. @throws Error where the process ends before */
  says(text: string): Promise<void>
  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null>
}

/** @param env on top of nothing but the path: what a test does not name has its default */
export const startOracleProcess = (env: Record<string, string>, ...args: string[]): OracleProcess => {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', 'oracle/usage/main.ts', ...args], {
    env: { PATH: process.env.PATH, ORACLE_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  let errors = ''
  child.stdout.on('data', (data: Buffer) => {
    output += data
  })
  child.stderr.on('data', (data: Buffer) => {
    errors += data
  })
  const ended = once(child, 'close').then(([code]) => code as number | null)
  return {
    ended,
    output: () => output,
    errors: () => errors,
    says: async (text) => {
      for (;;) {
        if (output.includes(text)) return
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(`the oracle ended without saying "${text}": ${output}${errors}`)
        await Promise.race([once(child.stdout, 'data'), ended])
      }
    },
    kill: (signal) => {
      child.kill(signal)
      return ended
    },
  }
}
