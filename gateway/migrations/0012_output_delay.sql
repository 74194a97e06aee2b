-- How much later than the others an output speaks, so that horns at different distances are heard together.
alter table outputs add column delay_ms real not null default 0 check (delay_ms between 0 and 3000);
