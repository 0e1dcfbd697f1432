-- Disputes about deals and streams, and their evidence.

-- CreateTable
CREATE TABLE "dispute" (
    "market_id" INTEGER NOT NULL,
    "dispute_id" INTEGER NOT NULL,
    "consumer" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "deal_id" INTEGER,
    "stream_id" INTEGER,
    "opened_by" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "reason_hash" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "consumer_amount" DECIMAL(39,0),
    "provider_amount" DECIMAL(39,0),
    "evidence_count" INTEGER NOT NULL,
    "opened_at" TIMESTAMPTZ(0) NOT NULL,
    "deadline_at" TIMESTAMPTZ(0) NOT NULL,
    "closed_at" TIMESTAMPTZ(0),
    "updated_at" TIMESTAMPTZ(0) NOT NULL,
    "toid" BIGINT NOT NULL,
    "event_index" INTEGER NOT NULL,

    CONSTRAINT "dispute_pkey" PRIMARY KEY ("market_id","dispute_id")
);

-- CreateTable
CREATE TABLE "dispute_evidence" (
    "market_id" INTEGER NOT NULL,
    "toid" BIGINT NOT NULL,
    "event_index" INTEGER NOT NULL,
    "consumer" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "dispute_id" INTEGER NOT NULL,
    "party" TEXT NOT NULL,
    "evidence_hash" TEXT NOT NULL,
    "ledger" INTEGER NOT NULL,
    "closed_at" TIMESTAMPTZ(0) NOT NULL,
    "tx_hash" TEXT NOT NULL,

    CONSTRAINT "dispute_evidence_pkey" PRIMARY KEY ("market_id","toid","event_index")
);

-- CreateIndex
CREATE INDEX "dispute_market_id_consumer_dispute_id_idx" ON "dispute"("market_id", "consumer", "dispute_id");

-- CreateIndex
CREATE INDEX "dispute_market_id_provider_dispute_id_idx" ON "dispute"("market_id", "provider", "dispute_id");

-- CreateIndex
CREATE INDEX "dispute_market_id_status_dispute_id_idx" ON "dispute"("market_id", "status", "dispute_id");

-- CreateIndex
CREATE INDEX "dispute_market_id_deal_id_dispute_id_idx" ON "dispute"("market_id", "deal_id", "dispute_id");

-- CreateIndex
CREATE INDEX "dispute_market_id_stream_id_dispute_id_idx" ON "dispute"("market_id", "stream_id", "dispute_id");

-- CreateIndex
CREATE INDEX "dispute_market_id_opened_at_dispute_id_idx" ON "dispute"("market_id", "opened_at", "dispute_id");

-- CreateIndex
CREATE INDEX "dispute_market_id_deadline_at_dispute_id_idx" ON "dispute"("market_id", "deadline_at", "dispute_id");

-- CreateIndex
CREATE INDEX "dispute_market_id_updated_at_dispute_id_idx" ON "dispute"("market_id", "updated_at", "dispute_id");

-- CreateIndex
CREATE INDEX "dispute_evidence_market_id_dispute_id_toid_event_index_idx" ON "dispute_evidence"("market_id", "dispute_id", "toid", "event_index");

-- CreateIndex
CREATE INDEX "dispute_evidence_market_id_party_toid_event_index_idx" ON "dispute_evidence"("market_id", "party", "toid", "event_index");
