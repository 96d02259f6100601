-- Areas of all levels. A code's prefix is its ancestor, so "within" is one prefix test.
create table area (
  code text primary key check (code ~ '^[0-9]{4}([0-9]{2}([0-9]{3}([0-9]{3}([0-9]{3})?)?)?)?$'),
  name text not null,
  -- Full pinyin without tones and its initials, for search.
  pinyin text not null,
  initials text not null,
  longitude double precision not null,
  latitude double precision not null,
  -- west, south, east, north in degrees
  bounds double precision[] not null,
  -- Polygons as rings of integers: 1e-6 degree WGS-84, first absolute, then differences.
  shape jsonb not null
);
create index area_prefix on area (code text_pattern_ops);

-- Grows with every import; clients keep what they read under it.
create table area_version (
  singleton boolean primary key default true check (singleton),
  version integer not null
);
insert into area_version (version) values (1);
