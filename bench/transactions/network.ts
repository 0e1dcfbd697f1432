/**
 * A process of its own with a local network, a market in full swing and a ledger every two seconds, for bench/transactions.ts.
 * Tells its parent where it is and which calls can be built, then serves until it is ended.
 */
import { startMarketNetwork } from '../../test/api/transactions/market-network.ts'

const LEDGER_MS = 2_000
const USDC = 10_000_000n

const market = await startMarketNetwork()
const { addresses, perform, token, sandbox } = market
const parties = { consumerId: addresses.consumer, providerId: addresses.provider }
const deal = { ...parties, dealId: 1 }
const listing = { name: 'Nordic cold', region: 'eu-north-1', fbBucketId: 'b-1', apiCompatibility: 's3' }
const promises = { pricePerGbStorage: 1_000, pricePerGbEgress: 500, slaAvgLatencyMs: 100, slaAvgUptimePct: 99_900_000 }
const bucket = { providerId: addresses.provider, ...listing, ...promises }
const terms = {
  ...{ ...parties, bucketId: 1, fbRepoId: 'repo', durationSecs: 2_592_000 },
  ...{ agreedStorageMb: 102_400, agreedEgressMb: 51_200, apiCompatibility: 's3' },
}
const funding = { ...deal, amountUsd: String(40n * USDC), fbRepoId: 'repo' }

await perform({ function: 'setStableAssetAddress', arguments: { address: token } }, 'owner')
await perform(
  { function: 'registerProvider', arguments: { providerId: addresses.provider, description: '' } },
  'provider',
)
await perform(
  { function: 'registerConsumer', arguments: { consumerId: addresses.consumer, description: '' } },
  'consumer',
)
await perform({ function: 'createBucket', arguments: bucket }, 'provider')
await perform({ function: 'createDeal', arguments: terms }, 'consumer')
await perform({ function: 'setDealAccepted', arguments: deal }, 'provider')
await perform({ function: 'setDealFunded', arguments: funding }, 'consumer')
await perform({ function: 'updateDealConsumption', arguments: { ...deal, storageMb: 3_072, egressMb: 2_048 } }, 'owner')
await perform({ function: 'createBucket', arguments: bucket }, 'provider')

setInterval(() => sandbox.network.close(), LEDGER_MS)

process.send?.({
  market: {
    contractId: market.contractId,
    networkPassphrase: sandbox.network.passphrase,
    rpcUrls: [sandbox.url],
  },
  intents: [
    { function: 'registerFullUser', arguments: { userAddress: addresses.user, description: 'Film archive' } },
    { function: 'createBucket', arguments: bucket },
    { function: 'createDeal', arguments: { ...terms, bucketId: 2 } },
    { function: 'depositToDeal', arguments: { ...deal, amountUsd: String(USDC) } },
    { function: 'payPendingConsumption', arguments: deal },
    { function: 'setDealCompleted', arguments: deal },
  ],
})
