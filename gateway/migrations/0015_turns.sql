-- Neighbouring horns say the same one after the other. Null: with the first.
alter table zones add column turn integer check (turn between 1 and 9);
alter table programmes add column staggered integer not null default 0;

-- When each zone of a run is heard, ms from its first sample, JSON by zone; null: as long as it plays.
alter table runs add column heard text;
