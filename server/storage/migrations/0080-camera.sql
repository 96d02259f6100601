-- Cameras. `number` is that of the existing platform; name and password are encrypted under a key of the data folder.
create table camera (
  id uuid primary key default uuidv7(),
  number text not null unique,
  name text not null,
  area text not null,
  -- degrees, WGS-84
  longitude double precision not null,
  latitude double precision not null,
  heading double precision not null,
  angle double precision not null,
  range double precision not null,
  address text not null,
  credentials bytea not null,
  delivery text not null check (delivery in ('tcp', 'udp')),
  registered_at timestamptz not null default now()
);
create index camera_area on camera (area text_pattern_ops, name, id);

-- Where cameras may be reached; the server connects to nothing else.
create table camera_network (
  network cidr not null,
  first_port integer not null,
  last_port integer not null,
  primary key (network, first_port, last_port)
);
