import { expect, test } from 'vitest'
import { InvalidMarkets, marketFromEnvironment, parseMarketsFile } from '../../contract/interface/market.ts'

const contractId = 'CD7B7CBXL3DU3XCYEGLH7FMVREUTKP4VMDKOSYPLTJJTLNACNQS57QZZ'
const market = {
  name: 'local',
  networkPassphrase: 'Standalone Network ; February 2017',
  contractId,
  startLedger: 2,
  rpcUrls: ['http://localhost:8000/rpc'],
}

test('a markets file names each market with its network and its RPC addresses', () => {
  expect(parseMarketsFile(JSON.stringify({ markets: [market] }), 'markets.json')).toEqual([market])
})

test('all problems of a markets file come in one message that names the values', () => {
  const broken = { ...market, contractId: 'GABC', startLedger: 1, rpcUrls: ['localhost:8000'] }
  expect(() =>
    parseMarketsFile(JSON.stringify({ markets: [broken] }), 'markets.json'),
  ).toThrowErrorMatchingInlineSnapshot(`
    [InvalidMarkets: markets.json names no usable market:
      markets.0.contractId: "GABC" is not a contract address (C…)
      markets.0.startLedger: ledger 1 is the genesis ledger: start at 2 or later
      markets.0.rpcUrls.0: is not an http(s) address]
  `)
})

test('two markets of one name, an empty list and text that is no JSON are refused', () => {
  expect(() => parseMarketsFile(JSON.stringify({ markets: [market, market] }), 'f')).toThrow('same name')
  expect(() => parseMarketsFile('{"markets":[]}', 'f')).toThrow('at least one market')
  expect(() => parseMarketsFile('nonsense', 'f')).toThrow(InvalidMarkets)
})

test('one market can come from the environment, with several RPC addresses in order', () => {
  expect(
    marketFromEnvironment({
      MARKET_NAME: 'local',
      NETWORK_PASSPHRASE: market.networkPassphrase,
      CONTRACT_ID: contractId,
      START_LEDGER: '7',
      RPC_URL: 'http://a:1, https://b',
    }),
  ).toEqual({ ...market, startLedger: 7, rpcUrls: ['http://a:1', 'https://b'] })
})

test('an empty environment is told which variables are missing', () => {
  expect(() => marketFromEnvironment({})).toThrowErrorMatchingInlineSnapshot(`
    [InvalidMarkets: The environment names no usable market:
      NETWORK_PASSPHRASE: not set (set it, or name a markets file in MARKETS_FILE)
      CONTRACT_ID: not set (set it, or name a markets file in MARKETS_FILE)
      START_LEDGER: not set (set it, or name a markets file in MARKETS_FILE)
      RPC_URL: not set (set it, or name a markets file in MARKETS_FILE)]
  `)
})
