CREATE TABLE `raw`.`calls` (
  `_tidemark_chunk` STRING NOT NULL,
  `id` BIGINT,
  `ended_at` TIMESTAMP,
  `ñ"x` DECIMAL(38,9)
);
