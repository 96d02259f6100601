-- Rooms of every kind, who may be in them and who is; conferences and the centres called to them.
create table room (
  name text primary key,
  kind text not null,
  opened_at timestamptz not null,
  closed_at timestamptz,
  -- Since when nobody has been in it, by the last listing that succeeded.
  empty_since timestamptz
);
create index room_living on room (name) where closed_at is null;

-- One device of one account that was let in. Its row decides every join, also with an old token.
create table room_member (
  room text not null references room (name) on delete cascade,
  account_id uuid not null references account (id) on delete cascade,
  session_id uuid not null,
  area text not null,
  label text not null,
  admitted_at timestamptz not null,
  withdrawn_at timestamptz,
  banned boolean not null default false,
  may_speak boolean not null default true,
  may_show boolean not null default true,
  present_since timestamptz,
  primary key (room, account_id)
);

create table conference (
  id uuid primary key default gen_random_uuid(),
  title text not null,
  area text not null,
  chair_name text not null,
  room text not null references room (name),
  started_at timestamptz not null,
  ended_at timestamptz
);
create index conference_living on conference (started_at) where ended_at is null;

create table conference_site (
  conference_id uuid not null references conference (id) on delete cascade,
  area text not null,
  name text not null,
  state text not null,
  reason text,
  state_at timestamptz not null,
  account_id uuid references account (id) on delete set null,
  session_id uuid,
  may_speak boolean not null default true,
  may_show boolean not null default true,
  primary key (conference_id, area)
);
create index conference_site_area on conference_site (area, conference_id);
create index conference_site_ringing on conference_site (state_at) where state = 'ringing';
