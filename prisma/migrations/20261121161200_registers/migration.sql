-- Service providers, and what the certifier vouches for.

-- CreateTable
CREATE TABLE "service_provider" (
    "market_id" INTEGER NOT NULL,
    "address" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "registered_at" TIMESTAMPTZ(0) NOT NULL,
    "updated_at" TIMESTAMPTZ(0) NOT NULL,
    "deleted" BOOLEAN NOT NULL,
    "toid" BIGINT NOT NULL,
    "event_index" INTEGER NOT NULL,

    CONSTRAINT "service_provider_pkey" PRIMARY KEY ("market_id","address")
);

-- CreateTable
CREATE TABLE "certification" (
    "market_id" INTEGER NOT NULL,
    "subject" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "level" INTEGER NOT NULL,
    "certified_at" TIMESTAMPTZ(0) NOT NULL,
    "valid_until" TIMESTAMPTZ(0) NOT NULL,
    "revoked_at" TIMESTAMPTZ(0),
    "toid" BIGINT NOT NULL,
    "event_index" INTEGER NOT NULL,

    CONSTRAINT "certification_pkey" PRIMARY KEY ("market_id","subject","role","kind")
);

-- CreateIndex
CREATE INDEX "service_provider_market_id_category_address_idx" ON "service_provider"("market_id", "category", "address");

-- CreateIndex
CREATE INDEX "service_provider_market_id_registered_at_address_idx" ON "service_provider"("market_id", "registered_at", "address");

-- CreateIndex
CREATE INDEX "service_provider_market_id_updated_at_address_idx" ON "service_provider"("market_id", "updated_at", "address");

-- CreateIndex
CREATE INDEX "certification_market_id_certified_at_subject_role_kind_idx" ON "certification"("market_id", "certified_at", "subject", "role", "kind");

-- CreateIndex
CREATE INDEX "certification_market_id_role_kind_level_subject_idx" ON "certification"("market_id", "role", "kind", "level", "subject");

-- CreateIndex
CREATE INDEX "certification_market_id_kind_subject_role_idx" ON "certification"("market_id", "kind", "subject", "role");

-- CreateIndex
CREATE INDEX "certification_market_id_valid_until_subject_role_kind_idx" ON "certification"("market_id", "valid_until", "subject", "role", "kind");
