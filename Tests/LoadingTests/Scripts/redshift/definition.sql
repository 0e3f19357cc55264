CREATE TABLE "raw"."calls" (
  "_tidemark_chunk" VARCHAR(512) NOT NULL,
  "id" BIGINT,
  "ended_at" TIMESTAMPTZ,
  "ñ""x" DECIMAL(38,9)
) SORTKEY ("_tidemark_chunk");
