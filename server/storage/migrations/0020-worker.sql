-- Grid workers. The account says who and where; `index` is the short number that stands for the worker in frames.
create table worker (
  id uuid primary key references account on delete cascade,
  index integer generated always as identity unique,
  phone text,
  posts text[] not null default '{}',
  on_duty boolean not null default false,
  duty_since timestamptz not null default now(),
  busy boolean not null default false,
  sos_since timestamptz
);

-- Every fix that was taken, by day (of China's clock). Written by COPY only; the same fix sent twice may lie here
-- twice and is read once, so that nothing has to be looked up while writing. Partitions are made ahead by the server
-- and dropped when they are older than the retention.
create table track (
  worker integer not null,
  at timestamptz not null,
  -- 1e-7 degree, WGS-84
  longitude integer not null,
  latitude integer not null,
  -- 0.1 m/s, degrees, metres, percent; -1 not known
  speed smallint not null,
  heading smallint not null,
  accuracy smallint not null,
  battery smallint not null,
  -- 1: too fast from the fix before
  flags smallint not null
) partition by range (at);
create index track_worker on track (worker, at);

-- "Who looked at me" is read out of the journal.
create index audit_entry_look on audit_entry ((detail ->> 'worker'), at desc) where kind = 'position.track';
