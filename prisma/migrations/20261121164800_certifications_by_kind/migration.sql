-- Certifications of a kind are listed by the time they were given.

-- DropIndex
DROP INDEX "certification_market_id_kind_subject_role_idx";

-- CreateIndex
CREATE INDEX "certification_market_id_kind_certified_at_subject_role_idx" ON "certification"("market_id", "kind", "certified_at", "subject", "role");
