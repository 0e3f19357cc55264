CREATE TABLE "raw"."calls" (
  "_tidemark_chunk" VARCHAR NOT NULL,
  "id" BIGINT,
  "ended_at" TIMESTAMPTZ,
  "ñ""x" DECIMAL(38,9)
);
