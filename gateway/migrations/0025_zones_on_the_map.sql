-- Where a zone is on the map of the village: parts of its width and height. Null: on no map yet.
alter table zones add column place_x real check (place_x between 0 and 1);
alter table zones add column place_y real check (place_y between 0 and 1);
