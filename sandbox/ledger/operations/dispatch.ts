/** Which operation does what: the three questions the ledger asks of each. */
import type { xdr } from '@stellar/stellar-sdk'
import type { Threshold } from '../accounts.ts'
import type { AccountKey } from '../keys.ts'
import type { NetworkSettings } from '../network-settings.ts'
import { outerResult } from '../results.ts'
import type { Transaction } from '../transaction.ts'
import { applyBumpSequence, checkBumpSequence } from './bump-sequence.ts'
import { applyChangeTrust, checkChangeTrust } from './change-trust.ts'
import type { OperationContext, OperationOutcome, OperationProblem } from './context.ts'
import { applyCreateAccount, checkCreateAccount } from './create-account.ts'
import { applyExtendFootprintTtl, checkExtendFootprintTtl } from './extend-footprint-ttl.ts'
import { applyInvokeHostFunction, checkInvokeHostFunction } from './invoke-host-function.ts'
import { applyManageData, checkManageData } from './manage-data.ts'
import { applyPayment, checkPayment } from './payment.ts'
import { applyRestoreFootprint, checkRestoreFootprint } from './restore-footprint.ts'
import { applySetOptions, checkSetOptions, setOptionsThreshold } from './set-options.ts'

/** The weight the source's signatures must reach. */
export const operationThreshold = (body: xdr.OperationBody): Threshold => {
  switch (body.type) {
    case 'setOptions':
      return setOptionsThreshold(body.setOptionsOp)
    case 'accountMerge':
      return 'high'
    case 'bumpSequence':
    case 'extendFootprintTtl':
    case 'restoreFootprint':
    case 'allowTrust':
    case 'inflation':
    case 'claimClaimableBalance':
    case 'setTrustLineFlags':
      return 'low'
    default:
      return 'medium'
  }
}

const classic = (result: Uint8Array | null): OperationProblem | null =>
  result === null ? null : { result, diagnostics: [] }

/** Whether an operation is well formed; what it finds in the ledger comes later. */
export const operationProblem = (
  body: xdr.OperationBody,
  source: AccountKey,
  transaction: Transaction,
  settings: NetworkSettings,
): OperationProblem | null => {
  switch (body.type) {
    case 'createAccount':
      return classic(checkCreateAccount(body.createAccountOp, source))
    case 'payment':
      return classic(checkPayment(body.paymentOp))
    case 'changeTrust':
      return classic(checkChangeTrust(body.changeTrustOp, source))
    case 'setOptions':
      return classic(checkSetOptions(body.setOptionsOp, source))
    case 'manageData':
      return classic(checkManageData(body.manageDataOp))
    case 'bumpSequence':
      return classic(checkBumpSequence(body.bumpSequenceOp))
    case 'invokeHostFunction':
      return checkInvokeHostFunction(body.invokeHostFunctionOp, settings.maxContractSizeBytes)
    case 'extendFootprintTtl': {
      const { footprint } = transaction.sorobanData!.resources
      return checkExtendFootprintTtl(body.extendFootprintTtlOp, footprint, settings.archival.maxEntryTtl)
    }
    case 'restoreFootprint':
      return checkRestoreFootprint(transaction.sorobanData!.resources.footprint)
    default:
      return classic(outerResult('opNotSupported'))
  }
}

export const applyOperation = (body: xdr.OperationBody, context: OperationContext): OperationOutcome => {
  switch (body.type) {
    case 'createAccount':
      return applyCreateAccount(body.createAccountOp, context)
    case 'payment':
      return applyPayment(body.paymentOp, context)
    case 'changeTrust':
      return applyChangeTrust(body.changeTrustOp, context)
    case 'setOptions':
      return applySetOptions(body.setOptionsOp, context)
    case 'manageData':
      return applyManageData(body.manageDataOp, context)
    case 'bumpSequence':
      return applyBumpSequence(body.bumpSequenceOp, context)
    case 'invokeHostFunction':
      return applyInvokeHostFunction(body.invokeHostFunctionOp, context)
    case 'extendFootprintTtl':
      return applyExtendFootprintTtl(body.extendFootprintTtlOp, context)
    case 'restoreFootprint':
      return applyRestoreFootprint(context)
    default:
      return { successful: false, result: outerResult('opNotSupported') }
  }
}
