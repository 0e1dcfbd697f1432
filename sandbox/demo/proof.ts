/** Storage proofs as the demo's attestor signs them: the roots are made up, the signatures are real. */
import { createHash } from 'node:crypto'
import { hexToBytes, keccak256 } from 'viem'
import { privateKeyToAccount, sign } from 'viem/accounts'
import { chunkMessage } from '../../contract/interface/chunk-message.ts'
import type { Cast } from './cast.ts'
import type { StreamView } from './view/stream.ts'

/** The attestor's public key as the contract takes it: 65 bytes, uncompressed. */
export const attestorKey = (cast: Cast): Buffer => Buffer.from(hexToBytes(privateKeyToAccount(cast.attestor).publicKey))

/** The root that proves a chunk of a proof set. */
export const rootOf = (proofSetId: bigint, chunk: number): Buffer =>
  createHash('sha256').update(`flashindex demo proof set ${proofSetId} root ${chunk}`).digest()

/** A chunk's proof, signed now; the argument of release_chunks. */
export const proofOf = async (
  cast: Cast,
  contractId: string,
  stream: Pick<StreamView, 'streamId' | 'proofSetId'>,
  chunk: number,
  timestamp: bigint,
) => {
  const root = rootOf(stream.proofSetId, chunk)
  const message = chunkMessage({
    networkPassphrase: cast.networkPassphrase,
    contractId,
    streamId: stream.streamId,
    chunk,
    proofSetId: stream.proofSetId,
    root,
    timestamp,
  })
  const { r, s, yParity } = await sign({ hash: keccak256(message), privateKey: cast.attestor })
  const signature = Buffer.concat([hexToBytes(r, { size: 32 }), hexToBytes(s, { size: 32 }), Buffer.of(yParity!)])
  return { chunk, root, signature, timestamp }
}
