-- Deal changes and reputation steps of a party: the indexes that stood here before records_by_deal began with the
-- consumer and served this, too.

-- CreateIndex
CREATE INDEX "deal_change_market_id_consumer_toid_event_index_idx" ON "deal_change"("market_id", "consumer", "toid", "event_index");

-- CreateIndex
CREATE INDEX "deal_change_market_id_provider_toid_event_index_idx" ON "deal_change"("market_id", "provider", "toid", "event_index");

-- CreateIndex
CREATE INDEX "reputation_change_market_id_consumer_toid_event_index_idx" ON "reputation_change"("market_id", "consumer", "toid", "event_index");

-- CreateIndex
CREATE INDEX "reputation_change_market_id_provider_toid_event_index_idx" ON "reputation_change"("market_id", "provider", "toid", "event_index");
