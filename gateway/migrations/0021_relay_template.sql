-- How the board of a generic relay says and hears it, where that is not our own tree: JSON.
alter table relays add column template text;
