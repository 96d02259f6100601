-- Photos and other files, by the hash of what is kept; what was uploaded has another hash (photos are encoded anew).
create table file (
  hash text primary key check (hash ~ '^[0-9a-f]{64}$'),
  upload_hash text not null,
  account_id uuid not null references account,
  width integer not null,
  height integer not null,
  bytes integer not null,
  taken_at timestamptz,
  longitude double precision,
  latitude double precision,
  at timestamptz not null default now()
);
create index file_upload on file (upload_hash);

-- Who may see a file besides who uploaded it: consoles of an area, and accounts.
create table file_reference (
  hash text not null references file,
  area text not null,
  account_id uuid,
  unique nulls not distinct (hash, area, account_id)
);

create sequence incident_number;
create table incident (
  id uuid primary key default uuidv7(),
  number text not null unique,
  kind text not null,
  urgency text not null,
  title text not null,
  -- Derived from the journal in the same transaction; kept here so that lists can be filtered by it.
  stage text not null,
  area text not null,
  longitude double precision not null,
  latitude double precision not null,
  reporter uuid not null references account,
  reporter_name text not null,
  reported_at timestamptz not null,
  changed_at timestamptz not null
);
create index incident_area on incident (area text_pattern_ops, reported_at desc);
create index incident_reported on incident (reported_at desc, id desc);
create index incident_reporter on incident (reporter, reported_at desc);
create index incident_open on incident (stage) where stage <> 'closed';

create table incident_entry (
  id bigint generated always as identity primary key,
  incident_id uuid not null references incident,
  at timestamptz not null,
  step text not null,
  account_id uuid not null,
  name text not null,
  note text not null,
  photos text[] not null
);
create index incident_entry_incident on incident_entry (incident_id, id);
create function incident_entry_refuse() returns trigger language plpgsql as $$
begin
  raise exception 'the journal of an incident is append-only';
end $$;
create trigger incident_entry_append_only before update or delete on incident_entry
  for each row execute function incident_entry_refuse();
