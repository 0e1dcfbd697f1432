-- Streams: payments that a proof of storage releases chunk by chunk; their history and their chunks.

-- CreateTable
CREATE TABLE "stream" (
    "market_id" INTEGER NOT NULL,
    "stream_id" INTEGER NOT NULL,
    "consumer" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "bucket_id" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "asset" TEXT NOT NULL,
    "fee_bps" INTEGER NOT NULL,
    "attestor" TEXT NOT NULL,
    "proof_set_id" DECIMAL(20,0) NOT NULL,
    "chunks" INTEGER NOT NULL,
    "chunk_amount" DECIMAL(39,0) NOT NULL,
    "chunk_tip" DECIMAL(39,0) NOT NULL,
    "term_collateral" DECIMAL(39,0) NOT NULL,
    "term_deadline_at" TIMESTAMPTZ(0) NOT NULL,
    "created_at" TIMESTAMPTZ(0) NOT NULL,
    "balance" DECIMAL(39,0) NOT NULL,
    "paid_in" DECIMAL(39,0) NOT NULL,
    "paid_out" DECIMAL(39,0) NOT NULL,
    "fees" DECIMAL(39,0) NOT NULL,
    "tips" DECIMAL(39,0) NOT NULL,
    "refunded" DECIMAL(39,0) NOT NULL,
    "collateral" DECIMAL(39,0) NOT NULL,
    "collateral_paid" DECIMAL(39,0) NOT NULL,
    "collateral_returned" DECIMAL(39,0) NOT NULL,
    "collateral_slashed" DECIMAL(39,0) NOT NULL,
    "released" INTEGER NOT NULL,
    "accepted_at" TIMESTAMPTZ(0),
    "deadline_at" TIMESTAMPTZ(0) NOT NULL,
    "dispute_id" INTEGER,
    "updated_at" TIMESTAMPTZ(0) NOT NULL,
    "toid" BIGINT NOT NULL,
    "event_index" INTEGER NOT NULL,

    CONSTRAINT "stream_pkey" PRIMARY KEY ("market_id","stream_id")
);

-- CreateTable
CREATE TABLE "stream_change" (
    "market_id" INTEGER NOT NULL,
    "toid" BIGINT NOT NULL,
    "event_index" INTEGER NOT NULL,
    "consumer" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "stream_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "amount" DECIMAL(39,0),
    "fee" DECIMAL(39,0),
    "tip" DECIMAL(39,0),
    "collateral" DECIMAL(39,0),
    "chunks" INTEGER,
    "released" INTEGER NOT NULL,
    "balance" DECIMAL(39,0) NOT NULL,
    "dispute_id" INTEGER,
    "ledger" INTEGER NOT NULL,
    "closed_at" TIMESTAMPTZ(0) NOT NULL,
    "tx_hash" TEXT NOT NULL,

    CONSTRAINT "stream_change_pkey" PRIMARY KEY ("market_id","toid","event_index")
);

-- CreateTable
CREATE TABLE "chunk_release" (
    "market_id" INTEGER NOT NULL,
    "toid" BIGINT NOT NULL,
    "event_index" INTEGER NOT NULL,
    "chunk" INTEGER NOT NULL,
    "stream_id" INTEGER NOT NULL,
    "consumer" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "root" TEXT NOT NULL,
    "attested_at" TIMESTAMPTZ(0) NOT NULL,
    "asset" TEXT,
    "amount" DECIMAL(39,0) NOT NULL,
    "tip" DECIMAL(39,0) NOT NULL,
    "relayer" TEXT,
    "ledger" INTEGER NOT NULL,
    "closed_at" TIMESTAMPTZ(0) NOT NULL,
    "tx_hash" TEXT NOT NULL,

    CONSTRAINT "chunk_release_pkey" PRIMARY KEY ("market_id","toid","event_index","chunk")
);

-- CreateIndex
CREATE INDEX "stream_market_id_created_at_stream_id_idx" ON "stream"("market_id", "created_at", "stream_id");

-- CreateIndex
CREATE INDEX "stream_market_id_updated_at_stream_id_idx" ON "stream"("market_id", "updated_at", "stream_id");

-- CreateIndex
CREATE INDEX "stream_market_id_deadline_at_stream_id_idx" ON "stream"("market_id", "deadline_at", "stream_id");

-- CreateIndex
CREATE INDEX "stream_market_id_balance_stream_id_idx" ON "stream"("market_id", "balance", "stream_id");

-- CreateIndex
CREATE INDEX "stream_market_id_consumer_stream_id_idx" ON "stream"("market_id", "consumer", "stream_id");

-- CreateIndex
CREATE INDEX "stream_market_id_provider_stream_id_idx" ON "stream"("market_id", "provider", "stream_id");

-- CreateIndex
CREATE INDEX "stream_market_id_provider_bucket_id_stream_id_idx" ON "stream"("market_id", "provider", "bucket_id", "stream_id");

-- CreateIndex
CREATE INDEX "stream_market_id_status_stream_id_idx" ON "stream"("market_id", "status", "stream_id");

-- CreateIndex
CREATE INDEX "stream_market_id_asset_stream_id_idx" ON "stream"("market_id", "asset", "stream_id");

-- CreateIndex
CREATE INDEX "stream_market_id_proof_set_id_stream_id_idx" ON "stream"("market_id", "proof_set_id", "stream_id");

-- CreateIndex
CREATE INDEX "stream_change_market_id_stream_id_toid_event_index_idx" ON "stream_change"("market_id", "stream_id", "toid", "event_index");

-- CreateIndex
CREATE INDEX "stream_change_market_id_consumer_toid_event_index_idx" ON "stream_change"("market_id", "consumer", "toid", "event_index");

-- CreateIndex
CREATE INDEX "stream_change_market_id_provider_toid_event_index_idx" ON "stream_change"("market_id", "provider", "toid", "event_index");

-- CreateIndex
CREATE INDEX "stream_change_market_id_kind_toid_event_index_idx" ON "stream_change"("market_id", "kind", "toid", "event_index");

-- CreateIndex
CREATE INDEX "chunk_release_market_id_stream_id_chunk_idx" ON "chunk_release"("market_id", "stream_id", "chunk");

-- CreateIndex
CREATE INDEX "chunk_release_market_id_stream_id_toid_event_index_chunk_idx" ON "chunk_release"("market_id", "stream_id", "toid", "event_index", "chunk");

-- CreateIndex
CREATE INDEX "chunk_release_market_id_consumer_toid_event_index_chunk_idx" ON "chunk_release"("market_id", "consumer", "toid", "event_index", "chunk");

-- CreateIndex
CREATE INDEX "chunk_release_market_id_provider_toid_event_index_chunk_idx" ON "chunk_release"("market_id", "provider", "toid", "event_index", "chunk");

-- CreateIndex
CREATE INDEX "chunk_release_market_id_relayer_toid_event_index_chunk_idx" ON "chunk_release"("market_id", "relayer", "toid", "event_index", "chunk");
