.bail on
.mode list
.headers off
SET TimeZone = 'UTC';
.separator "\t" "\n"
.nullvalue ""
SET VARIABLE tidemark_query = (SELECT CASE WHEN count(*) = 2 THEN 'SELECT chunk, coalesce(sha256, ''''), coalesce(counted, 0)
  FROM (SELECT chunk, sha256 FROM "raw"."_tidemark_loaded" WHERE "target_table" = ''raw.calls'' AND "pipeline" = ''calls'') AS recorded
  FULL JOIN (SELECT substr("_tidemark_chunk", length(''calls/'') + 1) AS chunk, count(*) AS counted
    FROM "raw"."calls" WHERE starts_with("_tidemark_chunk", ''calls/'') GROUP BY 1) AS present USING (chunk)
  ORDER BY chunk'
  ELSE 'SELECT NULL, NULL, NULL WHERE false' END FROM duckdb_tables() WHERE (lower(database_name) = lower(current_database()) AND lower(schema_name) = lower('raw') AND lower(table_name) = lower('calls') OR lower(database_name) = lower(current_database()) AND lower(schema_name) = lower('raw') AND lower(table_name) = lower('_tidemark_loaded')));
FROM query(getvariable('tidemark_query'));
SELECT 'column', column_name, data_type FROM duckdb_columns() WHERE lower(database_name) = lower(current_database()) AND lower(schema_name) = lower('raw') AND lower(table_name) = lower('calls') ORDER BY column_index;
SELECT 'end', CASE WHEN NOT EXISTS (SELECT 1 FROM duckdb_schemas() WHERE lower(database_name) = lower(current_database()) AND lower(schema_name) = lower('raw')) THEN 'no schema'
  WHEN NOT EXISTS (SELECT 1 FROM duckdb_tables() WHERE lower(database_name) = lower(current_database()) AND lower(schema_name) = lower('raw') AND lower(table_name) = lower('calls')) THEN 'no table' ELSE 'table' END;
