/** A small interface with one argument of every kind, and a network that answers as the test says. For what needs no real host. */
import { Address, Asset, Keypair, nativeToScVal, type rpc, SorobanDataBuilder, xdr } from '@stellar/stellar-sdk'
import type { ChainRpc } from '../../../api/transactions/rpc.ts'
import { createTransactions } from '../../../api/transactions/transactions.ts'
import { createContractSpec, type SpecField, type SpecFile, type SpecType } from '../../../contract/interface/spec.ts'

export const PASSPHRASE = 'Standalone Network ; February 2017'
export const MARKET = 'CDCLAJT7KUSW2PMIBJVAFWNNUIQFUOYXBJKSBAXF2SEMSGB57I3XCAP5'
export const keys = (name: string) => Keypair.fromRawEd25519Seed(Buffer.from(name.padEnd(32, '.')))
export const OWNER = keys('owner').publicKey()
export const PROVIDER = keys('provider').publicKey()
export const CONSUMER = keys('consumer').publicKey()
export const USDC = new Asset('USDC', keys('issuer').publicKey())
export const TOKEN = USDC.contractId(PASSPHRASE)

const field = (name: string, type: SpecType): SpecField => ({ name, doc: '', type })
const writes = (name: string, inputs: SpecField[], output: SpecType = 'bool') => ({
  name,
  doc: `Does ${name}.`,
  inputs,
  outputs: [output],
  fallible: true,
})

const file: SpecFile = {
  wasmSha256: '',
  sourceSha256: '',
  functions: [
    writes('__constructor', [field('owner', 'address')]),
    writes('version', [], 'u32'),
    writes('get_bucket', [field('provider_id', 'address'), field('bucket_id', 'u32')], { option: { udt: 'Bucket' } }),
    writes('register_provider', [field('provider_id', 'address'), field('description', 'string')]),
    writes('set_platform_fee', [field('platform_fee', 'u128')]),
    writes('upgrade', [field('wasm_hash', { bytesN: 32 })]),
    writes('update_owner', [field('new_owner', 'address')]),
    writes('create_from_bucket', [field('bucket', { udt: 'Bucket' })], 'u32'),
    writes('update_bucket_basic', [
      field('provider_id', 'address'),
      field('bucket_id', 'u32'),
      field('name', { option: 'string' }),
      field('price_per_gb_storage', { option: 'u128' }),
    ]),
    writes('time_out_deal', [field('consumer_id', 'address'), field('deal_id', 'u32'), field('since', 'u64')]),
  ],
  structs: [
    {
      name: 'Bucket',
      doc: '',
      fields: [
        field('bucket_id', 'u32'),
        field('locked', 'bool'),
        field('price_per_gb_storage', 'u128'),
        field('provider_id', 'address'),
        field('status', { udt: 'BucketStatus' }),
        field('tags', { vec: 'string' }),
      ],
    },
  ],
  unions: [
    {
      name: 'BucketStatus',
      doc: '',
      cases: [
        { name: 'Active', doc: '', types: [] },
        { name: 'Deleted', doc: '', types: [] },
      ],
    },
  ],
  enums: [],
  errors: [{ name: 'BucketLocked', code: 7, doc: 'The bucket serves a deal; wait for its end.' }],
  events: [
    {
      name: 'BucketLocked',
      doc: '',
      prefixTopics: ['bucket_locked'],
      params: [
        { ...field('provider', 'address'), location: 'topic' },
        { ...field('bucket_id', 'u32'), location: 'topic' },
        { ...field('bucket', { udt: 'Bucket' }), location: 'data' },
      ],
      dataFormat: 'map',
    },
  ],
}

export const spec = createContractSpec(file)

export const symbol = (name: string) => nativeToScVal(name, { type: 'symbol' })
export const address = (who: string) => Address.fromString(who).toScVal()

/** A diagnostic event, base64. */
export const diagnostic = (
  type: 'contract' | 'diagnostic',
  contractId: string,
  topics: xdr.ScVal[],
  data: xdr.ScVal,
  successful = true,
) => {
  const event = new xdr.ContractEvent({
    ext: xdr.ExtensionPoint.v0(),
    contractId: new xdr.ContractId(Address.fromString(contractId).toBuffer()),
    type: xdr.ContractEventType.fromName(type),
    body: xdr.ContractEventBody.v0(new xdr.ContractEventV0({ topics, data })),
  })
  return new xdr.DiagnosticEvent({ inSuccessfulContractCall: successful, event }).toXdr('base64')
}

/** The diagnostic event of an error in a contract. */
export const errorEvent = (contractId: string, error: xdr.ScError) =>
  diagnostic('diagnostic', contractId, [symbol('error'), xdr.ScVal.scvError(error)], nativeToScVal('it failed'), false)

const invocation = new xdr.SorobanAuthorizedInvocation({
  function: xdr.SorobanAuthorizedFunction.sorobanAuthorizedFunctionTypeContractFn(
    new xdr.InvokeContractArgs({
      contractAddress: Address.fromString(MARKET).toScAddress(),
      functionName: 'register_provider',
      args: [],
    }),
  ),
  subInvocations: [],
})

/** The authorisation that simulation records for a signer, given the transaction's source. */
export const recorded = (signer: string, source: string): xdr.SorobanAuthorizationEntry =>
  new xdr.SorobanAuthorizationEntry({
    credentials:
      signer === source
        ? xdr.SorobanCredentials.sorobanCredentialsSourceAccount()
        : xdr.SorobanCredentials.sorobanCredentialsAddressV2(
            new xdr.SorobanAddressCredentials({
              address: Address.fromString(signer).toScAddress(),
              nonce: 1n,
              signatureExpirationLedger: 0,
              signature: xdr.ScVal.scvVoid(),
            }),
          ),
    rootInvocation: invocation,
  })

export type SimulationAnswer = Partial<rpc.Api.RawSimulateTransactionResponse>

/** A successful simulation that needs the authorisation of `signers`. */
export const succeeds =
  (signers: readonly string[], extra: SimulationAnswer = {}) =>
  (source: string): SimulationAnswer => ({
    transactionData: new SorobanDataBuilder()
      .setResources(1_000_000, 100, 200)
      .setResourceFee(50_000n)
      .build()
      .toXdr('base64'),
    minResourceFee: '50000',
    results: [
      {
        auth: signers.map((signer) => recorded(signer, source).toXdr('base64')),
        xdr: xdr.ScVal.scvBool(true).toXdr('base64'),
      },
    ],
    events: [],
    ...extra,
  })

export interface NetworkScript {
  readonly simulation: (source: string) => SimulationAnswer
  /** Accounts that exist. @default all */
  readonly accounts?: readonly string[]
  readonly send?: Partial<rpc.Api.RawSendTransactionResponse>
  readonly found?: Partial<rpc.Api.RawGetTransactionResponse>
  readonly tokens?: readonly string[]
}

/** Transactions over a network that answers by the script; `sources` collects who each simulation ran as. */
export const scripted = (script: NetworkScript) => {
  const sources: string[] = []
  const chain: ChainRpc = {
    simulate: async (transaction) => {
      sources.push(transaction.source)
      return { id: '1', latestLedger: 1_000, ...script.simulation(transaction.source) }
    },
    entries: async (...wanted) => wanted.flatMap((key) => entryOf(script, key)),
    send: async (transaction) => ({
      status: 'PENDING',
      hash: Buffer.from(transaction.hash()).toString('hex'),
      latestLedger: 1_000,
      latestLedgerCloseTime: 1_790_000_000,
      ...script.send,
    }),
    transaction: async (hash) => ({
      status: 'NOT_FOUND' as rpc.Api.GetTransactionStatus,
      txHash: hash,
      latestLedger: 1_000,
      latestLedgerCloseTime: 1_790_000_000,
      oldestLedger: 2,
      oldestLedgerCloseTime: 1_789_000_000,
      ...script.found,
    }),
    newestLedger: async () => ({ sequence: 1_000, closedAt: 1_790_000_000 }),
  }
  const market = { contractId: MARKET, networkPassphrase: PASSPHRASE, rpcUrls: [] }
  return { transactions: createTransactions({ market, spec, rpc: chain }), sources }
}

const entryOf = ({ accounts, tokens = [TOKEN] }: NetworkScript, key: xdr.LedgerKey): rpc.Api.RawLedgerEntryResult[] => {
  if (key.type === 'account') {
    const account = Address.fromScAddress(xdr.ScAddress.scAddressTypeAccount(key.value.accountId)).toString()
    return accounts === undefined || accounts.includes(account) ? [toEntry(key, accountEntry(account))] : []
  }
  if (key.type !== 'contractData' || !tokens.includes(Address.fromScAddress(key.value.contract).toString())) return []
  return [toEntry(key, tokenInstance(key.value))]
}

const toEntry = (key: xdr.LedgerKey, data: xdr.LedgerEntryData) => ({
  key: key.toXdr('base64'),
  xdr: data.toXdr('base64'),
  lastModifiedLedgerSeq: 1,
})

const accountEntry = (account: string) =>
  xdr.LedgerEntryData.account(
    new xdr.AccountEntry({
      accountId: Keypair.fromPublicKey(account).xdrAccountId(),
      balance: 1_000_0000000n,
      seqNum: 41n,
      numSubEntries: 0,
      inflationDest: null,
      flags: 0,
      homeDomain: '',
      thresholds: new xdr.Thresholds(new Uint8Array([1, 0, 0, 0])),
      signers: [],
      ext: xdr.AccountEntryExt.v0(),
    }),
  )

const tokenInstance = ({ contract, key, durability }: xdr.LedgerKeyContractData) =>
  xdr.LedgerEntryData.contractData(
    new xdr.ContractDataEntry({
      ext: xdr.ExtensionPoint.v0(),
      contract,
      key,
      durability,
      val: xdr.ScVal.scvContractInstance(
        new xdr.ScContractInstance({
          executable: xdr.ContractExecutable.contractExecutableStellarAsset(),
          storage: null,
        }),
      ),
    }),
  )
