-- The house: accounts, sessions, the events, the idempotency keys and the audit journal.

create table account (
  id uuid primary key default uuidv7(),
  login text not null unique check (length(login) between 1 and 64),
  name text not null,
  role text not null,
  area text not null check (area ~ '^[0-9]{4,15}$'),
  password_hash text,
  disabled boolean not null default false,
  created_at timestamptz not null default now()
);
create index account_area on account (area text_pattern_ops, role);

-- A ticket is a one-time sign-in link; only its hash is kept.
create table account_ticket (
  hash bytea primary key,
  account_id uuid not null references account on delete cascade,
  expires_at timestamptz not null,
  used_at timestamptz
);
create index account_ticket_account on account_ticket (account_id);

create table account_session (
  id uuid primary key default uuidv7(),
  hash bytea not null unique,
  account_id uuid not null references account on delete cascade,
  device text not null,
  address text not null,
  started_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz
);
create index account_session_account on account_session (account_id) where ended_at is null;

-- What an act answered, so that the same key gets the same answer and nothing is done twice.
create table act_key (
  account_id uuid not null,
  key text not null,
  act text not null,
  input_hash bytea not null,
  output jsonb,
  at timestamptz not null default now(),
  primary key (account_id, key)
);
create index act_key_at on act_key (at);

-- Events are written with the change that they tell of. The sequencer numbers them afterwards, in the order of
-- publication, so that "everything after N" never misses one that was committed late.
create table event (
  id bigint generated always as identity primary key,
  sequence bigint unique,
  key text not null,
  area text,
  accounts uuid[] not null default '{}',
  payload jsonb not null,
  at timestamptz not null default now()
);
create index event_unpublished on event (id) where sequence is null;

-- The audit journal: entries are only ever added; a sealer chains them in blocks.
create table audit_block (
  number bigint primary key,
  first_entry bigint not null,
  last_entry bigint not null,
  entries integer not null,
  previous_hash bytea not null,
  hash bytea not null,
  sealed_at timestamptz not null
);
create table audit_entry (
  id bigint generated always as identity primary key,
  at timestamptz not null,
  kind text not null,
  outcome text not null check (outcome in ('done', 'refused')),
  account_id uuid,
  account_name text,
  role text,
  area text,
  subject_area text,
  detail jsonb not null,
  address text not null,
  request text not null,
  block bigint
);
create index audit_entry_unsealed on audit_entry (id) where block is null;
create index audit_entry_block on audit_entry (block);
create index audit_entry_at on audit_entry (at desc);
create index audit_entry_kind on audit_entry (kind, at desc);
create index audit_entry_account on audit_entry (account_id, at desc);

-- Not even our own code can change or remove what was written; only the block number may be set, once.
create function audit_refuse() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and tg_table_name = 'audit_entry'
     and old.block is null and new.block is not null
     and to_jsonb(new) - 'block' = to_jsonb(old) - 'block' then
    return new;
  end if;
  raise exception 'the audit journal is append-only';
end $$;
create trigger audit_entry_append_only before update or delete on audit_entry for each row execute function audit_refuse();
create trigger audit_block_append_only before update or delete on audit_block for each row execute function audit_refuse();
create trigger audit_entry_no_truncate before truncate on audit_entry execute function audit_refuse();
create trigger audit_block_no_truncate before truncate on audit_block execute function audit_refuse();
