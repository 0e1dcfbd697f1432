-- Whether a provider is registered decides about its buckets and certifications: kept beside them, as its reputation is,
-- so that lists need no second look. Filled here for rows that are there, by the projections from now on.
ALTER TABLE "bucket" ADD COLUMN "provider_deleted" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "certification" ADD COLUMN "subject_deleted" BOOLEAN NOT NULL DEFAULT false;

UPDATE "bucket" b SET provider_deleted = true FROM "provider" p
WHERE p.market_id = b.market_id AND p.address = b.provider AND p.deleted;

UPDATE "certification" c SET subject_deleted = true FROM "provider" p
WHERE c.role = 'provider' AND p.market_id = c.market_id AND p.address = c.subject AND p.deleted;

UPDATE "certification" c SET subject_deleted = true FROM "service_provider" s
WHERE c.role = 'service_provider' AND s.market_id = c.market_id AND s.address = c.subject AND s.deleted;
