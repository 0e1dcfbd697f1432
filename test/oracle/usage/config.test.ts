import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { demoKey } from '../../../oracle/chain/keys.ts'
import { readConfig } from '../../../oracle/usage/config.ts'
import { InvalidConfig } from '../../../program/invalid-config.ts'
import { castOf } from '../../../sandbox/demo/cast.ts'
import { LOCAL_PASSPHRASE } from '../../../stellar/demo-key.ts'
import { keypairOf } from '../../support/accounts.ts'
import { CONTRACT } from '../../support/indexing.ts'

const market = {
  NETWORK_PASSPHRASE: LOCAL_PASSPHRASE,
  CONTRACT_ID: CONTRACT,
  START_LEDGER: '2',
  RPC_URL: 'http://localhost:8000/rpc',
}
const env = { ...market, ORACLE_SECRET: keypairOf('oracle').secret(), ORACLE_TELEMETRY: './telemetry' }
const PUBLIC = 'Public Global Stellar Network ; September 2015'

test('a market, a key and telemetry are enough; everything else has a default', () => {
  const config = readConfig(env)
  expect(config).toMatchObject({
    port: 4002,
    channels: [],
    friendbotUrl: 'http://localhost:8000/friendbot',
    telemetry: ['./telemetry'],
    settings: { periodSecs: 3_600, storageSecs: 3_600, lateSecs: 300, settles: true, width: 1 },
  })
  expect(config.signer.publicKey()).toBe(keypairOf('oracle').publicKey())
})

test('channel accounts follow from the key and the instance', () => {
  const channels = (change: object) =>
    readConfig({ ...env, ORACLE_CHANNELS: '3', ...change }).channels.map((channel) => channel.publicKey())
  expect(channels({})).toHaveLength(3)
  expect(channels({})).toEqual(channels({ ORACLE_CHANNELS: '4' }).slice(0, 3))
  expect(new Set([...channels({}), ...channels({ ORACLE_INSTANCE: 'b' })]).size).toBe(6)
})

test('all problems come in one message that names variables and values, but no secret', () => {
  const wrong = { ORACLE_SECRET: 'SECRET', ORACLE_PERIOD_SECS: '0', ORACLE_SETTLE: 'yes', LOG_LEVEL: 'loud' }
  expect(() => readConfig(wrong)).toThrow(InvalidConfig)
  expect(() => readConfig(wrong)).toThrowErrorMatchingInlineSnapshot(`
    [InvalidConfig: LOG_LEVEL: "loud" is none of fatal, error, warn, info, debug, trace, silent
    ORACLE_SECRET: is no secret key (S…, 56 characters)
    ORACLE_TELEMETRY: name folders of .ndjson files, or http(s) addresses, separated by commas
    ORACLE_PERIOD_SECS: is below 1
    ORACLE_SETTLE: "yes" is neither true nor false
    The environment names no usable market:
      NETWORK_PASSPHRASE: not set (set it, or name a markets file in MARKETS_FILE)
      CONTRACT_ID: not set (set it, or name a markets file in MARKETS_FILE)
      START_LEDGER: not set (set it, or name a markets file in MARKETS_FILE)
      RPC_URL: not set (set it, or name a markets file in MARKETS_FILE)]
  `)
})

test('a key must be given, and only one', () => {
  expect(() => readConfig({ ...env, ORACLE_SECRET: '' })).toThrow('ORACLE_SECRET: not set')
  expect(() => readConfig({ ...env, ORACLE_DEMO_SEED: 'x' })).toThrow('both set')
})

test("the demo's keys are refused on any network but the local one", () => {
  const demo = { ...market, ORACLE_TELEMETRY: './telemetry', ORACLE_DEMO_SEED: 'flashindex' }
  expect(readConfig(demo).signer.publicKey()).toBe(demoKey('oracle').publicKey())
  const named = demoKey('oracle').secret()
  expect(() => readConfig({ ...demo, NETWORK_PASSPHRASE: PUBLIC })).toThrow('work on the local network only')
  expect(() => readConfig({ ...env, ORACLE_SECRET: named, NETWORK_PASSPHRASE: PUBLIC })).toThrow(
    'ORACLE_SECRET: is a key of the demo market, which anybody can derive',
  )
  expect(readConfig({ ...env, NETWORK_PASSPHRASE: PUBLIC }).friendbotUrl).toBeUndefined()
})

test('a seed of the demo, of any program, is refused on any network but the local one', () => {
  for (const name of ['DEMO_SEED', 'ORACLE_DEMO_SEED', 'RELAY_DEMO_SEED'])
    expect(() => readConfig({ ...env, [name]: 'x', NETWORK_PASSPHRASE: PUBLIC })).toThrow(
      `${name}: is set, but anybody can derive the demo's keys: they work on the local network only`,
    )
})

test('credentials go over https, or stay on this machine', () => {
  const told = (change: object) => () => readConfig({ ...env, ...change }).telemetry
  const token = { ORACLE_TELEMETRY_TOKEN: 't0ken' }
  expect(
    told({ ...token, ORACLE_TELEMETRY: './a,https://host/b,http://localhost:8080/c,http://[::1]/d' })(),
  ).toHaveLength(4)
  expect(told({ ORACLE_TELEMETRY: 'http://host/k3y' })()).toEqual(['http://host/k3y'])
  const problem = 'ORACLE_TELEMETRY: credentials for host would go over plain http: use https://'
  expect(told({ ...token, ORACLE_TELEMETRY: './a,http://host/k3y' })).toThrow(problem)
  expect(told({ ORACLE_TELEMETRY: 'http://user:password@host/k3y' })).toThrow(problem)
  expect(told({ ORACLE_TELEMETRY: 'htps://host/k3y' })).toThrow(
    'ORACLE_TELEMETRY.0: expected a folder or an http(s) address, got an address that begins with htps://',
  )
})

test("the demo's keys are those of the demo", () => {
  expect(demoKey('owner', 'seed').publicKey()).toBe(castOf('seed', LOCAL_PASSPHRASE).owner.publicKey())
})

test('of several markets one is named', () => {
  const folder = mkdtempSync(join(tmpdir(), 'markets-'))
  const file = join(folder, 'markets.json')
  const one = { networkPassphrase: LOCAL_PASSPHRASE, contractId: CONTRACT, startLedger: 2, rpcUrls: ['http://a'] }
  const markets = [
    { ...one, name: 'one' },
    { ...one, name: 'two' },
  ]
  writeFileSync(file, JSON.stringify({ markets }))
  expect(readConfig({ ...env, MARKETS_FILE: file, MARKET_NAME: 'two' }).market.name).toBe('two')
  expect(() => readConfig({ ...env, MARKETS_FILE: file })).toThrow('has: one, two')
  rmSync(folder, { recursive: true })
})

test('key and token can come from files, of which none is repeated', () => {
  const folder = mkdtempSync(join(tmpdir(), 'config-'))
  const file = (name: string, content: string) => {
    writeFileSync(join(folder, name), `${content}\n`)
    return join(folder, name)
  }
  const files = {
    ...market,
    ORACLE_TELEMETRY: './telemetry',
    ORACLE_SECRET_FILE: file('secret', env.ORACLE_SECRET),
    ORACLE_TELEMETRY_TOKEN_FILE: file('token', 'hunter2'),
  }
  const config = readConfig(files)
  expect(config.signer.secret()).toBe(env.ORACLE_SECRET)
  expect(config.telemetryToken).toBe('hunter2')
  file('secret', 'no key')
  expect(() => readConfig(files)).toThrow(/^ORACLE_SECRET: (?!.*no key)/)
  expect(() => readConfig({ ...files, ...env })).toThrow('ORACLE_SECRET and ORACLE_SECRET_FILE are both set')
  rmSync(folder, { recursive: true })
  expect(() => readConfig(files)).toThrow(`ORACLE_SECRET_FILE: cannot read ${join(folder, 'secret')}`)
})
