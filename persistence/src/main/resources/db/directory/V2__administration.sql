alter table pool_server add column draining boolean not null default false;
alter table pool_server add column lock_version int not null default 0;

-- Tokens of the user, or of the API key, that were issued before the moment are not accepted any more.
create table revocation (
    subject_id bigint primary key,
    before_moment timestamptz not null
);
create index revocation_moment on revocation (before_moment);

-- Calls that may be repeated: what was asked under the key, and what was answered.
create table idempotent_call (
    user_id bigint not null,
    key text not null,
    fingerprint text not null,
    instance text not null,
    begun timestamptz not null,
    status int,
    location text,
    etag text,
    body text,
    primary key (user_id, key)
);
create index idempotent_call_begun on idempotent_call (begun);

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
