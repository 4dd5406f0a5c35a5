-- Registries that know no keys by id are shown a certificate of the key.
alter table signing_key add column certificate text;

-- Which project a repository of the registry belongs to. It is claimed once: whoever gets a name that was
-- given before does not get what was pushed under it.
create table repository (
    name text primary key,
    tenant_id bigint not null,
    project_id bigint not null,
    created timestamptz not null
);
create index repository_project on repository (project_id);

-- The last comparison of what the registry holds with what we know, and when the next one is due.
create table registry_check (
    id int primary key check (id = 1),
    due_at timestamptz not null,
    checked_at timestamptz,
    fault text,
    report text
);
insert into registry_check (id, due_at) values (1, now());
