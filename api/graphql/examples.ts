/** What GraphiQL shows first: queries to run and to change. */
export const EXAMPLE_QUERIES = `# FlashIndex: choose one of these with the play button.

query CheapestBuckets {
  buckets(first: 10, orderBy: { field: PRICE_STORAGE }, filter: { locked: false }) {
    totalCount
    nodes {
      name
      region
      apiCompatibility
      pricePerGbStorage { formatted }
      slaUptimePercent
      provider { description reputation }
    }
    pageInfo { hasNextPage endCursor }
  }
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

query Payments {
  payments(first: 20) {
    totals { kind count sum { formatted } }
    nodes { kind from to amount { formatted } closedAt txHash }
  }
}

query Totals {
  market {
    name
    totals { ledger deals { status count } sums { paidIn { units } paidOut { units } fees { units } refunded { units } held { units } reconciles } }
    indexing { ledger tipLedger lagLedgers counts { events gaps quarantined } }
  }
}

subscription Live {
  marketActivity { ledger events { name closedAt txHash } }
}
`
