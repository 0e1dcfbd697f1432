-- Deals and streams with an open dispute: few of many, so that only they are kept in these indexes.

-- CreateIndex
CREATE INDEX "deal_market_id_dispute_id_idx" ON "deal"("market_id", "dispute_id") WHERE "dispute_id" IS NOT NULL;

-- CreateIndex
CREATE INDEX "stream_market_id_dispute_id_idx" ON "stream"("market_id", "dispute_id") WHERE "dispute_id" IS NOT NULL;
