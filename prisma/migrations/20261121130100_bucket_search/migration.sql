-- Search of buckets, by words (text search) and by parts of words while a person types (trigrams).
-- Both look at one generated text, so that they never disagree and no writer has to keep them.

CREATE EXTENSION IF NOT EXISTS pg_trgm;

-- A generated column takes immutable functions only. array_to_string is not one for every element type; for text it is.
CREATE FUNCTION public.bucket_words(tags text[]) RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN pg_catalog.array_to_string(tags, ' ');

-- The configuration "simple" neither stems nor drops words: names of places and services come in every language.
ALTER TABLE "bucket"
  ADD COLUMN "search_text" text GENERATED ALWAYS AS (
    lower(name || ' ' || public.bucket_words(tags) || ' ' || region || ' ' || country || ' ' || api_compatibility)
  ) STORED,
  ADD COLUMN "search" tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('simple', name), 'A')
    || setweight(to_tsvector('simple', region || ' ' || country || ' ' || api_compatibility), 'B')
    || setweight(to_tsvector('simple', public.bucket_words(tags)), 'C')
    || setweight(to_tsvector('simple', fb_bucket_id), 'D')
  ) STORED;

-- Serves: search @@ websearch_to_tsquery('simple', …)
CREATE INDEX "bucket_search_idx" ON "bucket" USING gin ("search");
-- Serves: search_text LIKE '%part%' (lower-case) and search_text % 'mistyped'
CREATE INDEX "bucket_search_text_idx" ON "bucket" USING gin ("search_text" gin_trgm_ops);
