import { hash, Operation, xdr } from '@stellar/stellar-sdk'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Sandbox } from '../../../../sandbox/start.ts'
import { fundedAccount, perform } from '../../../support/accounts.ts'
import { startNetwork } from '../../../support/network.ts'
import { askResult } from '../../../support/rpc.ts'

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startNetwork()
})
afterAll(() => sandbox.close())

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

const latest = async () => {
  const answer = await askResult(sandbox.url, 'getLatestLedger')
  const header = xdr.LedgerHeader.fromXdr(answer.headerXdr, 'base64')
  const meta = xdr.LedgerCloseMeta.fromXdr(answer.metadataXdr, 'base64')
  if (meta.type !== 'v2') throw new Error(`version ${meta.type}`)
  return { answer, header, meta: meta.v2 }
}

test('header, hash and meta are of one ledger', async () => {
  const { answer, header, meta } = await latest()
  expect(answer).toMatchObject({ sequence: header.ledgerSeq, protocolVersion: header.ledgerVersion })
  expect(answer.closeTime).toBe(String(header.scpValue.closeTime))
  expect(answer.id).toBe(hex(hash(header.toXdr())))
  expect(hex(meta.ledgerHeader.header.toXdr())).toBe(hex(header.toXdr()))
  expect(hex(meta.ledgerHeader.hash.toBytes())).toBe(answer.id)
})

test('the meta holds every transaction of the ledger, in order, with what it did', async () => {
  const alice = await fundedAccount(sandbox, 'alice')
  const { txHash } = await perform(sandbox, alice, Operation.bumpSequence({ bumpTo: '0' }))
  const { meta } = await latest()
  expect(meta.txProcessing.map(({ result }) => hex(result.transactionHash.toBytes()))).toEqual([txHash])
  expect(meta.txProcessing[0]!.txApplyProcessing.type).toBe('v4')
  expect(hex(hash(meta.txSet.toXdr()))).toBe(hex(meta.ledgerHeader.header.scpValue.txSetHash.toBytes()))
})
