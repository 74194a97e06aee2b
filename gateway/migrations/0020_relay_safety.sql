-- What a meter must show before an amplifier counts as running; null: it is not judged by what it draws.
alter table relays add column min_draw_w real default 5;
-- Longer than this no channel is held; null: without an end.
alter table relays add column max_on_minutes integer default 240 check (max_on_minutes > 0);
