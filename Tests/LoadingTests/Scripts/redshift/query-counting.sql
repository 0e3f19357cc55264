\set ON_ERROR_STOP on
\set QUIET on
\timing off
\encoding UTF8
SET TimeZone = 'UTC';
SET enable_case_sensitive_identifier = off;
\pset format unaligned
\pset tuples_only on
\pset expanded off
\pset fieldsep '\t'
\pset recordsep '\n'
\pset null ''
\pset pager off
SELECT count(*) = 2 AS known FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
  WHERE (nspname = lower('raw') AND relname = lower('calls')) OR (nspname = lower('raw') AND relname = lower('_tidemark_loaded'))
\gset tidemark_
\if :tidemark_known
SELECT chunk, max(sha256), sum(counted) FROM (
  SELECT chunk, sha256, 0::BIGINT AS counted FROM "raw"."_tidemark_loaded" WHERE "target_table" = 'raw.calls' AND "pipeline" = 'calls'
  UNION ALL SELECT substring("_tidemark_chunk", 7), '', count(*) FROM "raw"."calls"
    WHERE left("_tidemark_chunk", 6) = 'calls/' GROUP BY "_tidemark_chunk"
) AS present GROUP BY chunk ORDER BY chunk;
\endif
SELECT 'column', attname, format_type(atttypid, atttypmod)
  FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
  JOIN pg_namespace ON pg_namespace.oid = relnamespace
  WHERE (nspname = lower('raw') AND relname = lower('calls')) AND attnum > 0 AND NOT attisdropped ORDER BY attnum;
SELECT 'end', CASE WHEN (SELECT count(*) FROM pg_namespace WHERE nspname = lower('raw')) = 0 THEN 'no schema' WHEN count(*) = 0 THEN 'no table' ELSE 'table' END
  FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace WHERE (nspname = lower('raw') AND relname = lower('calls'));
