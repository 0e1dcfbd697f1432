import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Keypair } from '@stellar/stellar-sdk'
import { bytesToHex } from 'viem'
import { expect, test } from 'vitest'
import { readConfig } from '../../../oracle/relay/config.ts'
import { InvalidConfig } from '../../../program/invalid-config.ts'
import { demoSecret } from '../../../stellar/demo-key.ts'
import { keypairOf } from '../../support/accounts.ts'

const LOCAL = 'Standalone Network ; February 2017'
const TESTNET = 'Test SDF Network ; September 2015'
const KEY = `0x${'11'.repeat(32)}`
const PUBLIC_KEY = `0x04${'22'.repeat(64)}`
const SIGNER = keypairOf('relay')
const VERIFIER = `0x${'aB'.repeat(20)}`

const ENV = {
  NETWORK_PASSPHRASE: LOCAL,
  CONTRACT_ID: 'CAJHP5EPVXJAXEF4Q3VNC4M3LK6IKUET62H5OYBUSIUETDOQ3RLC77WE',
  START_LEDGER: '2',
  RPC_URL: 'http://localhost:8000/rpc',
  RELAY_SECRET: SIGNER.secret(),
  RELAY_ATTESTOR_KEY: KEY,
  RELAY_EVM_RPC_URL: 'http://a, https://b/key',
  RELAY_EVM_VERIFIER: VERIFIER,
}
const problemsOf = (env: Record<string, string | undefined>) => {
  try {
    readConfig(env)
    return []
  } catch (error) {
    if (error instanceof InvalidConfig) return error.message.split('\n')
    throw error
  }
}

test('what has to be said, and the defaults of the rest', () => {
  expect(readConfig(ENV)).toMatchObject({
    port: 4003,
    tipsTo: SIGNER.publicKey(),
    friendbotUrl: 'http://localhost:8000/friendbot',
    attestor: { kind: 'local', privateKey: KEY, allowed: false },
    evm: {
      rpcUrls: ['http://a', 'https://b/key'],
      chainId: undefined,
      verifier: VERIFIER.toLowerCase(),
      confirmations: 30,
      startBlock: 0,
      window: 2_000,
    },
    pollMs: 5_000,
  })
  expect(readConfig(ENV).channels).toHaveLength(4)
})

test('another instance has other channel accounts', () => {
  const channels = (instance: string) =>
    readConfig({ ...ENV, RELAY_INSTANCE: instance }).channels.map((channel) => channel.publicKey())
  expect(channels('a')).toEqual(channels('a'))
  expect(channels('a')).not.toEqual(channels('b'))
})

test('tips go where they are told, or nowhere', () => {
  const other = keypairOf('other').publicKey()
  expect(readConfig({ ...ENV, RELAY_TIPS_TO: other }).tipsTo).toBe(other)
  expect(readConfig({ ...ENV, RELAY_TIPS_TO: 'none' }).tipsTo).toBeUndefined()
  expect(problemsOf({ ...ENV, RELAY_TIPS_TO: 'me' })).toEqual([
    'RELAY_TIPS_TO: "me" is neither an address (G…, C…) nor none',
  ])
})

test('a remote signer needs its public key', () => {
  const remote = { ...ENV, RELAY_ATTESTOR_KEY: '', RELAY_ATTESTOR_URL: 'https://signer' }
  expect(problemsOf(remote)).toEqual([
    'RELAY_ATTESTOR_PUBLIC_KEY: not set: the key that the signer at RELAY_ATTESTOR_URL signs with',
  ])
  const whole = { ...remote, RELAY_ATTESTOR_PUBLIC_KEY: PUBLIC_KEY, RELAY_ATTESTOR_TOKEN: 't' }
  expect(readConfig(whole).attestor).toEqual({
    kind: 'remote',
    url: 'https://signer',
    publicKey: PUBLIC_KEY,
    token: 't',
  })
})

test('the demo’s keys are derived from its seed, on the local network only', () => {
  const demo = { ...ENV, RELAY_SECRET: '', RELAY_ATTESTOR_KEY: '', RELAY_DEMO_SEED: 'flashindex' }
  const config = readConfig(demo)
  expect(config.signer).toBeInstanceOf(Keypair)
  expect(config.attestor).toMatchObject({ kind: 'local', privateKey: expect.stringMatching(/^0x[0-9a-f]{64}$/) })
  expect(problemsOf({ ...demo, NETWORK_PASSPHRASE: TESTNET })[0]).toMatch(/RELAY_DEMO_SEED.*local network only/)
  expect(problemsOf({ ...demo, RELAY_SECRET: SIGNER.secret() })[0]).toMatch(/both set/)
  const leaked = { ...ENV, RELAY_SECRET: config.signer.secret(), NETWORK_PASSPHRASE: TESTNET }
  expect(problemsOf(leaked)).toEqual([
    expect.stringMatching(/^RELAY_SECRET: is a key of the demo market.*local network only/),
  ])
})

test('a key of the demo is never the attestor on another network, whatever its seed and whatever is allowed', () => {
  for (const seed of ['flashindex', 'another seed'])
    for (const name of ['attestor', 'owner', 'consumer nobody']) {
      const key = bytesToHex(demoSecret(seed, name))
      const env = { ...ENV, RELAY_ATTESTOR_KEY: key, RELAY_ALLOW_LOCAL_KEY: 'true', NETWORK_PASSPHRASE: TESTNET }
      expect(problemsOf(env)).toEqual([expect.stringMatching(/^RELAY_ATTESTOR_KEY: is a key of the demo market/)])
      expect(problemsOf({ ...env, NETWORK_PASSPHRASE: LOCAL })).toEqual([])
    }
  expect(problemsOf({ ...ENV, RELAY_ALLOW_LOCAL_KEY: 'true', NETWORK_PASSPHRASE: TESTNET })).toEqual([])
})

test('a seed of the demo, of any program, is refused on any network but the local one', () => {
  for (const name of ['DEMO_SEED', 'ORACLE_DEMO_SEED', 'RELAY_DEMO_SEED'])
    expect(problemsOf({ ...ENV, [name]: 'x', NETWORK_PASSPHRASE: TESTNET })).toEqual([
      expect.stringMatching(`^${name}: is set, .* local network only`),
    ])
})

test('a signer on another machine is asked over https only', () => {
  const remote = { ...ENV, RELAY_ATTESTOR_KEY: '', RELAY_ATTESTOR_PUBLIC_KEY: PUBLIC_KEY }
  for (const url of ['https://signer', 'http://localhost:9000/sign', 'http://127.0.0.1', 'http://[::1]:1'])
    expect(problemsOf({ ...remote, RELAY_ATTESTOR_URL: url })).toEqual([])
  for (const url of ['http://signer', 'http://10.0.0.1', 'http://localhost@host'])
    expect(problemsOf({ ...remote, RELAY_ATTESTOR_URL: url })).toEqual([
      'RELAY_ATTESTOR_URL: a signer on another machine is asked over https:// only',
    ])
})

test('every problem comes at once, and no secret is repeated', () => {
  const secret = 'SECRET-THAT-IS-MISTYPED'
  const problems = problemsOf({
    RELAY_SECRET: secret,
    RELAY_ATTESTOR_KEY: '0x12',
    RELAY_EVM_RPC_URL: 'ftp://a',
    RELAY_EVM_VERIFIER: 'f410',
    RELAY_EVM_CONFIRMATIONS: '-1',
    RELAY_POLL_MS: '1',
  }).join('\n')
  for (const name of [
    'RELAY_SECRET',
    'RELAY_ATTESTOR_KEY',
    'RELAY_EVM_RPC_URL',
    'RELAY_EVM_VERIFIER: is no contract address',
    'RELAY_EVM_CONFIRMATIONS: "-1" is no whole number',
    'RELAY_POLL_MS: is below 10',
    'CONTRACT_ID: not set',
  ])
    expect(problems).toContain(name)
  expect(problems).not.toContain(secret)
})

test('neither of the attestor’s two ways, or both, is a problem', () => {
  const told = ['RELAY_ATTESTOR_KEY, RELAY_ATTESTOR_URL: set one of the two']
  expect(problemsOf({ ...ENV, RELAY_ATTESTOR_KEY: '' })).toEqual(told)
  expect(problemsOf({ ...ENV, RELAY_ATTESTOR_URL: 'http://a' })).toEqual(told)
  expect(problemsOf({ ...ENV, RELAY_SECRET: '', RELAY_ATTESTOR_KEY: '' })).toEqual([
    'RELAY_SECRET: not set: give the secret key that pays for releases (S…)',
    ...told,
  ])
})

test('keys, token and the addresses of EVM nodes can come from files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'config-'))
  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), `${content}\n`)
    return join(folder, name)
  }
  const { RELAY_SECRET, RELAY_ATTESTOR_KEY, RELAY_EVM_RPC_URL, ...rest } = ENV
  const config = readConfig({
    ...rest,
    RELAY_SECRET_FILE: file('secret', RELAY_SECRET),
    RELAY_ATTESTOR_KEY_FILE: file('attestor', RELAY_ATTESTOR_KEY),
    RELAY_EVM_RPC_URL_FILE: file('evm', RELAY_EVM_RPC_URL),
    RELAY_ATTESTOR_TOKEN_FILE: file('token', ''),
  })
  expect(config.signer.secret()).toBe(RELAY_SECRET)
  expect(config.attestor).toMatchObject({ kind: 'local', privateKey: KEY })
  expect(config.evm.rpcUrls).toEqual(['http://a', 'https://b/key'])
  expect(problemsOf({ ...ENV, RELAY_SECRET_FILE: join(folder, 'secret') })).toContain(
    'RELAY_SECRET and RELAY_SECRET_FILE are both set: keep one of them',
  )
  rmSync(folder, { recursive: true })
})
