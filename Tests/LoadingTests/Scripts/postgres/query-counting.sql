\set ON_ERROR_STOP on
\set QUIET on
\timing off
\encoding UTF8
SET standard_conforming_strings = on;
SET client_min_messages = warning;
SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';
\pset format unaligned
\pset tuples_only on
\pset expanded off
\pset fieldsep '\t'
\pset recordsep '\n'
\pset null ''
\pset pager off
SELECT to_regclass('"raw"."calls"') IS NOT NULL AND to_regclass('"raw"."_tidemark_loaded"') IS NOT NULL AS known
\gset tidemark_
\if :tidemark_known
SELECT chunk, coalesce(sha256, ''), coalesce(counted, 0)
  FROM (SELECT chunk, sha256 FROM "raw"."_tidemark_loaded" WHERE "target_table" = 'raw.calls' AND "pipeline" = 'calls') AS recorded
  FULL JOIN (SELECT substr("_tidemark_chunk", length('calls/') + 1) AS chunk, count(*) AS counted
    FROM "raw"."calls" WHERE starts_with("_tidemark_chunk", 'calls/') GROUP BY 1) AS present USING (chunk)
  ORDER BY chunk;
\endif
SELECT 'column', attname, format_type(atttypid, atttypmod) FROM pg_attribute
  WHERE attrelid = to_regclass('"raw"."calls"') AND attnum > 0 AND NOT attisdropped ORDER BY attnum;
SELECT 'end', CASE WHEN to_regnamespace('"raw"') IS NULL THEN 'no schema' WHEN to_regclass('"raw"."calls"') IS NULL THEN 'no table'
  ELSE 'table' END;
