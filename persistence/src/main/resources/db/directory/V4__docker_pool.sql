-- Engines: where a server is reached, what it offers, whether it answers. A size of 0 is not counted.
alter table pool_server add column address text;
alter table pool_server add column credentials text;
alter table pool_server add column registry text;
alter table pool_server add column network text;
alter table pool_server add column oci_runtime text;
alter table pool_server add column allow_root boolean not null default false;
alter table pool_server add column cpu_millis int not null default 0 check (cpu_millis >= 0);
alter table pool_server add column memory_mib int not null default 0 check (memory_mib >= 0);

-- What was seen of it; not part of what an operator changes.
alter table pool_server add column unhealthy_since timestamptz;
alter table pool_server add column unhealthy_reason text;
alter table pool_server add column inspected_at timestamptz;

alter table container add column cpu_millis int not null default 0;
alter table container add column memory_mib int not null default 0;

-- Tells containers of this installation from those of others on the same engine.
create table installation (
    id uuid primary key
);
insert into installation values (gen_random_uuid());
