DECLARE tables ARRAY<STRING>;
BEGIN
  SET tables = (SELECT ARRAY_AGG(table_name) FROM `raw`.INFORMATION_SCHEMA.TABLES
    WHERE table_name IN ('calls', '_tidemark_loaded'));
  IF ARRAY_LENGTH(tables) = 2 THEN
    SELECT line FROM (
    SELECT 1 AS part, 0 AS position, CONCAT(chunk, '\t', MAX(sha256), '\t', CAST(SUM(counted) AS STRING)) AS line
    FROM (
      SELECT chunk, sha256, 0 AS counted FROM `raw`.`_tidemark_loaded` WHERE `target_table` = 'raw.calls' AND `pipeline` = 'calls'
      UNION ALL SELECT SUBSTR(`_tidemark_chunk`, 7), '', COUNT(*)
        FROM `raw`.`calls` WHERE STARTS_WITH(`_tidemark_chunk`, 'calls/') GROUP BY `_tidemark_chunk`
    ) GROUP BY chunk
    UNION ALL SELECT 2 AS part, ordinal_position AS position, CONCAT('column\t', column_name, '\t', data_type) AS line
    FROM `raw`.INFORMATION_SCHEMA.COLUMNS WHERE table_name = 'calls'
    UNION ALL SELECT 3, 0, 'end\ttable'
    ) ORDER BY part, position, line;
  ELSE
    SELECT line FROM (
    SELECT 2 AS part, ordinal_position AS position, CONCAT('column\t', column_name, '\t', data_type) AS line
    FROM `raw`.INFORMATION_SCHEMA.COLUMNS WHERE table_name = 'calls'
    UNION ALL SELECT 3, 0, IF('calls' IN UNNEST(tables), 'end\ttable', 'end\tno table')
    ) ORDER BY part, position, line;
  END IF;
EXCEPTION WHEN ERROR THEN
  IF CONTAINS_SUBSTR(@@error.message, 'Not found: Dataset') THEN
    SELECT 'end\tno schema' AS line;
  ELSE
    RAISE USING MESSAGE = @@error.message;
  END IF;
END;
