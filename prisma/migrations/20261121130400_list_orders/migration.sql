-- One index for each order and each filter of the lists of the api: they are paged by keyset, so that the last column
-- makes the order total. ledger(closed_at) turns a span of time into a span of positions.

CREATE INDEX "bucket_market_id_name_provider_bucket_id_idx" ON "bucket"("market_id", "name", "provider", "bucket_id");
CREATE INDEX "bucket_market_id_country_provider_bucket_id_idx" ON "bucket"("market_id", "country", "provider", "bucket_id");
CREATE INDEX "bucket_market_id_api_compatibility_provider_bucket_id_idx" ON "bucket"("market_id", "api_compatibility", "provider", "bucket_id");
CREATE INDEX "bucket_market_id_status_provider_bucket_id_idx" ON "bucket"("market_id", "status", "provider", "bucket_id");
CREATE INDEX "bucket_market_id_region_provider_bucket_id_idx" ON "bucket"("market_id", "region", "provider", "bucket_id");
CREATE INDEX "consumer_market_id_updated_at_address_idx" ON "consumer"("market_id", "updated_at", "address");
CREATE INDEX "deal_market_id_updated_at_deal_id_idx" ON "deal"("market_id", "updated_at", "deal_id");
CREATE INDEX "deal_market_id_balance_deal_id_idx" ON "deal"("market_id", "balance", "deal_id");
CREATE INDEX "deal_change_market_id_kind_toid_event_index_idx" ON "deal_change"("market_id", "kind", "toid", "event_index");
CREATE INDEX "ledger_network_id_closed_at_idx" ON "ledger"("network_id", "closed_at");
CREATE INDEX "payment_market_id_asset_toid_event_index_part_idx" ON "payment"("market_id", "asset", "toid", "event_index", "part");
CREATE INDEX "payment_market_id_consumer_toid_event_index_part_idx" ON "payment"("market_id", "consumer", "toid", "event_index", "part");
CREATE INDEX "provider_market_id_updated_at_address_idx" ON "provider"("market_id", "updated_at", "address");
CREATE INDEX "reputation_change_market_id_consumer_provider_deal_id_toid__idx" ON "reputation_change"("market_id", "consumer", "provider", "deal_id", "toid", "event_index");
CREATE INDEX "sla_report_market_id_provider_toid_event_index_idx" ON "sla_report"("market_id", "provider", "toid", "event_index");
CREATE INDEX "sla_report_market_id_consumer_toid_event_index_idx" ON "sla_report"("market_id", "consumer", "toid", "event_index");
CREATE INDEX "usage_report_market_id_provider_toid_event_index_idx" ON "usage_report"("market_id", "provider", "toid", "event_index");
CREATE INDEX "usage_report_market_id_consumer_toid_event_index_idx" ON "usage_report"("market_id", "consumer", "toid", "event_index");
