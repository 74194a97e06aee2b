-- What a meter must show before an amplifier counts as running; null: it is not judged by what it draws.
alter table relays add column min_draw_w real default 5;
