-- A payment that the token refused moved nothing: it became a credit. Rows written before this need `npm run replay`.
ALTER TABLE "payment"
  ADD COLUMN "credited" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "creditor" TEXT;

-- A claim and a sweep are about no deal and no stream; a claim names whose credit it is.
ALTER TABLE "payment"
  DROP CONSTRAINT "payment_kind_is_known",
  DROP CONSTRAINT "payment_is_of_something",
  ADD CONSTRAINT "payment_kind_is_known" CHECK (
    kind IN (
      'funding', 'deposit', 'settlement', 'fee', 'refund',
      'collateral', 'chunk', 'tip', 'slash', 'collateral_return', 'split', 'claim', 'sweep'
    )
  ),
  ADD CONSTRAINT "payment_is_of_something" CHECK (
    CASE WHEN kind IN ('claim', 'sweep') THEN num_nonnulls(deal_id, stream_id) = 0
    ELSE num_nonnulls(deal_id, stream_id) = 1 END
  ),
  ADD CONSTRAINT "payment_only_a_claim_has_a_creditor" CHECK (creditor IS NULL OR kind = 'claim');

-- What was credited and never claimed is a few rows of many: "what did not arrive" needs no other index.
CREATE INDEX "payment_credited" ON "payment"("market_id", "toid", "event_index", "part") WHERE credited;

CREATE TABLE "credit_change" (
    "market_id" INTEGER NOT NULL,
    "toid" BIGINT NOT NULL,
    "event_index" INTEGER NOT NULL,
    "ledger" INTEGER NOT NULL,
    "closed_at" TIMESTAMPTZ(0) NOT NULL,
    "tx_hash" TEXT NOT NULL,
    "party" TEXT NOT NULL,
    "asset" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "amount" DECIMAL(39,0) NOT NULL,
    "credit" DECIMAL(39,0) NOT NULL,
    "to_address" TEXT,

    CONSTRAINT "credit_change_pkey" PRIMARY KEY ("market_id","toid","event_index"),
    CONSTRAINT "credit_change_kind_is_known" CHECK (kind IN ('added', 'claimed')),
    CONSTRAINT "credit_change_only_a_claim_has_a_payee" CHECK ((to_address IS NOT NULL) = (kind = 'claimed'))
);

CREATE INDEX "credit_change_market_id_party_asset_toid_event_index_idx" ON "credit_change"("market_id", "party", "asset", "toid", "event_index");
CREATE INDEX "credit_change_market_id_asset_toid_event_index_idx" ON "credit_change"("market_id", "asset", "toid", "event_index");

-- Default privileges are those of the role that set them, which may not be the one that migrates now.
GRANT SELECT ON ALL TABLES IN SCHEMA public TO flashindex_reader;
