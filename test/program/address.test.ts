import { expect, test } from 'vitest'
import { fileOf, hostOf, isConfidential, isHttp, isPostgres, warnExposed } from '../../program/address.ts'

test.each([
  'https://anywhere.example',
  'http://localhost:1',
  'http://a.localhost',
  'http://127.0.0.1',
  'http://127.9.9.9:80/x',
  'http://[::1]:8',
])('%s is confidential', (url) => expect(isConfidential(url)).toBe(true))

test.each([
  'http://signer',
  'http://10.0.0.1',
  'http://localhost.example',
  'http://127.0.0.1.example',
  'http://127.0.0.1@host',
  'http://[::2]',
  'http://localhost@evil.example',
])('%s is not', (url) => expect(isConfidential(url)).toBe(false))

test('of an address only the host is a name, or origin and file where a file is meant', () => {
  const url = 'https://user:password@host:8443/k3y/samples.ndjson?token=t0ken#x'
  expect(hostOf(url)).toBe('host:8443')
  expect(fileOf(url)).toBe('https://host:8443/…/samples.ndjson')
  expect(fileOf('https://host/samples.ndjson')).toBe('https://host/samples.ndjson')
  expect(fileOf('https://host/t0ken')).toBe('https://host/…')
})

test('nodes that are asked over plain http are warned of by their hosts, where there are any', () => {
  const said: object[] = []
  const log = { warn: (fields: object) => void said.push(fields) }
  warnExposed(log, ['https://a', 'http://localhost:8000/rpc'])
  expect(said).toEqual([])
  warnExposed(log, ['https://a', 'http://user:password@plain:8000/key', 'http://10.0.0.1/?token=1'])
  expect(said).toEqual([{ nodes: ['plain:8000', '10.0.0.1'] }])
})

test('addresses of the web and of databases are told apart from everything else', () => {
  expect(['http://a', 'https://b/c'].every(isHttp)).toBe(true)
  expect(['ftp://a', 'http//a', 'htps://a', './folder', 'http://'].some(isHttp)).toBe(false)
  expect(['postgres://u:p@h:5432/d', 'postgresql://h/d'].every(isPostgres)).toBe(true)
  expect(['postgres:/u:p@h/d', 'postgress://h', 'mysql://h', 'postgres://h:port'].some(isPostgres)).toBe(false)
})
