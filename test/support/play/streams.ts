/** Streams, each ending in another way, and a payout that its receiver cannot take. */
import { createHash } from 'node:crypto'
import { type Keypair, Operation } from '@stellar/stellar-sdk'
import { hexToBytes, keccak256 } from 'viem'
import { privateKeyToAccount, sign } from 'viem/accounts'
import { chunkMessage } from '../../../contract/interface/chunk-message.ts'
import { clientOf, perform } from '../accounts.ts'
import type { PlayedMarket } from './market.ts'
import type { Cast } from './whole.ts'

const KEY = `0x${createHash('sha256').update('attestor').digest('hex')}` as const
const ATTESTOR = Buffer.from(hexToBytes(privateKeyToAccount(KEY).publicKey))
const PROOF_SET = 7n
const DAY = 86_400n
const UNIT = 10_000_000n

/** Opens and accepts streams, and proves chunks of them. */
export const streamer = ({ call, sandbox, contractId, now }: PlayedMarket, provider: Keypair, consumer: Keypair) => {
  const both = { provider_id: provider.publicKey(), consumer_id: consumer.publicKey() }
  const open = async (asset?: string, collateral = 500n) => {
    const prices = { chunk_amount: 1000n, chunk_tip: 10n, chunks: 3, collateral, deadline_ts: now() + DAY }
    const offer = { ...prices, asset, attestor: ATTESTOR, proof_set_id: PROOF_SET }
    return (await call(consumer, 'open_stream', { ...both, bucket_id: 2, offer })) as number
  }
  const accept = async (stream_id: number) => {
    await call(provider, 'accept_stream', { provider_id: both.provider_id, stream_id })
    return stream_id
  }
  const proofOf = async (streamId: number, chunk: number) => {
    const root = createHash('sha256').update(`${streamId} ${chunk}`).digest()
    const about = { networkPassphrase: sandbox.network.passphrase, contractId, proofSetId: PROOF_SET }
    const timestamp = now()
    const message = chunkMessage({ ...about, streamId, chunk, root, timestamp })
    const { r, s, yParity } = await sign({ hash: keccak256(message), privateKey: KEY })
    const signature = Buffer.concat([hexToBytes(r), hexToBytes(s), Uint8Array.of(yParity!)])
    return { chunk, root, signature, timestamp }
  }
  const release = async (source: Keypair, stream_id: number, chunks: readonly number[], relayer?: string) => {
    const proofs = await Promise.all(chunks.map((chunk) => proofOf(stream_id, chunk)))
    await call(source, 'release_chunks', { stream_id, proofs, relayer })
  }
  return { open, accept, release }
}

export const playStreams = async (market: PlayedMarket, cast: Cast) => {
  const { call, pass } = market
  const { owner, provider, consumer, dollar } = cast
  const { open, accept, release } = streamer(market, provider, consumer)
  const finished = await accept(await open())
  await release(owner, finished, [0, 2], owner.publicKey())
  await release(owner, finished, [1])
  await call(owner, 'finish_stream', { stream_id: finished })
  await call(consumer, 'withdraw_stream', { consumer_id: consumer.publicKey(), stream_id: await open(dollar) })
  const unpaid = await accept(await open(dollar, 0n))
  await loseTrust(market, cast)
  await release(owner, unpaid, [0])
  await perform(market.sandbox, provider, Operation.changeTrust({ asset: cast.dollarAsset }))
  const credit = { party: provider.publicKey(), asset: dollar }
  await call(provider, 'claim_credit', { ...credit, to: provider.publicKey() })
  await loseTrust(market, cast)
  await release(owner, unpaid, [1])
  const slashed = await accept(await open())
  pass(DAY + 60n)
  for (const stream_id of [slashed, unpaid]) await call(owner, 'slash_stream', { stream_id })
}

/** The provider gives back all dollars, so that it can take none any more. */
const loseTrust = async ({ sandbox }: PlayedMarket, { provider, issuer, dollarAsset }: Cast) => {
  const { balance } = await clientOf(sandbox).getTrustline(provider.publicKey(), dollarAsset)
  const amount = `${balance / UNIT}.${String(balance % UNIT).padStart(7, '0')}`
  const destination = issuer.publicKey()
  if (balance > 0n) await perform(sandbox, provider, Operation.payment({ destination, asset: dollarAsset, amount }))
  await perform(sandbox, provider, Operation.changeTrust({ asset: dollarAsset, limit: '0' }))
}
