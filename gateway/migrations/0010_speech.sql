-- Recordings that are spoken: the row keeps the text, so that it is its own job, and whoever approves reads what is said.
create table recordings_renewed (
  id text primary key,
  title text not null,
  file_name text not null,
  source text not null check (source in ('upload', 'playlist-folder', 'speech')),
  source_path text unique,
  source_stamp text,
  spoken_text text,
  spoken_speed real,
  spoken_twice integer,
  state text not null check (state in ('processing', 'ready', 'failed')),
  size_bytes integer not null,
  duration_ms integer,
  format text,
  input_lufs real,
  input_true_peak_db real,
  output_lufs real,
  output_true_peak_db real,
  gain_db real,
  peaks blob,
  problem_code text,
  problem_params text,
  queued_at text not null,
  created_at text not null,
  created_by text,
  check ((source = 'playlist-folder') = (source_path is not null)),
  check ((source = 'speech') = (spoken_text is not null and spoken_speed is not null and spoken_twice is not null)),
  check (state <> 'ready' or (duration_ms is not null and peaks is not null and output_lufs is not null))
) strict;
insert into recordings_renewed (id, title, file_name, source, source_path, source_stamp, state, size_bytes, duration_ms,
    format, input_lufs, input_true_peak_db, output_lufs, output_true_peak_db, gain_db, peaks, problem_code,
    problem_params, queued_at, created_at, created_by)
  select id, title, file_name, source, source_path, source_stamp, state, size_bytes, duration_ms,
    format, input_lufs, input_true_peak_db, output_lufs, output_true_peak_db, gain_db, peaks, problem_code,
    problem_params, queued_at, created_at, created_by from recordings;
drop table recordings;
alter table recordings_renewed rename to recordings;
create index recordings_by_age on recordings (created_at desc, id desc);
create index recordings_to_do on recordings (queued_at, id) where state = 'processing';
