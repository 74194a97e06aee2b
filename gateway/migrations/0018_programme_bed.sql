-- The recording that is music under a programme's words. Null: none.
alter table programmes add column bed_id text;
