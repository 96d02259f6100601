create table dispatch_order (
  id uuid primary key default uuidv7(),
  batch uuid not null,
  incident_id uuid references incident,
  worker_id uuid not null references account,
  worker_name text not null,
  area text not null,
  text text not null,
  longitude double precision,
  latitude double precision,
  sender_name text not null,
  accept_by timestamptz not null,
  state text not null,
  at timestamptz not null
);
create index dispatch_order_worker on dispatch_order (worker_id, at desc);
create index dispatch_order_area on dispatch_order (area text_pattern_ops, at desc);
create index dispatch_order_incident on dispatch_order (incident_id) where incident_id is not null;
create index dispatch_order_queued on dispatch_order (worker_id) where state = 'queued';

create table dispatch_step (
  id bigint generated always as identity primary key,
  order_id uuid not null references dispatch_order,
  state text not null,
  at timestamptz not null,
  account_id uuid,
  name text not null,
  note text not null,
  photos text[] not null,
  -- An order is in each state at most once: what would be doubled cannot be written.
  unique (order_id, state)
);
