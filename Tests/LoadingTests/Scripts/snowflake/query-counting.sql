EXECUTE IMMEDIATE $$
DECLARE
  schemas INTEGER;
  tables INTEGER;
  targets INTEGER;
  lines RESULTSET;
BEGIN
  SELECT COUNT(*) INTO :schemas FROM information_schema.schemata WHERE schema_name = 'RAW';
  SELECT COUNT(*) INTO :targets FROM information_schema.tables WHERE table_schema = 'RAW' AND table_name IN ('CALLS');
  SELECT COUNT(*) INTO :tables FROM information_schema.tables
    WHERE table_schema = 'RAW' AND table_name IN ('CALLS', '_TIDEMARK_LOADED');
  IF (tables = 2) THEN
    lines := (SELECT line FROM (
    SELECT 1, 0, chunk || CHR(9) || MAX(sha256) || CHR(9) || CAST(SUM(counted) AS NUMBER(19,0)) FROM (
      SELECT chunk, sha256, 0 AS counted FROM "RAW"."_TIDEMARK_LOADED" WHERE "TARGET_TABLE" = 'raw.calls' AND "PIPELINE" = 'calls'
      UNION ALL SELECT SUBSTR("_TIDEMARK_CHUNK", 7), '', COUNT(*)
        FROM "RAW"."CALLS" WHERE STARTSWITH("_TIDEMARK_CHUNK", 'calls/') GROUP BY "_TIDEMARK_CHUNK"
    ) AS present GROUP BY chunk
    UNION ALL SELECT 2, ordinal_position, 'column' || CHR(9) || column_name || CHR(9) || CASE data_type
      WHEN 'NUMBER' THEN 'number(' || numeric_precision || ',' || numeric_scale || ')' ELSE LOWER(data_type) END
    FROM information_schema.columns WHERE table_schema = 'RAW' AND table_name IN ('CALLS')
    UNION ALL SELECT 3, 0, 'end' || CHR(9) || 'table'
    ) AS found (part, position, line) ORDER BY part, position, line);
  ELSE
    lines := (SELECT line FROM (
    SELECT 2, ordinal_position, 'column' || CHR(9) || column_name || CHR(9) || CASE data_type
      WHEN 'NUMBER' THEN 'number(' || numeric_precision || ',' || numeric_scale || ')' ELSE LOWER(data_type) END
    FROM information_schema.columns WHERE table_schema = 'RAW' AND table_name IN ('CALLS')
    UNION ALL SELECT 3, 0, 'end' || CHR(9) || CASE WHEN :schemas = 0 THEN 'no schema'
      WHEN :targets = 0 THEN 'no table' ELSE 'table' END
    ) AS found (part, position, line) ORDER BY part, position, line);
  END IF;
  RETURN TABLE(lines);
END
$$;
