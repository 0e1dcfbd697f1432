-- Data units of buckets. Lists of buckets are filtered and sorted by what is free, so that the counts stand there, too.

-- AlterTable
ALTER TABLE "bucket" ADD COLUMN     "unit_mb" DECIMAL(20,0) NOT NULL DEFAULT 0,
ADD COLUMN     "units_decommissioned" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "units_decommissioning" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "units_free" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "units_in_use" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "units_maintenance" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "units_reserved" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "bucket" ADD COLUMN     "free_mb" DECIMAL GENERATED ALWAYS AS (units_free * unit_mb) STORED;

-- CreateTable
CREATE TABLE "unit" (
    "market_id" INTEGER NOT NULL,
    "provider" TEXT NOT NULL,
    "bucket_id" INTEGER NOT NULL,
    "unit_id" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "deal_id" INTEGER,
    "updated_at" TIMESTAMPTZ(0) NOT NULL,
    "toid" BIGINT NOT NULL,
    "event_index" INTEGER NOT NULL,

    CONSTRAINT "unit_pkey" PRIMARY KEY ("market_id","provider","bucket_id","unit_id")
);

-- CreateTable
CREATE TABLE "unit_counts" (
    "market_id" INTEGER NOT NULL,
    "provider" TEXT NOT NULL,
    "bucket_id" INTEGER NOT NULL,
    "unit_mb" DECIMAL(20,0) NOT NULL,
    "free" INTEGER NOT NULL,
    "reserved" INTEGER NOT NULL,
    "in_use" INTEGER NOT NULL,
    "maintenance" INTEGER NOT NULL,
    "decommissioning" INTEGER NOT NULL,
    "decommissioned" INTEGER NOT NULL,
    "toid" BIGINT NOT NULL,
    "event_index" INTEGER NOT NULL,

    CONSTRAINT "unit_counts_pkey" PRIMARY KEY ("market_id","provider","bucket_id")
);

-- CreateIndex
CREATE INDEX "unit_market_id_provider_bucket_id_status_unit_id_idx" ON "unit"("market_id", "provider", "bucket_id", "status", "unit_id");

-- CreateIndex
CREATE INDEX "unit_market_id_status_provider_bucket_id_unit_id_idx" ON "unit"("market_id", "status", "provider", "bucket_id", "unit_id");

-- CreateIndex
CREATE INDEX "unit_market_id_deal_id_provider_bucket_id_unit_id_idx" ON "unit"("market_id", "deal_id", "provider", "bucket_id", "unit_id");

-- CreateIndex
CREATE INDEX "bucket_market_id_units_free_provider_bucket_id_idx" ON "bucket"("market_id", "units_free", "provider", "bucket_id");

-- CreateIndex
CREATE INDEX "bucket_market_id_free_mb_provider_bucket_id_idx" ON "bucket"("market_id", "free_mb", "provider", "bucket_id");
