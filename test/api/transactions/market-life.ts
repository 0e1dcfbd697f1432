/**
 * A market's life, in an order in which each call is allowed: every writing function of the contract, at least once. Names of
 * parties, of tokens and of the code stand for what they name.
 */
import { Address, nativeToScVal, Operation } from '@stellar/stellar-sdk'
import { keccak256 } from 'viem'
import { privateKeyToAccount, sign } from 'viem/accounts'
import { chunkMessage } from '../../../contract/interface/chunk-message.ts'
import { perform } from '../../support/accounts.ts'
import type { MarketNetwork, Party } from './market-network.ts'

const USDC = 10_000_000n
const WEEK_SECS = 7n * 86_400n

type Arguments = Record<string, unknown>

/** A call, who signs it, and what it answers. */
export interface Step {
  readonly function: string
  readonly signer: Party
  /** Where they depend on the network's clock or keys, made when their turn comes, after `before`. */
  readonly arguments: Arguments | ((market: MarketNetwork) => Arguments | Promise<Arguments>)
  readonly answers?: unknown
  /** Named where the contract asks nobody to sign. */
  readonly source?: Party
  readonly before?: (market: MarketNetwork) => unknown
}

const step = (name: string, signer: Party, args: Step['arguments'], rest: Partial<Step> = {}): Step => ({
  function: name,
  signer,
  arguments: args,
  answers: true,
  ...rest,
})
const nothing = { answers: null }
const parties = { consumerId: 'consumer', providerId: 'provider' }
const deal = (dealId: number) => ({ ...parties, dealId })
const bucket = (bucketId: number) => ({ providerId: 'provider', bucketId })

const terms = {
  ...parties,
  fbRepoId: 'repo-1',
  durationSecs: '2592000',
  agreedStorageMb: '102400',
  agreedEgressMb: 51_200,
  apiCompatibility: 's3',
}
const promises = {
  pricePerGbStorage: 1_000n,
  pricePerGbEgress: '500',
  slaAvgLatencyMs: 100,
  slaAvgUptimePct: 99_900_000,
}
const listing = { name: 'Nordic cold', region: 'eu-north-1', fbBucketId: 'b-1', apiCompatibility: 's3', ...promises }
const wholeListing = {
  ...listing,
  accessScope: 'public',
  bucketId: 0,
  country: 'SE',
  createdTs: '0',
  encryptionAtRest: true,
  encryptionInTransit: true,
  locked: false,
  maxEgressGb: 10,
  maxStorageGb: 100,
  objectLocking: false,
  providerId: 'provider',
  status: 'Active',
  tags: ['cold', 'åäö'],
  versioningEnabled: true,
}

/** Somebody sends the contract tokens outside its interface. */
const sendByMistake = ({ sandbox, keys, token, contractId, addresses }: MarketNetwork) => {
  const args = [addresses.consumer, contractId].map((address) => Address.fromString(address).toScVal())
  const transfer = { contract: token, function: 'transfer', args: [...args, nativeToScVal(USDC, { type: 'i128' })] }
  return perform(sandbox, keys.consumer, Operation.invokeContractFunction(transfer))
}

const DAY_SECS = 86_400n
const now = ({ sandbox }: MarketNetwork): bigint => BigInt(sandbox.network.latest().closeTime)
const later = (secs: bigint) => (market: MarketNetwork) =>
  void market.sandbox.network.close({ closeTime: now(market) + secs })
const aWeekLater = later(WEEK_SECS + 1n)

const ATTESTOR = `0x${'11'.repeat(32)}` as const
const PROOF_SET = 77n
const CHUNK = 1_000_000n

/** Two chunks of a tenth of a token each, until a day from now. */
const offer =
  (changes: Arguments = {}) =>
  (market: MarketNetwork) => ({
    ...{ asset: null, attestor: privateKeyToAccount(ATTESTOR).publicKey.slice(2), chunkAmount: CHUNK, chunkTip: 10 },
    ...{ chunks: 2, collateral: 500, deadlineTs: now(market) + DAY_SECS, proofSetId: PROOF_SET },
    ...changes,
  })
const open =
  (changes: Arguments = {}, providerId = 'provider') =>
  (market: MarketNetwork) => ({
    ...{ consumerId: 'consumer', providerId, bucketId: 1, offer: offer(changes)(market) },
  })

/** The attestor's word for the chunks of a stream, now. */
const proofs =
  (streamId: number, ...chunks: number[]) =>
  async ({ sandbox, contractId, ...rest }: MarketNetwork) => {
    const timestamp = now({ sandbox, contractId, ...rest })
    const root = Buffer.alloc(32, streamId)
    const proof = async (chunk: number) => {
      const networkPassphrase = sandbox.network.passphrase
      const message = chunkMessage({
        networkPassphrase,
        contractId,
        streamId,
        chunk,
        proofSetId: PROOF_SET,
        root,
        timestamp,
      })
      const { r, s, yParity } = await sign({ hash: keccak256(message), privateKey: ATTESTOR })
      const signature = `${r.slice(2)}${s.slice(2)}0${yParity}`
      return { chunk, root: root.toString('hex'), signature, timestamp }
    }
    return { streamId, proofs: await Promise.all(chunks.map(proof)), relayer: 'provider' }
  }

const dispute = { reasonHash: 'ab'.repeat(32), reason: 'Nothing can be read' }
const anyone = { source: 'heir' as const }

export const LIFE: readonly Step[] = [
  step('setStableAssetAddress', 'owner', { address: 'token' }, nothing),
  step('setPlatformFee', 'owner', { platformFee: 300 }, nothing),
  step('setAssetAccepted', 'owner', { asset: 'otherToken', accepted: true }),
  step('setRole', 'owner', { role: 'Arbiter', holder: 'owner' }),
  step('setPaused', 'owner', { paused: true }),
  step('setPaused', 'owner', { paused: false }),
  step('registerServiceProvider', 'user', { serviceProviderId: 'user', category: 'audit', description: '' }),
  step('updateServiceProvider', 'user', { serviceProviderId: 'user', category: 'Migration' }),
  step('certify', 'owner', {
    ...{ subject: 'user', role: 'ServiceProvider', kind: 'iso27001', level: 50, validUntil: '4000000000' },
  }),
  step('revokeCertification', 'owner', { subject: 'user', role: 'ServiceProvider', kind: 'iso27001' }),
  step('deleteServiceProvider', 'owner', { serviceProviderId: 'user' }),
  step('registerProvider', 'provider', { providerId: 'provider', description: 'Nordic' }, nothing),
  step('registerConsumer', 'consumer', { consumerId: 'consumer', description: '' }, nothing),
  step('registerFullUser', 'user', { userAddress: 'user', description: 'Both' }),
  step('updateProvider', 'provider', { providerId: 'provider', description: 'Nordic Storage' }),
  step('updateConsumer', 'consumer', { consumerId: 'consumer', description: 'Film archive' }),
  step('createBucket', 'provider', { providerId: 'provider', ...listing }, { answers: 1 }),
  step('createFromBucket', 'provider', { bucket: wholeListing }, { answers: 2 }),
  step('updateBucketBasic', 'provider', { ...bucket(1), country: 'SE' }),
  step('updateBucketConditions', 'provider', { ...bucket(1), pricePerGbStorage: 2_000n }),
  step('lockBucket', 'provider', bucket(1)),
  step('unlockBucket', 'provider', bucket(1)),
  step('createBucket', 'provider', { providerId: 'provider', ...listing }, { answers: 3 }),
  step('commitUnits', 'provider', { ...bucket(3), count: 3, unitMb: '1024' }, { answers: 1 }),
  step('setUnitsMaintenance', 'provider', { ...bucket(3), units: [1, 2], maintenance: true }),
  step('decommissionUnits', 'provider', { ...bucket(3), units: [1, 2, 3] }),
  step('createDeal', 'consumer', { ...terms, bucketId: 1 }, { answers: 1 }),
  step('setDealAccepted', 'provider', deal(1)),
  step('setDealFunded', 'consumer', { ...deal(1), amountUsd: 40n * USDC, fbRepoId: 'repo-1' }),
  step('depositToDeal', 'consumer', { ...deal(1), amountUsd: `${2n * USDC}` }),
  step('updateDealConsumption', 'owner', { ...deal(1), storageMb: '3072', egressMb: '2048' }),
  step('updateDealSla', 'owner', { ...deal(1), slaAvgLatencyMs: 80, slaAvgUptimePct: 100_000_000 }),
  step('payPendingConsumption', 'owner', deal(1)),
  step(
    'reportUsage',
    'owner',
    (market) => ({
      ...{ ...deal(1), periodStart: now(market) - 3600n, periodEnd: now(market), storageMb: '1024', egressMb: '10' },
      ...{ slaAvgLatencyMs: 80, slaAvgUptimePct: 100_000_000 },
    }),
    { before: later(DAY_SECS) },
  ),
  step('setDealCompleted', 'consumer', deal(1)),
  step('createDeal', 'consumer', { ...terms, bucketId: 1 }, { answers: 2 }),
  step('setDealRejected', 'provider', deal(2)),
  step('createDeal', 'consumer', { ...terms, bucketId: 1 }, { answers: 3 }),
  step('withdrawDeal', 'consumer', deal(3)),
  step('createDeal', 'consumer', { ...terms, bucketId: 2 }, { answers: 4 }),
  step('setDealAccepted', 'provider', deal(4)),
  step('setDealCancelled', 'provider', deal(4)),
  step('createDeal', 'consumer', { ...terms, bucketId: 2 }, { answers: 5 }),
  step('timeOutDeal', 'user', deal(5), { source: 'user', before: aWeekLater }),
  step('createDealWithAsset', 'consumer', { ...terms, bucketId: 2, asset: 'otherToken' }, { answers: 6 }),
  step('withdrawDeal', 'consumer', deal(6)),
  step('createDeal', 'consumer', { ...terms, bucketId: 1 }, { answers: 7 }),
  step('setDealAccepted', 'provider', deal(7)),
  step('setDealFunded', 'consumer', { ...deal(7), amountUsd: USDC, fbRepoId: 'repo-7' }),
  step('openDealDispute', 'consumer', { party: 'consumer', ...deal(7), ...dispute }, { answers: 1 }),
  step('addEvidence', 'provider', { party: 'provider', disputeId: 1, evidenceHash: 'cd'.repeat(32) }, { answers: 1 }),
  step('lapseDispute', 'heir', { disputeId: 1 }, { ...anyone, before: later(40n * DAY_SECS) }),
  step('expireDeal', 'heir', deal(7), anyone),
  step('openStream', 'consumer', open(), { answers: 1 }),
  step('acceptStream', 'provider', { providerId: 'provider', streamId: 1 }),
  step('openStreamDispute', 'provider', { party: 'provider', streamId: 1, ...dispute }, { answers: 2 }),
  step('withdrawDispute', 'provider', { party: 'provider', disputeId: 2 }),
  step('releaseChunks', 'heir', proofs(1, 0, 1), { ...anyone, answers: 2 }),
  step('finishStream', 'heir', { streamId: 1 }, anyone),
  step('openStream', 'consumer', open(), { answers: 2 }),
  step('acceptStream', 'provider', { providerId: 'provider', streamId: 2 }),
  step('openStreamDispute', 'consumer', { party: 'consumer', streamId: 2, ...dispute }, { answers: 3 }),
  step('resolveDispute', 'owner', { disputeId: 3, consumerAmount: 2n * CHUNK, providerAmount: 520 }),
  step('openStream', 'consumer', open(), { answers: 3 }),
  step('acceptStream', 'provider', { providerId: 'provider', streamId: 3 }),
  step('slashStream', 'heir', { streamId: 3 }, { ...anyone, before: later(2n * DAY_SECS) }),
  step('openStream', 'consumer', open(), { answers: 4 }),
  step('withdrawStream', 'consumer', { consumerId: 'consumer', streamId: 4 }),
  // The user has no trustline: what it earns is owed to it.
  step('createBucket', 'user', { providerId: 'user', ...listing }, { answers: 1 }),
  step('openStream', 'consumer', open({ collateral: 0 }, 'user'), { answers: 5 }),
  step('acceptStream', 'user', { providerId: 'user', streamId: 5 }),
  step('releaseChunks', 'heir', proofs(5, 0, 1), { ...anyone, answers: 2 }),
  step('finishStream', 'heir', { streamId: 5 }, anyone),
  step('claimCredit', 'user', { party: 'user', asset: 'token', to: 'provider' }, { answers: '1940000' }),
  step('extendDealTtl', 'heir', deal(1), { ...nothing, source: 'heir' }),
  step('extendBucketTtl', 'heir', bucket(1), { ...nothing, source: 'heir' }),
  step('extendConsumerTtl', 'heir', { consumerId: 'consumer' }, { ...nothing, source: 'heir' }),
  step('extendProviderTtl', 'heir', { providerId: 'provider' }, { ...nothing, source: 'heir' }),
  step('extendStreamTtl', 'heir', { streamId: 1, page: 0 }, { ...nothing, ...anyone }),
  step('extendDisputeTtl', 'heir', { disputeId: 1 }, { ...nothing, ...anyone }),
  step('extendMarketTtl', 'heir', {}, { ...nothing, source: 'heir' }),
  step('sweepSurplus', 'owner', { asset: 'token', to: 'owner' }, { answers: String(USDC), before: sendByMistake }),
  step('deleteDeal', 'owner', deal(1)),
  step('deleteBucket', 'provider', bucket(2)),
  step('deleteConsumer', 'owner', { consumerId: 'consumer' }),
  step('deleteProvider', 'owner', { providerId: 'provider' }),
  step('upgrade', 'owner', { newWasmHash: 'wasmHash' }, nothing),
  step('updateOwner', 'owner', { newOwner: 'owner' }, nothing),
  step('proposeOwner', 'owner', { newOwner: 'heir' }),
  step('acceptOwnership', 'heir', { newOwner: 'heir' }),
]
