/** What GraphiQL shows first: queries to run and to change. */
export const EXAMPLE_QUERIES = `# FlashIndex: choose one of these with the play button.

query CheapestAvailableBuckets {
  buckets(first: 10, orderBy: { field: PRICE_STORAGE }, filter: { available: true }) {
    totalCount
    nodes {
      name
      region
      apiCompatibility
      pricePerGbStorage { formatted symbol }
      slaUptimePercent
      availability { free inUse freeMb }
      provider { description reputation certified }
    }
    pageInfo { hasNextPage endCursor }
  }
}

query CertifiedProviders {
  providers(first: 10, filter: { certifiedOnly: true, certificationLevelMin: 1 }, orderBy: { field: REPUTATION, direction: DESC }) {
    nodes {
      description
      reputation
      unitsCount
      certifications(first: 5, filter: { valid: true }) { nodes { kind level validUntil } }
    }
  }
  serviceProviders(first: 10) { nodes { category description certified } }
}

query LatestDeals {
  deals(first: 5) {
    nodes {
      dealId
      status
      consumer { description }
      bucket { name }
      money { paidIn { formatted } held { formatted } }
      history(first: 20, direction: ASC) { nodes { kind closedAt amount { formatted } } }
    }
  }
}

query LatestStreams {
  streams(first: 5, orderBy: { field: UPDATED_AT, direction: DESC }) {
    nodes {
      streamId
      status
      released
      terms { chunks chunkAmount { formatted symbol } collateral { formatted } }
      money { paidOut { formatted } tips { formatted } held { formatted } collateralHeld { formatted } }
      deadlineAt
      overdue
      releases(first: 3) { nodes { chunk root relayer closedAt txHash } }
      history(first: 20, direction: ASC) { nodes { kind closedAt amount { formatted } } }
    }
  }
}

query Disputes {
  disputes(first: 10) {
    totalCount
    nodes {
      disputeId
      status
      reason
      deal { dealId status }
      stream { streamId status }
      consumerAmount { formatted }
      providerAmount { formatted }
      evidence(first: 5) { nodes { party evidenceHash } }
    }
  }
}

query ProofFeed {
  chunkReleases(first: 20) { nodes { streamId chunk root attestedAt amount { formatted symbol } tip { formatted } relayer txHash } }
}

query Payments {
  payments(first: 20) {
    totals { kind count sum { formatted } moved { formatted } }
    nodes { kind from to amount { formatted } credited closedAt txHash }
  }
}

query Totals {
  market {
    name
    totals {
      ledger
      deals { status count }
      streams { status count }
      units { status count }
      disputes { status count }
      sums { paidIn { units } paidOut { units } fees { units } refunded { units } held { units } reconciles }
      held { deals { formatted } streams { formatted } collateral { formatted } credits { formatted } total { formatted symbol } reconciles }
    }
    indexing { ledger tipLedger lagLedgers counts { events gaps quarantined } }
  }
}

query Roles {
  market { owner oracle certifier arbiter paused }
  roleChanges(first: 10) { nodes { role holder previous closedAt } }
  assets { nodes { symbol address decimals accepted isDefault } }
}

subscription Live {
  marketActivity { ledger events { name closedAt txHash } }
}

subscription LiveProofs {
  chunkReleases { ledger cursor releases { streamId chunk root amount { formatted } stream { released terms { chunks } } } }
}
`
