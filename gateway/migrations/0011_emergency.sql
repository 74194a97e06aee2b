-- What a recording is kept ready for; null: nothing in particular.
alter table recordings add column purpose text check (purpose in ('emergency', 'drill', 'all-clear'));

-- Practices are told apart from what was meant, also by what a power cut left.
alter table runs add column drill integer not null default 0;
alter table air_log add column drill integer not null default 0;

-- Of a slot that is to be made up after an emergency: which one cut in.
alter table slots add column pre_empted_by text;
