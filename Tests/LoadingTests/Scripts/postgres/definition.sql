CREATE TABLE "raw"."calls" (
  "_tidemark_chunk" text COLLATE "C" NOT NULL,
  "id" bigint,
  "ended_at" timestamptz,
  "ñ""x" numeric
);
CREATE INDEX ON "raw"."calls" ("_tidemark_chunk");
