-- All tables of the index: what is watched, what the indexer remembers of itself, the verbatim archive, the projections.
-- Written by Prisma from schema.prisma; what Prisma cannot say follows in migrations of its own.
-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "network" (
    "id" SERIAL NOT NULL,
    "passphrase" TEXT NOT NULL,
    "incarnation" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "network_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "market" (
    "id" SERIAL NOT NULL,
    "network_id" INTEGER NOT NULL,
    "contract_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "start_ledger" INTEGER NOT NULL,

    CONSTRAINT "market_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "watermark" (
    "market_id" INTEGER NOT NULL,
    "ledger" INTEGER NOT NULL,
    "closed_at" TIMESTAMPTZ(0),
    "tip_ledger" INTEGER NOT NULL,
    "tip_closed_at" TIMESTAMPTZ(0),

    CONSTRAINT "watermark_pkey" PRIMARY KEY ("market_id")
);

-- CreateTable
CREATE TABLE "coverage" (
    "market_id" INTEGER NOT NULL,
    "first_ledger" INTEGER NOT NULL,
    "last_ledger" INTEGER NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT,

    CONSTRAINT "coverage_pkey" PRIMARY KEY ("market_id","first_ledger")
);

-- CreateTable
CREATE TABLE "ledger" (
    "network_id" INTEGER NOT NULL,
    "sequence" INTEGER NOT NULL,
    "closed_at" TIMESTAMPTZ(0) NOT NULL,

    CONSTRAINT "ledger_pkey" PRIMARY KEY ("network_id","sequence")
);

-- CreateTable
CREATE TABLE "raw_event" (
    "market_id" INTEGER NOT NULL,
    "toid" BIGINT NOT NULL,
    "event_index" INTEGER NOT NULL,
    "ledger" INTEGER NOT NULL,
    "closed_at" TIMESTAMPTZ(0) NOT NULL,
    "tx_hash" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "topics" TEXT[],
    "data" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "name" TEXT,

    CONSTRAINT "raw_event_pkey" PRIMARY KEY ("market_id","toid","event_index")
);

-- CreateTable
CREATE TABLE "quarantine" (
    "market_id" INTEGER NOT NULL,
    "toid" BIGINT NOT NULL,
    "event_index" INTEGER NOT NULL,
    "ledger" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,

    CONSTRAINT "quarantine_pkey" PRIMARY KEY ("market_id","toid","event_index")
);

-- CreateTable
CREATE TABLE "market_config" (
    "market_id" INTEGER NOT NULL,
    "owner" TEXT NOT NULL,
    "platform_fee_bps" INTEGER NOT NULL,
    "stable_asset" TEXT,
    "asset_symbol" TEXT,
    "asset_decimals" INTEGER,
    "version" INTEGER NOT NULL,
    "code_hash" TEXT,
    "toid" BIGINT NOT NULL,
    "event_index" INTEGER NOT NULL,

    CONSTRAINT "market_config_pkey" PRIMARY KEY ("market_id")
);

-- CreateTable
CREATE TABLE "provider" (
    "market_id" INTEGER NOT NULL,
    "address" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "reputation" INTEGER NOT NULL,
    "units_count" INTEGER NOT NULL,
    "registered_at" TIMESTAMPTZ(0) NOT NULL,
    "updated_at" TIMESTAMPTZ(0) NOT NULL,
    "deleted" BOOLEAN NOT NULL,
    "toid" BIGINT NOT NULL,
    "event_index" INTEGER NOT NULL,

    CONSTRAINT "provider_pkey" PRIMARY KEY ("market_id","address")
);

-- CreateTable
CREATE TABLE "consumer" (
    "market_id" INTEGER NOT NULL,
    "address" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "reputation" INTEGER NOT NULL,
    "registered_at" TIMESTAMPTZ(0) NOT NULL,
    "updated_at" TIMESTAMPTZ(0) NOT NULL,
    "deleted" BOOLEAN NOT NULL,
    "toid" BIGINT NOT NULL,
    "event_index" INTEGER NOT NULL,

    CONSTRAINT "consumer_pkey" PRIMARY KEY ("market_id","address")
);

-- CreateTable
CREATE TABLE "bucket" (
    "market_id" INTEGER NOT NULL,
    "provider" TEXT NOT NULL,
    "bucket_id" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "region" TEXT NOT NULL,
    "country" TEXT NOT NULL,
    "fb_bucket_id" TEXT NOT NULL,
    "api_compatibility" TEXT NOT NULL,
    "access_scope" TEXT NOT NULL,
    "tags" TEXT[],
    "price_per_gb_storage" DECIMAL(39,0) NOT NULL,
    "price_per_gb_egress" DECIMAL(39,0) NOT NULL,
    "sla_avg_latency_ms" BIGINT NOT NULL,
    "sla_avg_uptime_pct" BIGINT NOT NULL,
    "max_storage_gb" BIGINT NOT NULL,
    "max_egress_gb" BIGINT NOT NULL,
    "encryption_at_rest" BOOLEAN NOT NULL,
    "encryption_in_transit" BOOLEAN NOT NULL,
    "object_locking" BOOLEAN NOT NULL,
    "versioning_enabled" BOOLEAN NOT NULL,
    "locked" BOOLEAN NOT NULL,
    "status" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(0) NOT NULL,
    "provider_reputation" INTEGER NOT NULL,
    "toid" BIGINT NOT NULL,
    "event_index" INTEGER NOT NULL,

    CONSTRAINT "bucket_pkey" PRIMARY KEY ("market_id","provider","bucket_id")
);

-- CreateTable
CREATE TABLE "deal" (
    "market_id" INTEGER NOT NULL,
    "consumer" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "deal_id" INTEGER NOT NULL,
    "bucket_id" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "deleted" BOOLEAN NOT NULL,
    "fb_repo_id" TEXT NOT NULL,
    "asset" TEXT,
    "fee_bps" INTEGER NOT NULL,
    "price_per_gb_storage" DECIMAL(39,0) NOT NULL,
    "price_per_gb_egress" DECIMAL(39,0) NOT NULL,
    "term_latency_ms" BIGINT NOT NULL,
    "term_uptime_pct" BIGINT NOT NULL,
    "duration_secs" DECIMAL(20,0) NOT NULL,
    "agreed_storage_mb" DECIMAL(20,0) NOT NULL,
    "agreed_egress_mb" DECIMAL(20,0) NOT NULL,
    "api_compatibility" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(0) NOT NULL,
    "balance" DECIMAL(39,0) NOT NULL,
    "paid_in" DECIMAL(39,0) NOT NULL,
    "paid_out" DECIMAL(39,0) NOT NULL,
    "fees" DECIMAL(39,0) NOT NULL,
    "refunded" DECIMAL(39,0) NOT NULL,
    "slashed" DECIMAL(39,0) NOT NULL,
    "unpaid_storage_mb" DECIMAL(20,0) NOT NULL,
    "unpaid_egress_mb" DECIMAL(20,0) NOT NULL,
    "paid_storage_mb" DECIMAL(20,0) NOT NULL,
    "paid_egress_mb" DECIMAL(20,0) NOT NULL,
    "slash_storage_mb" DECIMAL(20,0) NOT NULL,
    "slash_egress_mb" DECIMAL(20,0) NOT NULL,
    "sla_avg_latency_ms" BIGINT NOT NULL,
    "sla_avg_uptime_pct" BIGINT NOT NULL,
    "started_at" TIMESTAMPTZ(0),
    "last_settled_at" TIMESTAMPTZ(0),
    "updated_at" TIMESTAMPTZ(0) NOT NULL,
    "toid" BIGINT NOT NULL,
    "event_index" INTEGER NOT NULL,

    CONSTRAINT "deal_pkey" PRIMARY KEY ("market_id","consumer","provider","deal_id")
);

-- CreateTable
CREATE TABLE "deal_change" (
    "market_id" INTEGER NOT NULL,
    "toid" BIGINT NOT NULL,
    "event_index" INTEGER NOT NULL,
    "consumer" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "deal_id" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "outcome" TEXT,
    "amount" DECIMAL(39,0),
    "fee" DECIMAL(39,0),
    "balance" DECIMAL(39,0) NOT NULL,
    "storage_mb" DECIMAL(20,0),
    "egress_mb" DECIMAL(20,0),
    "latency_ms" BIGINT,
    "uptime_pct" BIGINT,
    "ledger" INTEGER NOT NULL,
    "closed_at" TIMESTAMPTZ(0) NOT NULL,
    "tx_hash" TEXT NOT NULL,

    CONSTRAINT "deal_change_pkey" PRIMARY KEY ("market_id","toid","event_index")
);

-- CreateTable
CREATE TABLE "payment" (
    "market_id" INTEGER NOT NULL,
    "toid" BIGINT NOT NULL,
    "event_index" INTEGER NOT NULL,
    "part" INTEGER NOT NULL,
    "kind" TEXT NOT NULL,
    "from_address" TEXT NOT NULL,
    "to_address" TEXT NOT NULL,
    "asset" TEXT,
    "amount" DECIMAL(39,0) NOT NULL,
    "consumer" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "deal_id" INTEGER NOT NULL,
    "ledger" INTEGER NOT NULL,
    "closed_at" TIMESTAMPTZ(0) NOT NULL,
    "tx_hash" TEXT NOT NULL,

    CONSTRAINT "payment_pkey" PRIMARY KEY ("market_id","toid","event_index","part")
);

-- CreateTable
CREATE TABLE "reputation_change" (
    "market_id" INTEGER NOT NULL,
    "toid" BIGINT NOT NULL,
    "event_index" INTEGER NOT NULL,
    "party" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "previous" INTEGER NOT NULL,
    "reputation" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "consumer" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "deal_id" INTEGER NOT NULL,
    "ledger" INTEGER NOT NULL,
    "closed_at" TIMESTAMPTZ(0) NOT NULL,
    "tx_hash" TEXT NOT NULL,

    CONSTRAINT "reputation_change_pkey" PRIMARY KEY ("market_id","toid","event_index")
);

-- CreateTable
CREATE TABLE "usage_report" (
    "market_id" INTEGER NOT NULL,
    "toid" BIGINT NOT NULL,
    "event_index" INTEGER NOT NULL,
    "consumer" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "deal_id" INTEGER NOT NULL,
    "storage_mb" DECIMAL(20,0) NOT NULL,
    "egress_mb" DECIMAL(20,0) NOT NULL,
    "ledger" INTEGER NOT NULL,
    "closed_at" TIMESTAMPTZ(0) NOT NULL,
    "tx_hash" TEXT NOT NULL,

    CONSTRAINT "usage_report_pkey" PRIMARY KEY ("market_id","toid","event_index")
);

-- CreateTable
CREATE TABLE "sla_report" (
    "market_id" INTEGER NOT NULL,
    "toid" BIGINT NOT NULL,
    "event_index" INTEGER NOT NULL,
    "consumer" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "deal_id" INTEGER NOT NULL,
    "latency_ms" BIGINT NOT NULL,
    "uptime_pct" BIGINT NOT NULL,
    "breach" BOOLEAN,
    "ledger" INTEGER NOT NULL,
    "closed_at" TIMESTAMPTZ(0) NOT NULL,
    "tx_hash" TEXT NOT NULL,

    CONSTRAINT "sla_report_pkey" PRIMARY KEY ("market_id","toid","event_index")
);

-- CreateIndex
CREATE UNIQUE INDEX "network_passphrase_incarnation_key" ON "network"("passphrase", "incarnation");

-- CreateIndex
CREATE UNIQUE INDEX "market_name_key" ON "market"("name");

-- CreateIndex
CREATE UNIQUE INDEX "market_network_id_contract_id_key" ON "market"("network_id", "contract_id");

-- CreateIndex
CREATE INDEX "raw_event_market_id_name_toid_event_index_idx" ON "raw_event"("market_id", "name", "toid", "event_index");

-- CreateIndex
CREATE INDEX "raw_event_market_id_tx_hash_idx" ON "raw_event"("market_id", "tx_hash");

-- CreateIndex
CREATE INDEX "provider_market_id_reputation_address_idx" ON "provider"("market_id", "reputation", "address");

-- CreateIndex
CREATE INDEX "provider_market_id_registered_at_address_idx" ON "provider"("market_id", "registered_at", "address");

-- CreateIndex
CREATE INDEX "consumer_market_id_reputation_address_idx" ON "consumer"("market_id", "reputation", "address");

-- CreateIndex
CREATE INDEX "consumer_market_id_registered_at_address_idx" ON "consumer"("market_id", "registered_at", "address");

-- CreateIndex
CREATE INDEX "bucket_market_id_created_at_provider_bucket_id_idx" ON "bucket"("market_id", "created_at", "provider", "bucket_id");

-- CreateIndex
CREATE INDEX "bucket_market_id_price_per_gb_storage_provider_bucket_id_idx" ON "bucket"("market_id", "price_per_gb_storage", "provider", "bucket_id");

-- CreateIndex
CREATE INDEX "bucket_market_id_price_per_gb_egress_provider_bucket_id_idx" ON "bucket"("market_id", "price_per_gb_egress", "provider", "bucket_id");

-- CreateIndex
CREATE INDEX "bucket_market_id_sla_avg_latency_ms_provider_bucket_id_idx" ON "bucket"("market_id", "sla_avg_latency_ms", "provider", "bucket_id");

-- CreateIndex
CREATE INDEX "bucket_market_id_sla_avg_uptime_pct_provider_bucket_id_idx" ON "bucket"("market_id", "sla_avg_uptime_pct", "provider", "bucket_id");

-- CreateIndex
CREATE INDEX "bucket_market_id_provider_reputation_provider_bucket_id_idx" ON "bucket"("market_id", "provider_reputation", "provider", "bucket_id");

-- CreateIndex
CREATE INDEX "bucket_market_id_region_price_per_gb_storage_provider_bucke_idx" ON "bucket"("market_id", "region", "price_per_gb_storage", "provider", "bucket_id");

-- CreateIndex
CREATE INDEX "deal_market_id_deal_id_idx" ON "deal"("market_id", "deal_id");

-- CreateIndex
CREATE INDEX "deal_market_id_created_at_deal_id_idx" ON "deal"("market_id", "created_at", "deal_id");

-- CreateIndex
CREATE INDEX "deal_market_id_consumer_deal_id_idx" ON "deal"("market_id", "consumer", "deal_id");

-- CreateIndex
CREATE INDEX "deal_market_id_provider_bucket_id_deal_id_idx" ON "deal"("market_id", "provider", "bucket_id", "deal_id");

-- CreateIndex
CREATE INDEX "deal_market_id_provider_deal_id_idx" ON "deal"("market_id", "provider", "deal_id");

-- CreateIndex
CREATE INDEX "deal_market_id_status_deal_id_idx" ON "deal"("market_id", "status", "deal_id");

-- CreateIndex
CREATE INDEX "deal_change_market_id_consumer_provider_deal_id_toid_event__idx" ON "deal_change"("market_id", "consumer", "provider", "deal_id", "toid", "event_index");

-- CreateIndex
CREATE INDEX "payment_market_id_kind_toid_event_index_part_idx" ON "payment"("market_id", "kind", "toid", "event_index", "part");

-- CreateIndex
CREATE INDEX "payment_market_id_from_address_toid_event_index_part_idx" ON "payment"("market_id", "from_address", "toid", "event_index", "part");

-- CreateIndex
CREATE INDEX "payment_market_id_to_address_toid_event_index_part_idx" ON "payment"("market_id", "to_address", "toid", "event_index", "part");

-- CreateIndex
CREATE INDEX "payment_market_id_consumer_provider_deal_id_toid_event_inde_idx" ON "payment"("market_id", "consumer", "provider", "deal_id", "toid", "event_index", "part");

-- CreateIndex
CREATE INDEX "payment_market_id_provider_toid_event_index_part_idx" ON "payment"("market_id", "provider", "toid", "event_index", "part");

-- CreateIndex
CREATE INDEX "reputation_change_market_id_party_toid_event_index_idx" ON "reputation_change"("market_id", "party", "toid", "event_index");

-- CreateIndex
CREATE INDEX "usage_report_market_id_consumer_provider_deal_id_toid_event_idx" ON "usage_report"("market_id", "consumer", "provider", "deal_id", "toid", "event_index");

-- CreateIndex
CREATE INDEX "sla_report_market_id_consumer_provider_deal_id_toid_event_i_idx" ON "sla_report"("market_id", "consumer", "provider", "deal_id", "toid", "event_index");

-- AddForeignKey
ALTER TABLE "market" ADD CONSTRAINT "market_network_id_fkey" FOREIGN KEY ("network_id") REFERENCES "network"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "watermark" ADD CONSTRAINT "watermark_market_id_fkey" FOREIGN KEY ("market_id") REFERENCES "market"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
