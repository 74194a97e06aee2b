-- An output: where sound leaves. `sink` is the JSON of its settings (contract/outputs.ts); `latency_ms` what lies behind it.
create table outputs (
  id text primary key,
  name text not null unique,
  sink text not null,
  latency_ms real not null
) strict;
