-- A block keeps the hash of each of its entries, so that not only the block but the very entry that was changed,
-- removed or inserted can be named.
alter table audit_block
  add column entry_ids bigint[] not null default '{}',
  add column entry_hashes bytea[] not null default '{}';

-- One function for each table: of a block nothing may ever be changed.
create function audit_block_refuse() returns trigger language plpgsql as $$
begin
  raise exception 'the audit journal is append-only';
end $$;
drop trigger audit_block_append_only on audit_block;
drop trigger audit_block_no_truncate on audit_block;
create trigger audit_block_append_only before update or delete on audit_block
  for each row execute function audit_block_refuse();
create trigger audit_block_no_truncate before truncate on audit_block execute function audit_block_refuse();
