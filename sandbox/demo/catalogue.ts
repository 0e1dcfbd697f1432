/** What the demo market is made of: providers, where they are, what they offer, and who rents. */

/** How a provider keeps his promises: percent of reports that meet the SLA. */
export interface ProviderProfile {
  readonly key: string
  readonly description: string
  readonly country: string
  readonly regions: readonly string[]
  readonly api: 'S3' | 'GCS' | 'Azure Blob' | 'IPFS'
  /** Percent of SLA reports within the promise. */
  readonly reliability: number
  /** Price level in percent of the list price. */
  readonly priceLevel: number
  /** Without trustlines no payment arrives: the market owes it as a credit. */
  readonly trustlines: boolean
}

const provider = (
  key: string,
  description: string,
  country: string,
  regions: readonly string[],
  api: ProviderProfile['api'],
  reliability: number,
  priceLevel: number,
): ProviderProfile => ({
  key,
  description,
  country,
  regions,
  api,
  reliability,
  priceLevel,
  trustlines: key !== FORGETFUL,
})

/** Has not opened a trustline for anything. */
const FORGETFUL = 'tableview'

export const PROVIDERS: readonly ProviderProfile[] = [
  provider(
    'alpenspeicher',
    'Alpenspeicher AG: storage in former Swiss bunkers, hydro power',
    'CH',
    ['eu-central-2', 'eu-south-1'],
    'S3',
    99,
    130,
  ),
  provider('nordlys', 'Nordlys Data: cold storage above the Arctic Circle', 'NO', ['eu-north-1'], 'S3', 98, 80),
  provider(
    'bluecoast',
    'Blue Coast Objects: object storage for media studios',
    'US',
    ['us-west-1', 'us-west-2'],
    'S3',
    97,
    115,
  ),
  provider(
    'prairie',
    'Prairie Cloud Cooperative: member-owned storage in the Midwest',
    'US',
    ['us-central-1'],
    'GCS',
    96,
    90,
  ),
  provider('maple', 'Maple Vault: Canadian data residency', 'CA', ['ca-central-1', 'ca-east-1'], 'S3', 97, 105),
  provider(
    'sakura',
    'Sakura Objects: low latency in Tokyo and Osaka',
    'JP',
    ['ap-northeast-1', 'ap-northeast-3'],
    'S3',
    99,
    140,
  ),
  provider('merlion', 'Merlion Storage: gateway to South-East Asia', 'SG', ['ap-southeast-1'], 'Azure Blob', 95, 110),
  provider('pampas', 'Pampas Datos: almacenamiento para el Cono Sur', 'AR', ['sa-east-2'], 'S3', 75, 70),
  provider('ipanema', 'Ipanema Cloud: Brazilian edge storage', 'BR', ['sa-east-1'], 'GCS', 93, 85),
  provider('tableview', 'Table View Archives: long-term archives in Cape Town', 'ZA', ['af-south-1'], 'IPFS', 88, 65),
  provider(
    'lionrock',
    'Lion Rock Systems: replicated storage in Hong Kong',
    'HK',
    ['ap-east-1'],
    'Azure Blob',
    94,
    120,
  ),
  provider('bargainbytes', 'Bargain Bytes: the cheapest gigabyte on the market', 'PL', ['eu-east-1'], 'IPFS', 25, 40),
]

/** An offer that each provider makes in each of his regions, in some variation. */
export interface Tier {
  readonly name: string
  /** Token units (7 decimals) per GB of storage and of egress. */
  readonly storage: bigint
  readonly egress: bigint
  readonly latencyMs: number
  /** 100,000,000 is 100 %. */
  readonly uptimePct: number
}

export const TIERS: readonly Tier[] = [
  { name: 'Hot objects', storage: 230_000n, egress: 900_000n, latencyMs: 40, uptimePct: 99_990_000 },
  { name: 'Standard objects', storage: 180_000n, egress: 700_000n, latencyMs: 90, uptimePct: 99_950_000 },
  { name: 'Media library', storage: 150_000n, egress: 450_000n, latencyMs: 120, uptimePct: 99_900_000 },
  { name: 'Backup vault', storage: 90_000n, egress: 1_000_000n, latencyMs: 400, uptimePct: 99_500_000 },
  { name: 'Deep archive', storage: 40_000n, egress: 2_000_000n, latencyMs: 2_000, uptimePct: 99_000_000 },
]

/** Who rents. */
export interface ConsumerProfile {
  readonly key: string
  readonly description: string
  /** Funds far too little and hardly ever tops up: its deals end in breach. */
  readonly thrifty: boolean
}

const THRIFTY = ['game-patches', 'e-commerce', 'drone-survey', 'podcast-net']

export const CONSUMERS: readonly ConsumerProfile[] = [
  ['genomics-lab', 'University genomics laboratory, sequencing runs'],
  ['indie-films', 'Independent film studio, rushes and masters'],
  ['weather-archive', 'Regional weather service, radar archive'],
  ['news-photo', 'Press photo agency'],
  ['open-maps', 'Open map tiles mirror'],
  ['game-patches', 'Game studio, patch distribution'],
  ['city-library', 'City library, digitised manuscripts'],
  ['clinic-imaging', 'Radiology practice, encrypted images'],
  ['podcast-net', 'Podcast network'],
  ['satellite-co', 'Earth observation start-up'],
  ['law-office', 'Law office, sealed case files'],
  ['ml-datasets', 'Data sets for machine learning'],
  ['school-board', 'School board, backups of 40 schools'],
  ['music-label', 'Record label, multitrack tapes'],
  ['museum', 'Museum of natural history, 3D scans'],
  ['fin-audit', 'Audit firm, ten-year retention'],
  ['web-archive', 'Web archive of a national library'],
  ['drone-survey', 'Surveying company, drone orthophotos'],
  ['e-commerce', 'Web shop, product pictures'],
  ['radio-telescope', 'Radio observatory, raw visibilities'],
].map(([key, description]) => ({ key: key!, description: description!, thrifty: THRIFTY.includes(key!) }))
