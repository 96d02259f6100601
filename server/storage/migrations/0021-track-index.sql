-- A day of a worker lies scattered over the table, one row to a page; read out of the index alone it lies together.
drop index track_worker;
create index track_worker on track (worker, at) include (longitude, latitude, speed, flags);
