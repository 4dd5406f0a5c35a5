-- Accounts of people: locked out after wrong passwords, disabled, signed out everywhere.
alter table account add column state text not null default 'ACTIVE';
alter table account add column failures int not null default 0;
alter table account add column locked_until timestamptz;
alter table account add column lock_version int not null default 0;
create index account_role on account (role, id);

create table api_key (
    id bigint primary key,
    user_id bigint not null references account (id) on delete cascade deferrable initially deferred,
    name text not null,
    scopes text not null,
    tenant_id bigint,
    secret text not null,
    created timestamptz not null,
    expires_at timestamptz not null,
    last_used timestamptz,
    unique (user_id, name)
);
create index api_key_tenant on api_key (tenant_id) where tenant_id is not null;

-- What is being deleted goes step by step, below first.
alter table tenant add column state text not null default 'ACTIVE';
alter table tenant add column removal_since timestamptz;
alter table tenant add column removal_by bigint;
alter table tenant add column removal_role text;
alter table tenant add column due_at timestamptz;
alter table tenant add column attempts int not null default 0;
alter table tenant add column reason text;
alter table tenant add column lock_version int not null default 0;
create index tenant_due on tenant (due_at) where due_at is not null;

alter table project add column state text not null default 'ACTIVE';
alter table project add column removal_since timestamptz;
alter table project add column removal_by bigint;
alter table project add column removal_role text;
alter table project add column due_at timestamptz;
alter table project add column attempts int not null default 0;
alter table project add column reason text;
alter table project add column lock_version int not null default 0;
create index project_due on project (due_at) where due_at is not null;

alter table stage add column state text not null default 'ACTIVE';
alter table stage add column removal_since timestamptz;
alter table stage add column removal_by bigint;
alter table stage add column removal_role text;
alter table stage add column due_at timestamptz;
alter table stage add column attempts int not null default 0;
alter table stage add column reason text;
alter table stage add column lock_version int not null default 0;
create index stage_due on stage (due_at) where due_at is not null;

alter table version add column state text not null default 'ACTIVE';
alter table version add column removal_since timestamptz;
alter table version add column removal_by bigint;
alter table version add column removal_role text;
alter table version add column due_at timestamptz;
alter table version add column attempts int not null default 0;
alter table version add column reason text;
alter table version add column lock_version int not null default 0;
create index version_due on version (due_at) where due_at is not null;

create index deployment_version on deployment (version_id);
create index permission_user on permission (user_id, tenant_id);

-- Players and clients of a stage are looked for on all shards.
create index player_stage on player (stage_id, id);
alter table client add column stage_id bigint;
update client set stage_id = (select p.stage_id from player p where p.id = client.player_id);
alter table client alter column stage_id set not null;
create index client_stage on client (stage_id, id);

-- Who changed what; written in the transaction of the change, and never changed itself.
create table audit (
    id bigint primary key,
    at timestamptz not null,
    actor_id bigint not null,
    actor_role text not null,
    key_id bigint,
    address text,
    request text,
    operation text not null,
    tenant_id bigint,
    entity_id bigint,
    before_state text,
    after_state text
);
create index audit_tenant on audit (tenant_id, id);
create index audit_entity on audit (entity_id, id);
create index audit_actor on audit (actor_id, id);

create function audit_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'audit records are append-only';
end $$;
create trigger audit_append_only before update or delete on audit
    for each row execute function audit_is_append_only();
create trigger audit_not_emptied before truncate on audit
    for each statement execute function audit_is_append_only();
