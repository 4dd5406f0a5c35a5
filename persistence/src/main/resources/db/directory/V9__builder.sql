-- So many images a server builds at once; one with 0 builds none.
alter table pool_server add column build_slots int not null default 0 check (build_slots >= 0);

-- Room that a build holds, from before it begins until it has ended.
create table build_room (
    build_id bigint primary key,
    server_id bigint not null references pool_server (id) deferrable initially deferred,
    cpu_millis int not null,
    memory_mib int not null,
    created timestamptz not null
);
create index build_room_server on build_room (server_id);
