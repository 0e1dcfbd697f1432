-- Records of a deal are asked for by its number alone, too; numbers are unique in a market, so the parties need not
-- stand in front of it, and the indexes are a third of their size, which the writer feels.

-- DropIndex
DROP INDEX "deal_change_market_id_consumer_provider_deal_id_toid_event__idx";

-- DropIndex
DROP INDEX "payment_market_id_consumer_provider_deal_id_toid_event_inde_idx";

-- DropIndex
DROP INDEX "reputation_change_market_id_consumer_provider_deal_id_toid__idx";

-- DropIndex
DROP INDEX "sla_report_market_id_consumer_provider_deal_id_toid_event_i_idx";

-- DropIndex
DROP INDEX "usage_report_market_id_consumer_provider_deal_id_toid_event_idx";

-- CreateIndex
CREATE INDEX "deal_change_market_id_deal_id_toid_event_index_idx" ON "deal_change"("market_id", "deal_id", "toid", "event_index");

-- CreateIndex
CREATE INDEX "payment_market_id_deal_id_toid_event_index_part_idx" ON "payment"("market_id", "deal_id", "toid", "event_index", "part");

-- CreateIndex
CREATE INDEX "reputation_change_market_id_deal_id_toid_event_index_idx" ON "reputation_change"("market_id", "deal_id", "toid", "event_index");

-- CreateIndex
CREATE INDEX "sla_report_market_id_deal_id_toid_event_index_idx" ON "sla_report"("market_id", "deal_id", "toid", "event_index");

-- CreateIndex
CREATE INDEX "usage_report_market_id_deal_id_toid_event_index_idx" ON "usage_report"("market_id", "deal_id", "toid", "event_index");
