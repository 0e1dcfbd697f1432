/** A process that closes one ledger with a payment after the other until it is killed. Argument: the store's file. */
import { Asset, Operation } from '@stellar/stellar-sdk'
import { rootKeypair } from '../../../../sandbox/ledger/genesis.ts'
import { accountOf, build, fund, keypair, openNetwork, PASSPHRASE, run } from './actors.ts'

const bob = keypair('bob')
const network = openNetwork({ storeFile: process.argv[2]! })
if (accountOf(network, bob) === undefined) fund(network, [bob])
for (;;) {
  const pay = Operation.payment({ destination: bob.publicKey(), asset: Asset.native(), amount: '1' })
  run(network, build(network, rootKeypair(PASSPHRASE), pay))
  process.stdout.write(`${network.latest().sequence}\n`)
}
