-- The api connects with a role that can only read: what comes from the chain is written by the indexer alone.
-- A role belongs to the whole server, and several databases of it may be migrated at once: creating it again is no error.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'flashindex_reader') THEN
    CREATE ROLE flashindex_reader NOLOGIN;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL;
END
$$;

-- Whoever migrates may take the role (a superuser may anyway): `options=-c role=flashindex_reader`.
DO $$
BEGIN
  EXECUTE format('GRANT flashindex_reader TO %I', current_user);
EXCEPTION WHEN unique_violation OR sqlstate 'XX000' THEN
  -- The same grant arrived from another database at the same moment ("tuple concurrently updated").
  NULL;
END
$$;

GRANT USAGE ON SCHEMA public TO flashindex_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO flashindex_reader;
-- In every schema: a replay builds its tables in another one and moves them here.
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO flashindex_reader;
