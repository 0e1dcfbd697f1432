-- Most rows lack what these indexes are about: only those that have it are kept in them, which the writer feels.
-- Prisma does not know the condition and takes them for whole ones.

DROP INDEX "payment_market_id_deal_id_toid_event_index_part_idx";
CREATE INDEX "payment_market_id_deal_id_toid_event_index_part_idx" ON "payment"("market_id", "deal_id", "toid", "event_index", "part") WHERE "deal_id" IS NOT NULL;

DROP INDEX "payment_market_id_stream_id_toid_event_index_part_idx";
CREATE INDEX "payment_market_id_stream_id_toid_event_index_part_idx" ON "payment"("market_id", "stream_id", "toid", "event_index", "part") WHERE "stream_id" IS NOT NULL;

DROP INDEX "payment_market_id_dispute_id_toid_event_index_part_idx";
CREATE INDEX "payment_market_id_dispute_id_toid_event_index_part_idx" ON "payment"("market_id", "dispute_id", "toid", "event_index", "part") WHERE "dispute_id" IS NOT NULL;

DROP INDEX "reputation_change_market_id_deal_id_toid_event_index_idx";
CREATE INDEX "reputation_change_market_id_deal_id_toid_event_index_idx" ON "reputation_change"("market_id", "deal_id", "toid", "event_index") WHERE "deal_id" IS NOT NULL;

DROP INDEX "reputation_change_market_id_stream_id_toid_event_index_idx";
CREATE INDEX "reputation_change_market_id_stream_id_toid_event_index_idx" ON "reputation_change"("market_id", "stream_id", "toid", "event_index") WHERE "stream_id" IS NOT NULL;

DROP INDEX "dispute_market_id_deal_id_dispute_id_idx";
CREATE INDEX "dispute_market_id_deal_id_dispute_id_idx" ON "dispute"("market_id", "deal_id", "dispute_id") WHERE "deal_id" IS NOT NULL;

DROP INDEX "dispute_market_id_stream_id_dispute_id_idx";
CREATE INDEX "dispute_market_id_stream_id_dispute_id_idx" ON "dispute"("market_id", "stream_id", "dispute_id") WHERE "stream_id" IS NOT NULL;

DROP INDEX "unit_market_id_deal_id_provider_bucket_id_unit_id_idx";
CREATE INDEX "unit_market_id_deal_id_provider_bucket_id_unit_id_idx" ON "unit"("market_id", "deal_id", "provider", "bucket_id", "unit_id") WHERE "deal_id" IS NOT NULL;

DROP INDEX "chunk_release_market_id_relayer_toid_event_index_chunk_idx";
CREATE INDEX "chunk_release_market_id_relayer_toid_event_index_chunk_idx" ON "chunk_release"("market_id", "relayer", "toid", "event_index", "chunk") WHERE "relayer" IS NOT NULL;
