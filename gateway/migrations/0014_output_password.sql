-- What an output signs in with at a server elsewhere (Icecast); it has to be said there as it is, and is never told to anybody else.
alter table outputs add column password text;
