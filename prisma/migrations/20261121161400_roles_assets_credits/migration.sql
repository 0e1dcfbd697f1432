-- Who has which role of the market, which tokens it accepts, and what it owes where a transfer failed.

-- AlterTable
ALTER TABLE "market_config" ADD COLUMN     "arbiter" TEXT,
ADD COLUMN     "certifier" TEXT,
ADD COLUMN     "oracle" TEXT,
ADD COLUMN     "paused" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "pending_owner" TEXT;

-- CreateTable
CREATE TABLE "asset" (
    "market_id" INTEGER NOT NULL,
    "address" TEXT NOT NULL,
    "symbol" TEXT NOT NULL,
    "decimals" INTEGER NOT NULL,
    "accepted" BOOLEAN NOT NULL,
    "toid" BIGINT NOT NULL,
    "event_index" INTEGER NOT NULL,

    CONSTRAINT "asset_pkey" PRIMARY KEY ("market_id","address")
);

-- CreateTable
CREATE TABLE "credit" (
    "market_id" INTEGER NOT NULL,
    "party" TEXT NOT NULL,
    "asset" TEXT NOT NULL,
    "amount" DECIMAL(39,0) NOT NULL,
    "updated_at" TIMESTAMPTZ(0) NOT NULL,
    "toid" BIGINT NOT NULL,
    "event_index" INTEGER NOT NULL,

    CONSTRAINT "credit_pkey" PRIMARY KEY ("market_id","party","asset")
);

-- CreateTable
CREATE TABLE "role_change" (
    "market_id" INTEGER NOT NULL,
    "toid" BIGINT NOT NULL,
    "event_index" INTEGER NOT NULL,
    "role" TEXT NOT NULL,
    "holder" TEXT,
    "previous" TEXT,
    "ledger" INTEGER NOT NULL,
    "closed_at" TIMESTAMPTZ(0) NOT NULL,
    "tx_hash" TEXT NOT NULL,

    CONSTRAINT "role_change_pkey" PRIMARY KEY ("market_id","toid","event_index")
);

-- CreateIndex
CREATE INDEX "asset_market_id_accepted_address_idx" ON "asset"("market_id", "accepted", "address");

-- CreateIndex
CREATE INDEX "credit_market_id_asset_party_idx" ON "credit"("market_id", "asset", "party");

-- CreateIndex
CREATE INDEX "credit_market_id_amount_party_asset_idx" ON "credit"("market_id", "amount", "party", "asset");

-- CreateIndex
CREATE INDEX "credit_market_id_updated_at_party_asset_idx" ON "credit"("market_id", "updated_at", "party", "asset");

-- CreateIndex
CREATE INDEX "role_change_market_id_role_toid_event_index_idx" ON "role_change"("market_id", "role", "toid", "event_index");
