import { StrKey } from '@stellar/stellar-sdk'
import { expect, test } from 'vitest'
import { isAddress } from '../../../api/graphql/strkey.ts'
import { accountOf, contractOf } from '../../support/market-rows.ts'

const names = Array.from({ length: 200 }, (_, n) => `address ${n}`)

test('every account and contract that the SDK writes is an address', () => {
  for (const name of names) expect([isAddress(accountOf(name)), isAddress(contractOf(name))]).toEqual([true, true])
})

test('an address with any one letter changed is none, and the SDK agrees', () => {
  const address = accountOf('one')
  for (let at = 1; at < address.length; at++) {
    const changed = address.slice(0, at) + (address[at] === 'A' ? 'B' : 'A') + address.slice(at + 1)
    expect(isAddress(changed)).toBe(StrKey.isValidEd25519PublicKey(changed))
    expect(isAddress(changed)).toBe(false)
  }
})

test.each([
  '',
  'G',
  `${accountOf('x')} `,
  accountOf('x').toLowerCase(),
  `C${accountOf('x').slice(1)}`,
  `S${accountOf('x').slice(1)}`,
])('"%s" is no address', (text) => {
  expect(isAddress(text)).toBe(false)
})
