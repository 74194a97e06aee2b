-- Pieces of sound. A row in state `processing` is also the job to make it airable, so it survives a power cut.
create table recordings (
  id text primary key,
  title text not null,
  file_name text not null,
  source text not null check (source in ('upload', 'playlist-folder')),
  -- Of `playlist-folder`: the file it is made from, and its size and time of change when it was taken in.
  source_path text unique,
  source_stamp text,
  state text not null check (state in ('processing', 'ready', 'failed')),
  size_bytes integer not null,
  duration_ms integer,
  format text,
  input_lufs real,
  input_true_peak_db real,
  output_lufs real,
  output_true_peak_db real,
  gain_db real,
  -- A byte for each part of the waveform.
  peaks blob,
  problem_code text,
  problem_params text,
  queued_at text not null,
  created_at text not null,
  created_by text,
  check ((source = 'playlist-folder') = (source_path is not null)),
  check (state <> 'ready' or (duration_ms is not null and peaks is not null and output_lufs is not null))
) strict;

create index recordings_by_age on recordings (created_at desc, id desc);
create index recordings_to_do on recordings (queued_at, id) where state = 'processing';
