SET TIME ZONE 'UTC';
DECLARE OR REPLACE VARIABLE tidemark_query STRING;
SET VARIABLE tidemark_query = (SELECT CASE WHEN count(*) = 2 THEN 'SELECT concat_ws(\'\\t\', chunk, max(sha256), sum(counted)) AS line FROM (
  SELECT chunk, sha256, 0 AS counted FROM `raw`.`_tidemark_loaded` WHERE `target_table` = \'raw.calls\' AND `pipeline` = \'calls\'
  UNION ALL SELECT substring(`_tidemark_chunk`, 7), \'\', count(*) FROM `raw`.`calls`
    WHERE startswith(`_tidemark_chunk`, \'calls/\') GROUP BY `_tidemark_chunk`
) GROUP BY chunk ORDER BY chunk'
  ELSE 'SELECT \'\' AS line WHERE false' END
  FROM information_schema.tables WHERE table_schema = 'raw' AND table_name IN ('calls', '_tidemark_loaded'));
EXECUTE IMMEDIATE tidemark_query;
SELECT concat_ws('\t', 'column', column_name, full_data_type) AS line FROM information_schema.columns
  WHERE table_schema = 'raw' AND table_name IN ('calls') ORDER BY ordinal_position;
SELECT concat_ws('\t', 'end', CASE WHEN NOT EXISTS (SELECT 1 FROM information_schema.schemata WHERE schema_name = 'raw') THEN 'no schema'
  WHEN NOT EXISTS (SELECT 1 FROM information_schema.tables WHERE table_schema = 'raw' AND table_name IN ('calls')) THEN 'no table' ELSE 'table' END) AS line;
