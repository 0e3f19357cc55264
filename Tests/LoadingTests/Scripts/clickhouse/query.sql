SET final = 1;
CREATE TEMPORARY TABLE tidemark_record (pipeline String, target_table String, chunk String, sha256 String,
  rows Int64) ENGINE = Merge(REGEXP('^raw$'), '^_tidemark_loaded$');
SELECT chunk, sha256, rows FROM tidemark_record WHERE `target_table` = 'raw.calls' AND `pipeline` = 'calls' ORDER BY chunk FORMAT TSVRaw;
SELECT 'column', name, type FROM system.columns WHERE database = 'raw'
  AND table = 'calls' ORDER BY position FORMAT TSVRaw;
SELECT 'end', multiIf(NOT EXISTS (SELECT 1 FROM system.databases WHERE name = 'raw'), 'no schema', NOT EXISTS (SELECT 1 FROM system.tables WHERE database = 'raw' AND name = 'calls'), 'no table', 'table') FORMAT TSVRaw;
