-- Records that are about a stream, a dispute or a period, not only about a deal.

-- AlterTable
ALTER TABLE "deal" ADD COLUMN     "dispute_id" INTEGER,
ADD COLUMN     "period_end" TIMESTAMPTZ(0);

-- AlterTable
ALTER TABLE "deal_change" ADD COLUMN     "dispute_id" INTEGER,
ADD COLUMN     "period_end" TIMESTAMPTZ(0),
ADD COLUMN     "period_start" TIMESTAMPTZ(0);

-- AlterTable
ALTER TABLE "payment" ADD COLUMN     "dispute_id" INTEGER,
ADD COLUMN     "stream_id" INTEGER,
ALTER COLUMN "consumer" DROP NOT NULL,
ALTER COLUMN "provider" DROP NOT NULL,
ALTER COLUMN "deal_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "reputation_change" ADD COLUMN     "stream_id" INTEGER,
ALTER COLUMN "deal_id" DROP NOT NULL;

-- AlterTable
ALTER TABLE "usage_report" ADD COLUMN     "period_end" TIMESTAMPTZ(0),
ADD COLUMN     "period_start" TIMESTAMPTZ(0);

-- CreateIndex
CREATE INDEX "payment_market_id_stream_id_toid_event_index_part_idx" ON "payment"("market_id", "stream_id", "toid", "event_index", "part");

-- CreateIndex
CREATE INDEX "payment_market_id_dispute_id_toid_event_index_part_idx" ON "payment"("market_id", "dispute_id", "toid", "event_index", "part");

-- CreateIndex
CREATE INDEX "reputation_change_market_id_stream_id_toid_event_index_idx" ON "reputation_change"("market_id", "stream_id", "toid", "event_index");
