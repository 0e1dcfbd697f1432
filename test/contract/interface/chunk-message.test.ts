import { expect, test } from 'vitest'
import { CHUNK_MESSAGE_BYTES, type ChunkMessage, chunkMessage } from '../../../contract/interface/chunk-message.ts'

const MESSAGE: ChunkMessage = {
  networkPassphrase: 'Standalone Network ; February 2017',
  contractId: 'CBIELTK6YBZJU5UP2WWQEUCYKLPU6AUNZ2BQ4WWFEIE3USCIHMXQDAMA',
  streamId: 7,
  chunk: 99_999,
  proofSetId: 2n ** 63n + 5n,
  root: new Uint8Array(32).fill(0xab),
  timestamp: 1_800_000_000n,
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

test('the fields stand in their places, numbers big-endian', () => {
  const packed = chunkMessage(MESSAGE)
  expect(packed.length).toBe(CHUNK_MESSAGE_BYTES)
  expect(hex(packed.slice(0, 32))).toBe('baefd734b8d3e48472cff83912375fedbc7573701912fe308af730180f97d74a')
  expect(hex(packed.slice(32, 64))).toBe('5045cd5ec0729a768fd5ad02505852df4f028dce830e5ac52209ba48483b2f01')
  expect(hex(packed.slice(64, 72))).toBe('000000070001869f')
  expect(hex(packed.slice(72, 80))).toBe('8000000000000005')
  expect(hex(packed.slice(80, 112))).toBe('ab'.repeat(32))
  expect(hex(packed.slice(112))).toBe('000000006b49d200')
})

test('every field changes the message', () => {
  const others: Partial<ChunkMessage>[] = [
    { networkPassphrase: 'Test SDF Network ; September 2015' },
    { contractId: 'CAJHP5EPVXJAXEF4Q3VNC4M3LK6IKUET62H5OYBUSIUETDOQ3RLC77WE' },
    { streamId: 8 },
    { chunk: 99_998 },
    { proofSetId: 5n },
    { root: new Uint8Array(32) },
    { timestamp: 1_800_000_001n },
  ]
  const packed = others.map((other) => hex(chunkMessage({ ...MESSAGE, ...other })))
  expect(new Set([hex(chunkMessage(MESSAGE)), ...packed]).size).toBe(others.length + 1)
})

test('a field that does not fit is refused by name', () => {
  const packing = (other: Partial<ChunkMessage>) => () => chunkMessage({ ...MESSAGE, ...other })
  expect(packing({ contractId: 'GABC' })).toThrow('contractId is "GABC"')
  expect(packing({ root: new Uint8Array(31) })).toThrow('root has 31 bytes')
  expect(packing({ streamId: 2 ** 32 })).toThrow('streamId is 4294967296')
  expect(packing({ chunk: 1.5 })).toThrow('chunk is 1.5')
  expect(packing({ proofSetId: -1n })).toThrow('proofSetId is -1')
  expect(packing({ timestamp: 2n ** 64n })).toThrow('timestamp is 18446744073709551616')
})
