CREATE TABLE IF NOT EXISTS `raw`.`calls` (
  `_tidemark_chunk` STRING NOT NULL,
  `id` INT64,
  `ended_at` TIMESTAMP,
  `ñ"x` NUMERIC
) CLUSTER BY `_tidemark_chunk`;
