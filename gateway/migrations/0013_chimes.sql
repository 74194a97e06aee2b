-- What is heard before and after a programme, JSON. What was there before went without, or has its chimes in its playlist.
alter table programmes add column chimes text not null default '{"opening":"none","closing":"none"}';
