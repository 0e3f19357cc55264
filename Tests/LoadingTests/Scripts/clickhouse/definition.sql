CREATE TABLE `raw`.`calls` (
  `_tidemark_chunk` String,
  `id` Nullable(Int64),
  `ended_at` Nullable(DateTime64(6, 'UTC')),
  `ñ"x` Nullable(Decimal(38, 9))
) ENGINE = MergeTree PARTITION BY `_tidemark_chunk` ORDER BY tuple();
